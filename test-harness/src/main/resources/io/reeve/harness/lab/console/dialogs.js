// Dialogs that ask for what an action needs. Each gives what was entered, or null.

import {button, clean, el, field, fill} from './dom.js';
import {count} from './words.js';

const LONGEST_SCRIPT = 65000;

/// Shows a dialog; `read` gives its result, or a sentence that says what is missing.
function ask({title, about, parts = [], go, danger = false, read}) {
  const said = el('p', {class: 'missing', role: 'alert'});
  const yes = el('button', {type: 'submit', class: danger ? 'danger main' : 'main'}, go);
  const dialog = el('dialog', {'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-about'});
  let result = null;
  const form = el(
    'form',
    {novalidate: true},
    el('h2', {id: 'dialog-title'}, title),
    el('p', {id: 'dialog-about'}, about),
    parts,
    said,
    el('div', {class: 'choices'}, button('Cancel', () => dialog.close(), {class: 'quiet'}), yes),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const entered = read();
    if (typeof entered === 'string') {
      fill(said, entered);
      return;
    }
    result = entered;
    dialog.close();
  });
  fill(dialog, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(result);
    });
  });
}

export function confirm({action, device}) {
  return ask({title: `${action.label}: ${device.name}`, about: action.about, go: action.label, read: () => ({})});
}

/// Asks before something is deleted.
export async function sure(title, about, go) {
  return (await ask({title, about, go, danger: true, read: () => ({})})) !== null;
}

export function askMessage({device}) {
  const text = el('textarea', {rows: 4, maxlength: 1000});
  return ask({
    title: `Send a message to ${device.name}`,
    about: 'The person at the machine sees it as it stands here.',
    parts: [field('Message', text)],
    go: 'Send',
    read: () => (text.value.trim() ? {value: text.value.trim()} : 'Write a message first.'),
  });
}

/// The reason may be left out.
export function askReason({action, device}) {
  const reason = el('input', {maxlength: 200, autocomplete: 'off'});
  return ask({
    title: `${action.label}: ${device.name}`,
    about: action.about,
    parts: [field('Reason, for the person at the machine', reason)],
    go: action.label,
    read: () => ({value: JSON.stringify({reason: reason.value.trim()})}),
  });
}

export function askName({device}) {
  const name = el('input', {maxlength: 63, autocomplete: 'off', spellcheck: 'false'});
  return ask({
    title: `Rename ${device.name}`,
    about: 'The name the machine has in the network. It may contain %SERIAL% or %RAND:4%.',
    parts: [field('Name', name)],
    go: 'Rename',
    read: () => (name.value.trim() ? {value: name.value.trim()} : 'Write a name first.'),
  });
}

export function askAccount({action, device}) {
  const account = accountField();
  return ask({
    title: `${action.label} on ${device.name}`,
    about: action.about,
    parts: [field('Account', account)],
    go: action.label,
    read: () => (account.value.trim() ? {value: account.value.trim()} : 'Write the account’s name first.'),
  });
}

function accountField() {
  return el('input', {maxlength: 256, autocomplete: 'off', spellcheck: 'false'});
}

/// Shows what a device has handed over; nothing is asked.
export function showPasswords(device, passwords) {
  ask({
    title: `Passwords of ${device.name}`,
    about: passwords.length
      ? 'The newest first. One that the device has not set yet may still come into force.'
      : 'This device has handed over no password yet.',
    parts: passwords.map((one) =>
      el(
        'dl',
        {class: 'pairs'},
        [['Account', one.account], ['Password', one.password], ['State', one.state === 'set' ? 'in force' : 'handed over'], ['Since', new Date(one.at).toLocaleString('en-GB')]].map(
          ([name, text]) => el('div', {}, el('dt', {}, name), el('dd', {}, text)),
        ),
      ),
    ),
    go: 'Close',
    read: () => ({}),
  });
}

export function askScript({action, device}) {
  const name = el('input', {value: `helpdesk-${stamp()}`, maxlength: 64, autocomplete: 'off', spellcheck: 'false'});
  const script = el('textarea', {rows: 10, class: 'code', spellcheck: 'false'});
  const who = el('select', {}, el('option', {value: 'system'}, 'the system'), el('option', {value: 'user'}, 'the person at the machine'));
  const seconds = el('input', {type: 'number', min: 1, max: 3600, value: 60});
  const signature = el('textarea', {rows: 2, class: 'code', maxlength: 8192, spellcheck: 'false'});
  return ask({
    title: `Run a script on ${device.name}`,
    about: 'It runs once. What it ends with and the end of its output appear among the results.',
    parts: [
      field('Name', name, 'A signature is for this name, as script:NAME.'),
      field('Script', script, 'Its first line may name the interpreter; without one it is /bin/sh.'),
      el('div', {class: 'pair'}, field('Runs as', who), field('Seconds at most', seconds)),
      field('Signature', signature, 'Base64, commas between several. Left empty, the lab signs with its own key, if it has one.'),
    ],
    go: 'Run',
    read() {
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name.value)) {
        return 'A name has letters, digits and the signs . _ - and begins with a letter or digit.';
      }
      if (!script.value.trim() || script.value.length > LONGEST_SCRIPT) {
        return script.value.trim() ? `A script has ${LONGEST_SCRIPT} characters at most.` : 'Write the script first.';
      }
      if (!(Number(seconds.value) >= 1 && Number(seconds.value) <= 3600)) {
        return 'A script may take 1 to 3600 seconds.';
      }
      const parts = {Script: script.value, RunAs: who.value, TimeoutSeconds: String(Math.trunc(Number(seconds.value)))};
      return {
        uri: `${action.uri}/${name.value}`,
        value: JSON.stringify(signature.value.trim() ? {...parts, Signature: signature.value.trim()} : parts),
      };
    },
  });
}

/// Which account, and all that [askDestructive] wants.
export function askDisable(about) {
  const account = accountField();
  return askDestructive({
    ...about,
    extra: field('Account', account),
    more: () => (account.value.trim() ? {value: account.value.trim()} : 'Write the account’s name first.'),
  });
}

/// What is destructive wants the device's name, and where the device says so a second person's approval.
export function askDestructive({action, device, offer, extra = null, more = () => ({})}) {
  const wanted = clean(device.name);
  const typed = el('input', {autocomplete: 'off', spellcheck: 'false', maxlength: 300});
  const approval = offer?.needsApproval ? el('textarea', {rows: 3, class: 'code', maxlength: 4096, spellcheck: 'false'}) : null;
  return ask({
    title: `${action.label} ${device.name}`,
    about: `${action.about}${held(offer)}`,
    parts: [
      el(
        'dl',
        {class: 'pairs'},
        [['Id', device.id], ['User', device.user], ['Hardware', device.hardwareId]]
          .filter(([, text]) => text)
          .map(([name, text]) => el('div', {}, el('dt', {}, name), el('dd', {}, text))),
      ),
      extra,
      field('Type the device’s name to go on', typed, `It is ${wanted}`),
      approval && field('Second signature', approval, `This device wants a second person’s approval: what “reeve approve --key FILE --device ${device.id} --action ${[action.danger, action.approvedFor].filter(Boolean).join(' ')}” prints on that person’s machine.`),
    ],
    go: `${action.label} it`,
    danger: true,
    read() {
      if (typed.value.trim() !== wanted.trim()) {
        return `That is not its name. Type ${wanted} to go on.`;
      }
      if (approval && !/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(approval.value.trim())) {
        return 'Without the second signature this device would refuse. Paste it whole.';
      }
      const entered = more();
      return typeof entered === 'string' || !approval ? entered : {...entered, approval: approval.value.trim()};
    },
  });
}

function held(offer) {
  if (!offer) {
    return ' If it wants a second person’s approval it refuses without one; “Ask what it offers” tells whether it does.';
  }
  const seconds = offer.holdSeconds ?? 0;
  const wait = seconds % 60 === 0 ? count(seconds / 60, 'minute') : count(seconds, 'second');
  return seconds > 0 ? ` The device waits ${wait} before it begins; until then it can be cancelled.` : '';
}

function stamp() {
  return new Date().toISOString().replace(/[-:]|\..*/g, '').replace('T', '-').toLowerCase();
}

// The buttons: what the helpdesk can ask of a device. Each is a command that travels through the
// tree; a device that does not offer it says so.

import {button, el, fill, moment, notice} from './dom.js';
import {askAccount, askDestructive, askDisable, askMessage, askName, askReason, askScript, confirm, showPasswords} from './dialogs.js';
import {at} from './service.js';

const OWN = './Device/Vendor/Reeve/Actions';
const MSFT = './Device/Vendor/MSFT';

/// Where a second person's approval goes before what it is for, and what gives up what is held back.
const APPROVAL = './Device/Vendor/Reeve/Guard/Approval';
export const CANCEL = './Device/Vendor/Reeve/Guard/Cancel';

/// What ends an action that the device has begun and its system goes on with; empty where nothing does.
export function callsOff(uri) {
  const ends = {
    [`${MSFT}/Reboot/RebootNow`]: `${OWN}/CancelShutDown`,
    [`${OWN}/ShutDown`]: `${OWN}/CancelShutDown`,
    [`${OWN}/RestartSoon`]: `${OWN}/CancelRestart`,
  };
  const found = Object.entries(ends).find(([begun]) => begun.toLowerCase() === uri.toLowerCase());
  return found ? found[1] : '';
}

export const ACTIONS = [
  {label: 'Sync now', uri: '', about: 'Has the device open a session now, if it listens.'},
  {label: 'Check compliance', uri: `${OWN}/CheckCompliance`, about: 'Judges every rule again.'},
  {label: 'Report inventory', uri: `${OWN}/ReportInventory`, about: 'Reads the machine’s tables again.'},
  {label: 'Check all settings', uri: `${OWN}/Sweep`, about: 'Looks at every setting again and repairs it.'},
  {label: 'Collect diagnostics', uri: `${OWN}/CollectDiagnostics`, about: 'Gathers logs and reports. Look through them before you pass them on.'},
  {label: 'Download diagnostics', uri: '', about: 'Saves what the device collected last as a zip.', does: download},
  {label: 'Send a message', uri: `${OWN}/Message`, about: 'Shows a text to the person at the machine.', ask: askMessage},
  {label: 'Lock', uri: `${MSFT}/RemoteLock/Lock`, about: 'Locks every session on the machine.'},
  {
    label: 'Restart',
    uri: `${MSFT}/Reboot/RebootNow`,
    about: 'Restarts the machine. The person at it may lose unsaved work.',
    ask: confirm,
  },
  {
    label: 'Restart soon',
    uri: `${OWN}/RestartSoon`,
    about: 'Restarts the machine at a good moment. The person at it is asked, may put it off, and is warned.',
    ask: askReason,
  },
  {
    label: 'Rename',
    uri: './DevDetail/Ext/Microsoft/DNSComputerName',
    verb: 'replace',
    about: 'Gives the machine another name.',
    ask: askName,
  },
  {
    label: 'New admin password',
    uri: `${MSFT}/LAPS/Actions/ResetPassword`,
    about: 'Gives the machine’s own administrator a new password, which the lab keeps before it counts.',
    ask: confirm,
    does: rotate,
  },
  {label: 'Show passwords', uri: '', about: 'Shows the passwords this device has handed over. That they were shown is written down.', does: passwords},
  {label: 'Enable account', uri: `${OWN}/EnableAccount`, about: 'Lets somebody log in again.', ask: askAccount},
  {label: 'Run a script', uri: './Device/Vendor/Reeve/Scripts', about: 'Runs a script once.', ask: askScript, wide: true},
  {
    label: 'Disable account',
    uri: `${OWN}/DisableAccount`,
    about: 'Keeps somebody out of the machine and ends their sessions.',
    ask: askDisable,
    danger: 'disable',
    approvedFor: '--argument ACCOUNT',
  },
  {
    label: 'Retire',
    uri: `${MSFT}/DMClient/Unenroll`,
    about: 'Takes away what the organisation put on the machine and ends its enrolment. What is the person’s stays.',
    ask: askDestructive,
    danger: 'retire',
  },
  {
    label: 'Wipe',
    uri: `${MSFT}/RemoteWipe/doWipe`,
    about: 'Erases everything on the machine. It cannot be brought back.',
    ask: askDestructive,
    danger: 'wipe',
  },
];

async function rotate(service, device) {
  return (await service.send('POST', at`/devices/${device.id}/passwords`)).at(-1);
}

async function passwords(service, device) {
  showPasswords(device, await service.get(at`/devices/${device.id}/passwords`));
  return null;
}

async function download(service, device) {
  const answer = await service.open('GET', at`/devices/${device.id}/diagnostics`);
  const address = URL.createObjectURL(await answer.blob());
  el('a', {href: address, download: `diagnostics-${device.id}.zip`}).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  return null;
}

/// What people call a command, by its address.
export function nameOf(command) {
  const uri = (command.item?.uri ?? command.uri ?? '').toLowerCase();
  if (command.verb === 'sync') {
    return 'Sync now';
  }
  if (command.verb === 'get' && uri.endsWith('/capabilities/cspversions')) {
    return 'What it offers';
  }
  const guard = {
    [APPROVAL.toLowerCase()]: 'Second signature',
    [CANCEL.toLowerCase()]: 'Cancel what is held',
    [`${OWN}/CancelShutDown`.toLowerCase()]: 'Call off the restart',
    [`${OWN}/CancelRestart`.toLowerCase()]: 'Call off the planned restart',
  }[uri];
  if (guard) {
    return guard;
  }
  const found = ACTIONS.find((action) => action.uri && command.verb === (action.verb ?? 'exec') && (uri === action.uri.toLowerCase() || uri.startsWith(`${action.uri.toLowerCase()}/`)));
  return found ? found.label : null;
}

export class ActionsPanel {
  #service;
  #id;
  #queued;
  #device = null;
  #offer = null;
  #buttons = el('div', {class: 'actions'});
  #told = el('p', {class: 'hint'});
  #ask = button('Ask what it offers', () => this.#askOffer(), {class: 'quiet'});

  element = el('section', {class: 'card', 'aria-labelledby': 'actions-title'});

  /// `queued` is told the id of each command that has been asked for.
  constructor(service, id, queued) {
    this.#service = service;
    this.#id = id;
    this.#queued = queued;
    fill(this.element, el('h2', {id: 'actions-title'}, 'Actions'), this.#buttons, this.#told, this.#ask);
    ACTIONS.forEach((action, i) => {
      const hint = el('span', {hidden: true, id: `action-${i}`});
      const press = button(action.label + (action.ask ? '…' : ''), () => this.#press(action, press), {
        class: action.danger ? 'danger' : action.wide ? 'wide-one' : '',
        'aria-describedby': `action-${i}`,
        ...(action.ask ? {'aria-haspopup': 'dialog'} : {}),
      });
      this.#buttons.append(press, hint);
      press.hint = hint;
    });
  }

  async load() {
    this.#offer = await this.#service.find(at`/devices/${this.#id}/offer`, null);
    this.#show();
  }

  about(device) {
    this.#device = device;
    this.#show();
  }

  /// Why the action cannot be asked for; empty when it can.
  #obstacle(action) {
    if (this.#device && this.#device.state !== 'enrolled') {
      return 'This device is no longer enrolled.';
    }
    return this.#offer && action.uri && !offers(this.#offer.nodes, action.uri) ? 'This device does not offer it.' : '';
  }

  #show() {
    const presses = this.#buttons.querySelectorAll('button');
    let missing = 0;
    ACTIONS.forEach((action, i) => {
      const obstacle = this.#obstacle(action);
      missing += obstacle ? 1 : 0;
      presses[i].setAttribute('aria-disabled', String(Boolean(obstacle)));
      presses[i].title = obstacle || action.about;
      presses[i].hint.textContent = obstacle || action.about;
    });
    const gone = this.#device && this.#device.state !== 'enrolled';
    this.#ask.hidden = Boolean(gone);
    if (gone) {
      fill(this.#told, 'This device is no longer enrolled; nothing can be asked of it.');
    } else if (this.#offer) {
      fill(this.#told, missing ? 'What is greyed out this device does not offer. It said so ' : 'This device offers all of this. It said so ', moment(this.#offer.at), '.');
    } else {
      fill(this.#told, 'This device has not been asked what it offers. What it does not offer it will refuse.');
    }
  }

  async #press(action, press) {
    const obstacle = this.#obstacle(action);
    if (obstacle) {
      notice(`${action.label}: ${obstacle}`, 'warn');
      return;
    }
    const wish = action.ask
      ? await action.ask({action, device: this.#device, offer: this.#offer})
      : {};
    if (wish) {
      await this.#queue(action, wish, press);
    }
  }

  async #queue(action, wish, press) {
    press.disabled = true;
    try {
      if (action.does) {
        const id = await action.does(this.#service, this.#device);
        if (id) {
          notice(`${action.label}: asked of ${this.#device?.name ?? 'the device'}.`);
          this.#queued(id);
        }
        return;
      }
      if (wish.approval) {
        await this.#send({verb: 'replace', uri: APPROVAL, format: 'chr', value: wish.approval});
      }
      const id = await this.#send(
        action.uri
          ? {verb: action.verb ?? 'exec', uri: wish.uri ?? action.uri, format: wish.value === undefined ? 'null' : 'chr', value: wish.value ?? ''}
          : {verb: 'sync'},
      );
      notice(`${action.label}: asked of ${this.#device?.name ?? 'the device'}.`);
      this.#queued(id);
    } catch (failed) {
      notice(`${action.label}: ${failed.message} ${failed.hint}`, 'bad');
    } finally {
      press.disabled = false;
      press.focus();
    }
  }

  async #send(command) {
    return (await this.#service.send('POST', at`/devices/${this.#id}/commands`, command)).id;
  }

  async #askOffer() {
    try {
      const ids = await this.#service.send('POST', at`/devices/${this.#id}/offer`);
      notice('The device will say what it offers in its next session.');
      ids.forEach((id) => this.#queued(id));
    } catch (failed) {
      notice(`${failed.message} ${failed.hint}`, 'bad');
    }
  }
}

/// Whether one of the nodes is that address, or has it below it.
export function offers(nodes, uri) {
  const wanted = uri.toLowerCase();
  return nodes.some((node) => {
    const here = node.toLowerCase();
    return wanted === here || wanted.startsWith(`${here}/`) || here.startsWith(`${wanted}/`);
  });
}

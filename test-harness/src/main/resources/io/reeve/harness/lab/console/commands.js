// What has been asked of a device lately, and how it went, as it goes.

import {CANCEL, callsOff, nameOf} from './actions.js';
import {Rows, button, clean, clock, el, fill, notice, textOf} from './dom.js';
import {at} from './service.js';
import {answered, lastPart} from './words.js';

const SHOWN = 12;

export class CommandsPanel {
  #service;
  #id;
  #commands = new Map();
  #told = new Map();
  #watched = new Set();
  #early = [];
  #list = el('ol', {class: 'results'});
  #none = el('p', {class: 'hint'}, 'Nothing has been asked of this device yet.');
  #rows = new Rows(this.#list, (command) => command.id, (command) => this.#card(command));

  element = el(
    'section',
    {class: 'card', 'aria-labelledby': 'results-title'},
    el('h2', {id: 'results-title'}, 'Results'),
    this.#none,
    this.#list,
  );

  constructor(service, id) {
    this.#service = service;
    this.#id = id;
  }

  async load() {
    const [commands, events] = await Promise.all([
      this.#service.get(`${at`/devices/${this.#id}/commands`}?last=${3 * SHOWN}`),
      this.#service.get(at`/devices/${this.#id}/timeline`),
    ]);
    commands.forEach((command) => this.#commands.set(command.id, command));
    events.reverse().forEach((event) => this.#learn(event));
    this.#show();
  }

  /// Says aloud how this one ends.
  watch(id) {
    this.#watched.add(id);
  }

  async happened(event) {
    if (event.kind.startsWith('command.') && event.data.id) {
      await this.#read(event.data.id);
      return;
    }
    if (!this.#hear(event)) {
      this.#early = [...this.#early.slice(-SHOWN), event];
    }
  }

  /// What the device tells later of a command. The news may be quicker than our reading of the command it is about.
  #hear(event) {
    const command = this.#learn(event);
    if (command) {
      this.#show();
      const [kind, sentence] = event.data.data.state ? later(event.data.data) : ['plain', 'the device reports how it went.'];
      notice(`${title(command)}: ${sentence}`, kind);
    }
    return command !== null;
  }

  async #read(id) {
    try {
      const command = await this.#service.find(at`/commands/${id}`, null);
      if (command) {
        this.#commands.set(id, command);
        this.#early = this.#early.filter((event) => !this.#hear(event));
        this.#show();
        this.#announce(command);
      }
    } catch {
      // the line to the lab has broken; all is read again when it is back
    }
  }

  #announce(command) {
    if (command.state === 'done' && this.#watched.delete(command.id) && !this.#told.has(command.id) && command.verb !== 'get') {
      const [kind, sentence] = answered(command.status);
      notice(`${title(command)}: ${sentence}`, kind);
    }
  }

  /// A device tells later how something went on that it had begun: of that command, or of the last one there. Gives it.
  #learn(event) {
    const {source, data} = event.data;
    if (!['alert.remediation', 'alert.action'].includes(event.kind) || !data) {
      return null;
    }
    const command =
      this.#commands.get(data.command) ??
      this.#newest().find((one) => time(one.created) <= time(event.at) && one.item.uri.toLowerCase() === String(source ?? '').toLowerCase());
    if (command) {
      this.#told.set(command.id, data);
    }
    return command ?? null;
  }

  #newest() {
    return [...this.#commands.values()].sort((a, b) => time(b.created) - time(a.created));
  }

  #show() {
    const newest = this.#newest()
      .filter((command) => !isAside(command))
      .slice(0, SHOWN);
    this.#none.hidden = newest.length > 0;
    this.#rows.show(newest);
  }

  #card(command) {
    const name = el('strong', {}, title(command));
    const times = el('span', {class: 'aside'});
    const state = el('p', {class: 'state'});
    const more = el('div', {});
    const element = el('li', {class: 'result'}, el('div', {class: 'line-up'}, name, times), state, more);
    let shown = '';
    return {
      element,
      update: (now) => {
        const told = this.#told.get(now.id);
        const same = JSON.stringify([now, told]);
        if (same === shown) {
          return;
        }
        shown = same;
        const [kind, sentence] = now.state === 'done' && told?.state ? later(told) : stateOf(now);
        element.className = `result ${kind}`;
        fill(times, clock(now.created));
        fill(state, sentence, told?.state ? null : took(now));
        fill(more, takeBack(now, () => this.#takeBack(now)), this.#cancel(now, told), output(now, told));
      },
    };
  }

  /// What the device holds back it gives up when asked to, and what its system will do at a time it calls off.
  #cancel(command, told) {
    if (told?.state === 'held') {
      return this.#asking(command, 'Cancel it', CANCEL);
    }
    const end = command.verb === 'exec' ? callsOff(command.item.uri) : '';
    return end && goesOn(command, told) ? this.#asking(command, 'Call it off', end) : null;
  }

  #asking(command, label, uri) {
    return button(
      label,
      async () => {
        try {
          await this.#service.send('POST', at`/devices/${this.#id}/commands`, {verb: 'exec', uri, format: 'null'});
        } catch (failed) {
          notice(`${title(command)}: ${failed.message}`, 'bad');
        }
      },
      {class: 'small', 'aria-label': `${label}: ${title(command)}`},
    );
  }

  async #takeBack(command) {
    try {
      await this.#service.send('DELETE', at`/commands/${command.id}`);
    } catch (failed) {
      notice(`${title(command)}: ${failed.message}`, 'warn');
    }
  }
}

function time(instant) {
  return new Date(instant).getTime();
}

/// What is asked along with the parts of the tree, to learn what a device offers: one question is enough to be shown.
function isAside(command) {
  return command.verb === 'get' && ['Actions', 'NeedsApproval', 'HoldSeconds'].includes(lastPart(command.item.uri));
}

function title(command) {
  return nameOf(command) ?? `${command.verb.charAt(0).toUpperCase()}${command.verb.slice(1)} ${lastPart(command.item.uri)}`;
}

/// Whether the device has begun it and has not told its end.
function goesOn(command, told) {
  return command.state === 'done' && command.status === 202 && (!told?.state || told.state === 'started');
}

function stateOf(command) {
  switch (command.state) {
    case 'queued':
      return ['open', 'Waiting for the device …'];
    case 'sent':
      return ['open', 'The device has it …'];
    case 'cancelled':
      return ['plain', 'Taken back.'];
    default:
      return answered(command.status);
  }
}

/// How an action goes that was not answered at once: `[kind, sentence]`.
function later({state, text}) {
  switch (state) {
    case 'held':
      return ['warn', `Held back ${heldUntil(text)}; it can still be cancelled.`];
    case 'started':
      return ['open', 'It begins now …'];
    case 'done':
      return ['good', text ? `Done: ${textOf(text)}` : 'Done.'];
    case 'refused':
      return ['bad', `Not done: ${textOf(text)}`];
    default:
      return ['bad', `Failed: ${textOf(text)}`];
  }
}

/// The device says `until` and an instant.
function heldUntil(text) {
  const until = new Date(textOf(text).replace(/^until /, ''));
  return Number.isNaN(until.getTime()) ? clean(text, 60) : `until ${until.toLocaleTimeString('en-GB')}`;
}

function took(command) {
  if (command.state !== 'done' || !command.done) {
    return null;
  }
  const seconds = (time(command.done) - time(command.created)) / 1000;
  const text = seconds < 10 ? `${seconds.toFixed(1)} s` : seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
  return el('span', {class: 'aside'}, ` after ${text}`);
}

function takeBack(command, listener) {
  return command.state === 'queued'
    ? button('Take back', listener, {class: 'quiet small', 'aria-label': `Take back: ${title(command)}`})
    : null;
}

function output(command, told) {
  const parts = command.results.map((item) => item.value);
  if (told !== undefined && !told?.state) {
    parts.push(typeof told === 'string' ? told : report(told));
  }
  return parts
    .filter((text) => text)
    .map((text) => el('details', {open: told !== undefined}, el('summary', {}, 'What it said'), el('pre', {tabindex: '0'}, text)));
}

function report(told) {
  const {output: text, outcome, detail, detect, ...rest} = told;
  const lines = [outcome && `outcome: ${textOf(outcome)}`, detect !== undefined && `exit code: ${textOf(detect)}`, textOf(detail), textOf(text)].filter((line) => line);
  return lines.length > 0 ? lines.join('\n') : JSON.stringify(rest, null, 1);
}

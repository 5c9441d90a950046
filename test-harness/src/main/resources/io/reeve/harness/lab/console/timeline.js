// What happened to a device, newest first, and its sessions.

import {nameOf} from './actions.js';
import {Rows, button, clock, day, el, field, fill, textOf} from './dom.js';
import {at} from './service.js';
import {answered, count, lastPart} from './words.js';

const KINDS = [
  ['', 'Everything'],
  ['alert', 'Reports of the device'],
  ['command', 'Actions'],
  ['setting', 'Settings'],
  ['session', 'Sessions'],
];

const MOST = 1000;

export class Timeline {
  element = el('div', {class: 'stack'});
  #service;
  #id;
  #events = new Map();
  #sessions = new Map();
  #only = el('select', {}, KINDS.map(([value, label]) => el('option', {value}, label)));
  #list = el('ol', {class: 'timeline'});
  #rows = new Rows(this.#list, (entry) => entry.key, entryRow);
  #told = el('p', {class: 'hint', role: 'status'});
  #older = button('Show older', () => this.#readOlder(), {class: 'quiet'});

  constructor(service, id) {
    this.#service = service;
    this.#id = id;
    this.#only.addEventListener('change', () => this.#show());
    fill(
      this.element,
      el(
        'section',
        {class: 'card', 'aria-labelledby': 'timeline-title'},
        el('div', {class: 'line-up'}, el('h2', {id: 'timeline-title'}, 'Timeline'), field('Show', this.#only)),
        this.#told,
        this.#list,
        this.#older,
      ),
    );
  }

  async load() {
    const [events, sessions] = await Promise.all([
      this.#service.get(at`/devices/${this.#id}/timeline`),
      this.#service.get(at`/devices/${this.#id}/sessions`),
    ]);
    this.#take(events, sessions);
  }

  async happened(event) {
    if (event.kind === 'session.ended') {
      try {
        this.#take([event], await this.#service.get(at`/devices/${this.#id}/sessions`));
        return;
      } catch {
        // shown without its particulars
      }
    }
    this.#take([event], []);
  }

  #take(events, sessions) {
    sessions.forEach((session) => this.#sessions.set(session.id, session));
    events.forEach((event) => this.#events.set(event.id, event));
    this.#show();
  }

  async #readOlder() {
    try {
      const oldest = Math.min(...this.#events.keys());
      const events = await this.#service.get(`${at`/devices/${this.#id}/timeline`}?before=${oldest}`);
      this.#older.hidden = events.length === 0;
      this.#take(events, []);
    } catch (failed) {
      fill(this.#told, failed.message);
    }
  }

  #show() {
    const only = this.#only.value;
    const events = [...this.#events.values()]
      .filter((event) => !only || event.kind.startsWith(`${only}.`) || event.kind === only)
      .sort((a, b) => b.id - a.id)
      .slice(0, MOST);
    const entries = [];
    let shownDay = '';
    for (const event of events) {
      if (day(event.at) !== shownDay) {
        shownDay = day(event.at);
        entries.push({key: `day ${shownDay}`, day: shownDay});
      }
      entries.push({key: event.id, event, session: this.#sessions.get(event.data.id)});
    }
    this.#rows.show(entries);
    fill(this.#told, events.length === 0 ? 'Nothing of this kind has happened.' : `${count(events.length, 'entry', 'entries')}, newest first.`);
    this.#older.hidden ||= this.#events.size < 100;
  }
}

function entryRow(first) {
  if (first.day) {
    return {element: el('li', {class: 'day'}, el('h3', {}, first.day)), update() {}};
  }
  const element = el('li', {});
  let shown = '';
  return {
    element,
    update({event, session}) {
      const same = JSON.stringify(session ?? null);
      if (same === shown) {
        return;
      }
      shown = same;
      const [kind, sentence, particulars] = told(event, session);
      element.className = `entry ${kind}`;
      fill(
        element,
        clock(event.at),
        el('div', {}, el('p', {}, sentence), particulars ? el('p', {class: 'aside'}, particulars) : null, raw(event)),
      );
    },
  };
}

/// What a report holds, for those who want to know it exactly.
function raw(event) {
  return event.kind.startsWith('alert')
    ? el(
        'details',
        {},
        el('summary', {}, 'The report'),
        el('pre', {tabindex: '0'}, event.data.omitted ? `${event.data.omitted} characters, too long to show here` : JSON.stringify(event.data.data, null, 2)),
      )
    : null;
}

/// `[kind, sentence, particulars]` of an event.
function told(event, session) {
  const {kind, data} = event;
  const status = data.status === undefined ? null : answered(data.status);
  switch (kind) {
    case 'device.enrolled':
      return ['good', 'Enrolled', data.user];
    case 'device.leaving':
      return ['warn', 'Was told to leave'];
    case 'device.refused-to-leave':
      return ['bad', 'Refused to leave', `status ${data.status}`];
    case 'device.unenrolled':
      return ['plain', 'Left the service'];
    case 'certificate.renewed':
      return ['plain', 'Renewed its certificate'];
    case 'certificate.revoked':
      return ['bad', 'Its certificates were revoked'];
    case 'profile.assigned':
      return ['plain', `Profile ${data.profile} was assigned`];
    case 'profile.unassigned':
      return ['plain', `Profile ${data.profile} was taken away`];
    case 'profile.changed':
      return ['plain', `Profile ${data.profile} was changed`];
    case 'profile.removed':
      return ['plain', `Profile ${data.profile} was deleted`];
    case 'setting.applied':
      return ['good', `${lastPart(data.uri)} applied`, data.uri];
    case 'setting.removed':
      return ['plain', `${lastPart(data.uri)} removed`, data.uri];
    case 'setting.failed':
      return data.status === 406
        ? ['plain', `${lastPart(data.uri)} does not apply here`, data.uri]
        : ['bad', `${lastPart(data.uri)} failed: status ${data.status}${data.originalError ? `, ${data.originalError}` : ''}`, data.uri];
    case 'command.queued':
      return ['plain', `${command(data)} asked for`];
    case 'command.sent':
      return ['plain', `${command(data)} reached the device`];
    case 'command.done':
      return [status[0], `${command(data)}: ${status[1]}`];
    case 'command.cancelled':
      return ['plain', 'An action was taken back'];
    case 'session.ended':
      return [data.outcome === 'complete' ? 'plain' : 'warn', data.outcome === 'complete' ? 'Session' : `Session ${data.outcome}`, session ? particulars(session) : null];
    case 'alert.compliance':
      return ['report', 'Judged itself', overall(data.data?.overall)];
    case 'alert.inventory':
      return ['report', 'Reported inventory', lastPart(data.source)];
    case 'alert.drift':
      return ['warn', 'Found a setting changed by someone else', data.source];
    case 'alert.rollback':
      return ['bad', 'Took back a change that cut it off', data.source];
    case 'alert.action':
      return ['report', `${nameOf({verb: 'exec', uri: data.source}) ?? lastPart(data.source)}: ${textOf(data.data?.state ?? 'told how it went')}`, data.data?.text];
    case 'alert.ledger':
      return ['report', 'Told how far its ledger goes'];
    case 'ledger.rewritten':
      return ['bad', 'Its ledger is not what it was', data.why];
    case 'alert.remediation':
      return ['report', `${lastPart(data.source)}: ${textOf(data.data?.outcome ?? 'ran')}`, data.data?.detail];
    default:
      return ['report', kind, data.type ?? data.source];
  }
}

function command(data) {
  return nameOf(data) ?? `${data.verb} ${lastPart(data.uri)}`;
}

function overall(word) {
  return word ? textOf(word).toLowerCase().replaceAll('_', ' ') : null;
}

function particulars(session) {
  const messages = count(session.messages, 'message');
  const seconds = session.ended ? (new Date(session.ended) - new Date(session.started)) / 1000 : null;
  return seconds === null ? messages : `${messages}, ${seconds.toFixed(1)} s`;
}

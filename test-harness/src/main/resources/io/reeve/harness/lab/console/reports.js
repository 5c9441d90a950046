// What a device says of itself: its verdicts, its settings, its inventory.

import {Rows, button, el, field, fill, moment, notice, textOf} from './dom.js';
import {at} from './service.js';
import {count, settingBadge, verdictBadge} from './words.js';

const PAGE = 100;

/// Reads again after some kinds of events; many in a row are one reading.
class Part {
  element = el('div', {class: 'stack'});
  device = null;
  #kinds;
  #waiting = false;

  constructor(service, id, kinds) {
    this.service = service;
    this.id = id;
    this.#kinds = kinds;
  }

  async load(device) {
    this.device = device;
    await this.read();
  }

  happened(event) {
    if (!this.#waiting && this.#kinds.some((kind) => event.kind.startsWith(kind))) {
      this.#waiting = true;
      setTimeout(() => {
        this.#waiting = false;
        this.read().catch(() => {}); // the line has broken; all is read again when it is back
      }, 250);
    }
  }
}

export class Overview extends Part {
  #rules = el('ul', {class: 'rules'});
  #rows = new Rows(this.#rules, (rule) => textOf(rule.rule), rule);
  #policy = el('p', {class: 'hint'});
  #profiles = el('ul', {class: 'plain-list'});
  #choice = el('select', {});
  #assign = button('Assign', () => this.#change('PUT', this.#choice.value));

  constructor(service, id) {
    super(service, id, ['alert.compliance', 'profile.', 'command.done']);
    fill(
      this.element,
      el('section', {class: 'card', 'aria-labelledby': 'rules-title'}, el('h2', {id: 'rules-title'}, 'Compliance'), this.#policy, this.#rules),
      el(
        'section',
        {class: 'card', 'aria-labelledby': 'profiles-title'},
        el('h2', {id: 'profiles-title'}, 'Profiles'),
        el('p', {class: 'hint'}, 'Where two disagree, the later one wins.'),
        this.#profiles,
        el('div', {class: 'row'}, field('Assign a profile', this.#choice), this.#assign),
      ),
    );
  }

  async read() {
    const [compliance, device, profiles] = await Promise.all([
      this.service.find(at`/devices/${this.id}/compliance`, null),
      this.service.get(at`/devices/${this.id}`),
      this.service.get('/profiles'),
    ]);
    this.#showRules(compliance);
    this.#showProfiles(device, profiles);
  }

  #showRules(compliance) {
    const rules = Array.isArray(compliance?.rules) ? compliance.rules.filter(isObject).slice(0, 500) : [];
    const policy = compliance?.policy;
    fill(
      this.#policy,
      !compliance
        ? 'The device has not judged itself yet. It does when a profile brings it a compliance policy.'
        : [policy ? `${textOf(policy.name ?? policy.id)}, version ${textOf(policy.version)}` : 'No policy', compliance.judgedAt ? [' · judged ', moment(compliance.judgedAt)] : null],
    );
    const order = ['NON_COMPLIANT', 'UNKNOWN', 'IN_GRACE', 'COMPLIANT', 'NOT_APPLICABLE'];
    this.#rows.show([...rules].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state)));
  }

  #showProfiles(device, profiles) {
    const editable = document.activeElement !== this.#choice;
    fill(
      this.#profiles,
      device.profiles.length === 0 ? el('li', {class: 'hint'}, 'None is assigned.') : null,
      device.profiles.map((id) =>
        el(
          'li',
          {class: 'row'},
          el('a', {href: `#/profiles/${encodeURIComponent(id)}`}, id),
          button('Take away', () => this.#change('DELETE', id), {class: 'quiet small', 'aria-label': `Take away: ${id}`}),
        ),
      ),
    );
    const left = profiles.filter((profile) => !device.profiles.includes(profile.id));
    if (editable) {
      fill(this.#choice, left.map((profile) => el('option', {value: profile.id}, `${profile.id} (${count(profile.items.length, 'setting')})`)));
      this.#choice.disabled = left.length === 0;
    }
    this.#assign.disabled = left.length === 0;
  }

  async #change(method, profile) {
    try {
      await this.service.send(method, at`/devices/${this.id}/profiles/${profile}`);
      notice(method === 'PUT' ? `${profile} is assigned.` : `${profile} is taken away.`);
    } catch (failed) {
      notice(`${failed.message} ${failed.hint}`, 'bad');
    }
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rule() {
  const title = el('h3', {});
  const state = el('span', {});
  const more = el('dl', {class: 'pairs'});
  const element = el('li', {class: 'rule'}, el('div', {class: 'line-up'}, title, state), more);
  return {
    element,
    update(now) {
      const fails = ['NON_COMPLIANT', 'IN_GRACE', 'UNKNOWN'].includes(now.state);
      fill(title, now.title || now.rule);
      fill(state, verdictBadge(now.state));
      fill(
        more,
        fails
          ? [['Expected', now.expected], ['Found', now.actual], ['Where', now.evidence], ['To do', now.remedy]]
              .filter(([, text]) => text)
              .map(([name, text]) => el('div', {}, el('dt', {}, name), el('dd', {}, text)))
          : null,
      );
      more.hidden = !fails;
    },
  };
}

export class Settings extends Part {
  #find = el('input', {type: 'search', autocomplete: 'off', maxlength: 200});
  #told = el('p', {class: 'hint', role: 'status'});
  #body = el('tbody');
  #rows = new Rows(this.#body, (setting) => setting.uri, settingRow);
  #more = button(`Show ${PAGE} more`, () => this.#show(PAGE), {class: 'quiet'});
  #settings = [];
  #shown = PAGE;

  constructor(service, id) {
    super(service, id, ['setting.', 'profile.']);
    this.#find.addEventListener('input', () => this.#show(0));
    fill(
      this.element,
      el(
        'section',
        {class: 'card', 'aria-labelledby': 'settings-title'},
        el('div', {class: 'line-up'}, el('h2', {id: 'settings-title'}, 'Settings'), field('Find', this.#find)),
        this.#told,
        el(
          'div',
          {class: 'table', tabindex: '0', role: 'region', 'aria-label': 'Settings'},
          el(
            'table',
            {},
            el('caption', {class: 'spoken'}, 'What is wanted of the device and what it answered'),
            el('thead', {}, el('tr', {}, ['Setting', 'State', 'Wanted', 'From', 'Since'].map((name) => el('th', {scope: 'col'}, name)))),
            this.#body,
          ),
        ),
        this.#more,
      ),
    );
  }

  async read() {
    const order = ['failed', 'removing', 'waiting', 'applied'];
    const settings = await this.service.get(at`/devices/${this.id}/settings`);
    this.#settings = settings.sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.uri.localeCompare(b.uri));
    this.#show(0);
  }

  #show(more) {
    this.#shown += more;
    const wanted = this.#find.value.trim().toLowerCase();
    const found = this.#settings.filter((setting) => !wanted || `${setting.uri} ${setting.profile}`.toLowerCase().includes(wanted));
    this.#rows.show(found.slice(0, this.#shown));
    this.#more.hidden = found.length <= this.#shown;
    const applied = found.filter((setting) => setting.state === 'applied').length;
    fill(this.#told, this.#settings.length === 0 ? 'No profile wants anything of this device.' : `${applied} of ${count(found.length, 'setting')} applied.`);
  }
}

function settingRow() {
  const cells = ['th', 'td', 'td', 'td', 'td'].map((tag) => el(tag, tag === 'th' ? {scope: 'row'} : {}));
  const element = el('tr', {}, cells);
  return {
    element,
    update(now) {
      const cut = now.uri.lastIndexOf('/');
      fill(cells[0], el('span', {class: 'path'}, now.uri.slice(0, cut + 1)), el('span', {class: 'leaf'}, now.uri.slice(cut + 1)));
      fill(cells[1], settingBadge(now), now.state === 'failed' && now.status !== 406 ? el('span', {class: 'aside'}, `status ${now.status}`) : null);
      fill(cells[2], el('code', {class: 'value'}, (now.wanted ?? '—').slice(0, 300)));
      fill(cells[3], now.profile || '—');
      fill(cells[4], now.status ? moment(now.since) : '—');
    },
  };
}

export class Inventory extends Part {
  #choice = el('select', {});
  #find = el('input', {type: 'search', autocomplete: 'off', maxlength: 200});
  #told = el('p', {class: 'hint', role: 'status'});
  #table = el('table');
  #more = button(`Show ${PAGE} more`, () => this.#show(PAGE), {class: 'quiet'});
  #tables = {};
  #shown = PAGE;

  constructor(service, id) {
    super(service, id, ['alert.inventory']);
    this.#choice.addEventListener('change', () => {
      this.#shown = PAGE;
      this.#show(0);
    });
    this.#find.addEventListener('input', () => this.#show(0));
    fill(
      this.element,
      el(
        'section',
        {class: 'card', 'aria-labelledby': 'inventory-title'},
        el('h2', {id: 'inventory-title'}, 'Inventory'),
        el('div', {class: 'pair'}, field('Table', this.#choice), field('Find in it', this.#find)),
        this.#told,
        el('div', {class: 'table', tabindex: '0', role: 'region', 'aria-label': 'Rows'}, this.#table),
        this.#more,
      ),
    );
  }

  async read() {
    this.#tables = await this.service.get(at`/devices/${this.id}/inventory`);
    const names = Object.keys(this.#tables);
    const before = this.#choice.value;
    fill(this.#choice, names.map((name) => el('option', {value: name}, `${name} (${this.#tables[name].length})`)));
    this.#choice.value = names.includes(before) ? before : (names.find((name) => name === 'system_info') ?? names[0] ?? '');
    this.#choice.disabled = names.length === 0;
    this.#show(0);
  }

  #show(more) {
    this.#shown += more;
    const name = this.#choice.value;
    const rows = Array.isArray(this.#tables[name]) ? this.#tables[name] : [];
    const wanted = this.#find.value.trim().toLowerCase();
    const found = rows.filter((row) => !wanted || Object.values(row ?? {}).some((cell) => textOf(cell).toLowerCase().includes(wanted)));
    const columns = [...new Set(found.slice(0, this.#shown).flatMap((row) => Object.keys(row ?? {})))].slice(0, 40);
    fill(this.#told, !name ? 'The device has not reported its inventory yet.' : `${found.length} of ${count(rows.length, 'row')}.`);
    fill(
      this.#table,
      el('caption', {class: 'spoken'}, name),
      el('thead', {}, el('tr', {}, columns.map((column) => el('th', {scope: 'col'}, column)))),
      el('tbody', {}, found.slice(0, this.#shown).map((row) => el('tr', {}, columns.map((column) => el('td', {}, cell(row?.[column])))))),
    );
    this.#more.hidden = found.length <= this.#shown;
  }
}

function cell(value) {
  const text = textOf(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

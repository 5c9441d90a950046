// All devices, at a glance.

import {Rows, el, field, fill, moment} from './dom.js';
import {at} from './service.js';
import {count, standing, standingBadge, system} from './words.js';

const SHOWN = 500;

const TILES = [
  ['', 'Devices', () => true],
  ['non_compliant', 'Not compliant', (device) => standing(device) === 'non_compliant'],
  ['in_grace', 'In grace', (device) => standing(device) === 'in_grace'],
  ['compliant', 'Compliant', (device) => standing(device) === 'compliant'],
  ['other', 'Without a verdict', (device) => ['unknown', 'unjudged', 'leaving', 'gone'].includes(standing(device))],
];

/// What needs attention comes first.
const ORDER = ['non_compliant', 'unknown', 'in_grace', 'unjudged', 'leaving', 'compliant', 'gone'];

export class DevicesPage {
  title = 'Devices';
  element = el('div', {class: 'page'});

  #service;
  #devices = new Map();
  #only = '';
  #search = el('input', {type: 'search', autocomplete: 'off', maxlength: 200, placeholder: 'Name, user or system'});
  #tiles = el('div', {class: 'tiles', role: 'group', 'aria-label': 'Show only'});
  #told = el('p', {class: 'hint', role: 'status'});
  #body = el('tbody');
  #rows = new Rows(this.#body, (device) => device.id, (device) => row(device));
  #waiting = new Set();

  constructor(service) {
    this.#service = service;
    this.#search.addEventListener('input', () => this.#show());
    for (const [only, label] of TILES) {
      const tile = el(
        'button',
        {type: 'button', class: `tile ${only || 'all'}`, 'aria-pressed': String(only === this.#only)},
        el('b', {}, '–'),
        el('span', {}, label),
      );
      tile.addEventListener('click', () => {
        this.#only = only;
        this.#show();
      });
      this.#tiles.append(tile);
    }
    fill(
      this.element,
      el('div', {class: 'head'}, el('h1', {tabindex: '-1'}, 'Devices'), field('Find', this.#search)),
      this.#tiles,
      this.#told,
      el(
        'div',
        {class: 'card table', tabindex: '0', role: 'region', 'aria-label': 'Devices'},
        el(
          'table',
          {},
          el('caption', {class: 'spoken'}, 'Devices and how they stand'),
          el(
            'thead',
            {},
            el('tr', {}, ['Device', 'Compliance', 'User', 'System', 'Last contact', 'Waiting'].map((name) => el('th', {scope: 'col'}, name))),
          ),
          this.#body,
        ),
      ),
    );
  }

  async load() {
    const devices = await this.#service.get('/devices');
    this.#devices = new Map(devices.map((device) => [device.id, device]));
    this.#show();
  }

  /// Reads again what it concerns; many events in a row are one reading.
  happened(event) {
    if (!event.device) {
      return;
    }
    this.#waiting.add(event.device);
    if (this.#waiting.size === 1) {
      setTimeout(() => this.#refresh(), 250);
    }
  }

  async #refresh() {
    const ids = [...this.#waiting];
    this.#waiting.clear();
    try {
      if (ids.length > 20) {
        await this.load();
        return;
      }
      for (const id of ids) {
        const device = await this.#service.find(at`/devices/${id}`, null);
        device ? this.#devices.set(id, device) : this.#devices.delete(id);
      }
      this.#show();
    } catch {
      // the line to the lab has broken; all is read again when it is back
    }
  }

  #show() {
    const all = [...this.#devices.values()];
    TILES.forEach(([only, , fits], i) => {
      const tile = this.#tiles.children[i];
      tile.setAttribute('aria-pressed', String(only === this.#only));
      tile.firstElementChild.textContent = String(all.filter(fits).length);
    });
    const fits = TILES.find(([only]) => only === this.#only)[2];
    const wanted = this.#search.value.trim().toLowerCase();
    const found = all
      .filter(fits)
      .filter((device) => !wanted || [device.name, device.user, system(device), device.id].some((text) => text.toLowerCase().includes(wanted)))
      .sort((a, b) => ORDER.indexOf(standing(a)) - ORDER.indexOf(standing(b)) || a.name.localeCompare(b.name));
    this.#rows.show(found.slice(0, SHOWN));
    this.#told.textContent = told(all.length, found.length);
  }
}

function told(all, found) {
  if (all === 0) {
    return 'No device has enrolled yet. The lab’s “reeve enroll” line is printed where it was started.';
  }
  if (found > SHOWN) {
    return `The first ${SHOWN} of ${found}; look for a name to see others.`;
  }
  return found === all ? `${count(all, 'device')}, those that need attention first.` : `${found} of ${count(all, 'device')}.`;
}

function row(device) {
  const link = el('a', {href: `#/devices/${encodeURIComponent(device.id)}`});
  const cells = ['th', 'td', 'td', 'td', 'td', 'td'].map((tag) => el(tag, tag === 'th' ? {scope: 'row'} : {}));
  const element = el('tr', {}, cells);
  cells[0].append(link);
  let shown = '';
  return {
    element,
    update(now) {
      const state = JSON.stringify(now);
      if (state === shown) {
        return;
      }
      shown = state;
      fill(link, now.name || now.id);
      fill(cells[1], standingBadge(now), failing(now));
      fill(cells[2], now.user);
      fill(cells[3], system(now));
      fill(cells[4], now.lastSeen ? moment(now.lastSeen) : 'never');
      fill(cells[5], now.waiting ? count(now.waiting, 'action') : '—');
    },
  };
}

function failing(device) {
  const rules = device.compliance?.failing ?? 0;
  return standing(device) === 'non_compliant' && rules > 0 ? el('span', {class: 'aside'}, count(rules, 'rule')) : null;
}

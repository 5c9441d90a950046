// One device: how it stands, its settings, inventory and timeline, and what to do with it.

import {ActionsPanel} from './actions.js';
import {CommandsPanel} from './commands.js';
import {add, day, el, fill, moment, problem} from './dom.js';
import {Overview, Settings, Inventory} from './reports.js';
import {at} from './service.js';
import {Timeline} from './timeline.js';
import {standing, standingBadge, system} from './words.js';

const PARTS = [
  ['', 'Overview', Overview],
  ['settings', 'Settings', Settings],
  ['inventory', 'Inventory', Inventory],
  ['timeline', 'Timeline', Timeline],
];

export class DevicePage {
  title = 'Device';
  element = el('div', {class: 'page'});

  #service;
  #id;
  #device = null;
  #heading = el('h1', {tabindex: '-1'});
  #standing = el('p', {class: 'standing'});
  #facts = el('dl', {class: 'facts'});
  #tabs = el('nav', {class: 'parts', 'aria-label': 'About this device'});
  #place = el('div', {class: 'part'});
  #actions;
  #commands;
  #part = null;
  #name = null;
  #reading = false;

  constructor(service, parts) {
    this.#service = service;
    this.#id = parts[1];
    this.#commands = new CommandsPanel(service, this.#id);
    this.#actions = new ActionsPanel(service, this.#id, (id) => this.#commands.watch(id));
    for (const [name, label] of PARTS) {
      const path = `#/devices/${encodeURIComponent(this.#id)}${name && `/${name}`}`;
      this.#tabs.append(el('a', {href: path, 'data-part': name}, label));
    }
    fill(
      this.element,
      el('p', {class: 'back'}, el('a', {href: '#/devices'}, '← All devices')),
      el('div', {class: 'head'}, el('div', {class: 'name'}, this.#heading, this.#standing), this.#facts),
      el(
        'div',
        {class: 'columns'},
        el('div', {class: 'wide'}, this.#tabs, this.#place),
        el('aside', {class: 'narrow', 'aria-label': 'Actions and results'}, this.#actions.element, this.#commands.element),
      ),
    );
    this.move(parts);
  }

  /// Shows another part of the same device; false when it is about another.
  move(parts) {
    if (parts[0] !== 'devices' || parts[1] !== this.#id) {
      return false;
    }
    const name = PARTS.some(([known]) => known === parts[2]) ? parts[2] : '';
    if (name !== this.#name) {
      this.#name = name;
      const part = PARTS.find(([known]) => known === name)[2];
      this.#part = new part(this.#service, this.#id);
      fill(this.#place, this.#part.element);
      for (const tab of this.#tabs.children) {
        tab.dataset.part === name ? tab.setAttribute('aria-current', 'page') : tab.removeAttribute('aria-current');
      }
      if (this.#device) {
        this.#quietly(() => this.#part.load(this.#device));
      }
    }
    this.#entitle();
    return true;
  }

  #entitle() {
    const name = this.#device?.name || this.#id;
    const label = PARTS.find(([known]) => known === this.#name)[1];
    this.title = this.#name ? `${label} of ${name}` : name;
  }

  async load() {
    await this.#readDevice();
    const panels = [this.#part, this.#commands, this.#actions];
    const loads = [this.#part.load(this.#device), this.#commands.load(), this.#actions.load()];
    const ends = await Promise.allSettled(loads);
    if (ends.every((end) => end.status === 'rejected')) {
      throw ends[0].reason;
    }
    ends.forEach((end, index) => said(panels[index].element, end.reason));
  }

  async #readDevice() {
    this.#device = await this.#service.get(at`/devices/${this.#id}`);
    const device = this.#device;
    fill(this.#heading, device.name || device.id);
    fill(this.#standing, standingBadge(device));
    if (standing(device) !== 'unjudged' && device.compliance) {
      add(this.#standing, el('span', {class: 'aside'}, 'reported ', moment(device.compliance.at)));
    }
    fill(
      this.#facts,
      fact('User', device.user),
      fact('System', system(device)),
      fact('Last contact', device.lastSeen ? moment(device.lastSeen) : 'never'),
      fact('Enrolled', moment(device.enrolled)),
      fact('Certificate ends', day(device.certificateExpires)),
    );
    this.#actions.about(device);
    this.#entitle();
  }

  happened(event) {
    if (event.device !== this.#id) {
      return;
    }
    this.#commands.happened(event);
    this.#part.happened?.(event);
    if (event.kind === 'command.done' || event.kind === 'device.enrolled') {
      this.#quietly(() => this.#actions.load());
    }
    if (!this.#reading) {
      this.#reading = true;
      setTimeout(() => {
        this.#reading = false;
        this.#quietly(() => this.#readDevice());
      }, 250);
    }
  }

  /// When the line to the lab breaks, all is read again once it is back.
  async #quietly(work) {
    try {
      await work();
    } catch (failed) {
      if (failed.status) {
        console.warn(failed.message);
      }
    }
  }
}

/// One panel that cannot be shown is no reason not to show the others.
function said(element, failed) {
  element.querySelector(':scope > .problem')?.remove();
  if (failed) {
    element.prepend(problem({message: 'This cannot be shown.', hint: failed.message}));
  }
}

function fact(name, value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value));
}

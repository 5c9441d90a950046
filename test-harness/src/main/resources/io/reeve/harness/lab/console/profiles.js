// Profiles: which there are, what is in them, and whom they are for.

import {add, button, el, field, fill, notice, problem} from './dom.js';
import {sure} from './dialogs.js';
import {at} from './service.js';
import {count} from './words.js';

const LARGEST = 1024 * 1024;
const SHOWN = 500;

export class ProfilesPage {
  title = 'Profiles';
  element = el('div', {class: 'page'});

  #service;
  #id;
  #list = el('ul', {class: 'cards'});
  #one = el('div', {class: 'stack'});
  #upload;
  #devices = [];

  constructor(service, id) {
    this.#service = service;
    this.#id = id ?? '';
    this.#upload = upload((name, text) => this.#store(name, text));
    fill(
      this.element,
      el('div', {class: 'head'}, el('h1', {tabindex: '-1'}, this.#id || 'Profiles')),
      this.#id
        ? [el('p', {class: 'back'}, el('a', {href: '#/profiles'}, '← All profiles')), this.#one]
        : [this.#list, this.#upload],
    );
    this.title = this.#id || 'Profiles';
  }

  async load() {
    this.#devices = await this.#service.get('/devices');
    if (this.#id) {
      this.#showOne(await this.#service.get(at`/profiles/${this.#id}`));
    } else {
      this.#showAll(await this.#service.get('/profiles'));
    }
  }

  happened(event) {
    if (event.kind.startsWith('profile.')) {
      this.load().catch(() => {}); // the line has broken, or the profile is gone
    }
  }

  #having(id) {
    return this.#devices.filter((device) => device.profiles.includes(id));
  }

  #showAll(profiles) {
    fill(
      this.#list,
      profiles.length === 0 ? el('li', {class: 'hint'}, 'There is no profile yet. Upload one below.') : null,
      profiles.map((profile) =>
        el(
          'li',
          {class: 'card'},
          el('h2', {}, el('a', {href: `#/profiles/${encodeURIComponent(profile.id)}`}, profile.id)),
          el('p', {}, count(profile.items.length, 'setting'), ', ', count(this.#having(profile.id).length, 'device')),
          profile.atomic ? el('p', {class: 'aside'}, 'All or nothing') : null,
        ),
      ),
    );
  }

  #showOne(profile) {
    const having = this.#having(profile.id);
    const others = this.#devices.filter((device) => device.state === 'enrolled' && !having.includes(device));
    const choice = el('select', {disabled: others.length === 0}, others.map((device) => el('option', {value: device.id}, device.name)));
    fill(
      this.#one,
      el(
        'section',
        {class: 'card', 'aria-labelledby': 'having-title'},
        el('h2', {id: 'having-title'}, 'Devices'),
        having.length === 0
          ? el('p', {class: 'hint'}, 'No device has it.')
          : el('ul', {class: 'plain-list'}, having.map((device) => el('li', {class: 'row'}, el('a', {href: `#/devices/${encodeURIComponent(device.id)}`}, device.name), button('Take away', () => this.#change('DELETE', device), {class: 'quiet small', 'aria-label': `Take away from ${device.name}`})))),
        el('div', {class: 'row'}, field('Assign to', choice), button('Assign', () => this.#change('PUT', others.find((device) => device.id === choice.value)), {disabled: others.length === 0})),
      ),
      el('section', {class: 'card', 'aria-labelledby': 'items-title'}, el('h2', {id: 'items-title'}, 'Settings'), el('p', {class: 'hint'}, profile.atomic ? 'They are applied all or not at all.' : 'Each is applied for itself.'), items(profile)),
      el('section', {class: 'card', 'aria-labelledby': 'delete-title'}, el('h2', {id: 'delete-title'}, 'Delete'), el('p', {}, 'Its devices lose its settings.'), button('Delete the profile…', () => this.#delete(profile, having), {class: 'danger', 'aria-haspopup': 'dialog'})),
    );
  }

  async #change(method, device) {
    await this.#try(async () => {
      await this.#service.send(method, at`/devices/${device.id}/profiles/${this.#id}`);
      notice(method === 'PUT' ? `Assigned to ${device.name}.` : `Taken away from ${device.name}.`);
      await this.load();
    });
  }

  async #delete(profile, having) {
    const about = having.length === 0 ? 'No device has it.' : `${count(having.length, 'device loses', 'devices lose')} its settings.`;
    if (await sure(`Delete ${profile.id}`, about, 'Delete it')) {
      await this.#try(async () => {
        await this.#service.send('DELETE', at`/profiles/${profile.id}`);
        notice(`${profile.id} is deleted.`);
        location.hash = '#/profiles';
      });
    }
  }

  async #store(name, text) {
    const type = text.trimStart().startsWith('<') ? 'application/xml' : 'application/json';
    await this.#service.open('PUT', at`/profiles/${name}`, {body: text, type});
    notice(`${name} is stored. Its devices get what differs.`, 'good');
    await this.load();
  }

  async #try(work) {
    try {
      await work();
    } catch (failed) {
      notice(`${failed.message} ${failed.hint ?? ''}`, 'bad');
    }
  }
}

function items(profile) {
  return [
    el(
      'div',
      {class: 'table', tabindex: '0', role: 'region', 'aria-label': 'Settings of the profile'},
      el(
        'table',
        {},
        el('caption', {class: 'spoken'}, 'Settings of the profile'),
        el('thead', {}, el('tr', {}, ['Setting', 'Format', 'Value'].map((name) => el('th', {scope: 'col'}, name)))),
        el(
          'tbody',
          {},
          profile.items.slice(0, SHOWN).map((item) => {
            const cut = item.uri.lastIndexOf('/');
            return el(
              'tr',
              {},
              el('th', {scope: 'row'}, el('span', {class: 'path'}, item.uri.slice(0, cut + 1)), el('span', {class: 'leaf'}, item.uri.slice(cut + 1))),
              el('td', {}, item.format),
              el('td', {}, el('code', {class: 'value'}, item.value.slice(0, 300))),
            );
          }),
        ),
      ),
    ),
    profile.items.length > SHOWN ? el('p', {class: 'hint'}, `The first ${SHOWN} of ${profile.items.length}.`) : null,
  ];
}

/// The form for a new profile, or a new version of one.
function upload(store) {
  const name = el('input', {autocomplete: 'off', maxlength: 64, spellcheck: 'false'});
  const file = el('input', {type: 'file', accept: '.json,.xml,application/json,application/xml'});
  const text = el('textarea', {rows: 8, class: 'code', spellcheck: 'false'});
  const said = el('div', {});
  const go = el('button', {type: 'submit', class: 'main'}, 'Store the profile');
  file.addEventListener('change', async () => {
    const chosen = file.files[0];
    if (chosen && chosen.size > LARGEST) {
      fill(said, problem({message: `${chosen.name} has ${chosen.size} bytes.`, hint: 'A profile has 1 MiB at most.'}));
      file.value = '';
    } else if (chosen) {
      text.value = await chosen.text();
      name.value ||= chosen.name.replace(/\.[^.]*$/, '').replace(/[^A-Za-z0-9._-]/g, '-');
    }
  });
  const form = el(
    'form',
    {class: 'card', 'aria-labelledby': 'upload-title', novalidate: true},
    el('h2', {id: 'upload-title'}, 'Upload a profile'),
    el('div', {class: 'pair'}, field('Name', name, 'An existing one is replaced.'), field('File', file, 'JSON with “items”, or Add and Replace elements of SyncML.')),
    field('Content', text),
    said,
    el('div', {class: 'choices'}, go),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    fill(said);
    go.disabled = true;
    try {
      await store(name.value.trim(), text.value);
      form.reset();
    } catch (failed) {
      add(said, problem(failed));
    } finally {
      go.disabled = false;
    }
  });
  return form;
}

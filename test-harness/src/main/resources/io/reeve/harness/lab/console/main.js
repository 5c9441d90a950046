// Signs in, follows the address, and hands what happens to the page that is shown.

import {el, field, fill, problem, refreshMoments} from './dom.js';
import {DevicePage} from './device.js';
import {DevicesPage} from './devices.js';
import {Live} from './live.js';
import {ProfilesPage} from './profiles.js';
import {Service} from './service.js';

const main = document.getElementById('main');
const nav = document.getElementById('nav');
const line = document.getElementById('line');
const signOut = document.getElementById('sign-out');

let service = null;
let live = null;
let page = null;

function signIn(token) {
  service = new Service(token, () => leave('The token is not good any more.'));
  service.remember();
  nav.hidden = false;
  signOut.hidden = false;
  live = new Live(service, {
    ready() {
      told('Live', 'good');
      page ? reload() : follow();
    },
    happened(event) {
      page?.happened(event);
    },
    lost() {
      told('Not connected. Trying again …', 'bad');
    },
  });
  told('Connecting …', 'plain');
  live.run();
  follow();
}

function leave(why) {
  live?.stop();
  page?.close?.();
  live = page = service = null;
  Service.forget();
  nav.hidden = true;
  signOut.hidden = true;
  told('', 'plain');
  askForToken(why);
}

function told(text, kind) {
  line.className = `line ${kind}`;
  line.textContent = text;
}

function askForToken(why) {
  document.title = 'Sign in · Reeve console';
  const token = el('input', {type: 'password', autocomplete: 'off', required: true, maxlength: 200, spellcheck: 'false'});
  const said = el('div', {});
  const go = el('button', {class: 'main', type: 'submit'}, 'Sign in');
  const form = el(
    'form',
    {class: 'card sign-in', 'aria-labelledby': 'sign-in-title'},
    el('h1', {id: 'sign-in-title', tabindex: '-1'}, 'Sign in'),
    el('p', {}, 'The console acts for the administrator of this lab. It needs the token that the lab keeps in its folder.'),
    field('Administrator’s token', token, 'The content of the file admin-token. It stays in this tab until you close it.'),
    said,
    go,
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    go.disabled = true;
    try {
      await new Service(token.value.trim(), () => {}).get('/lab');
      signIn(token.value.trim());
    } catch (refused) {
      const wrong = refused.status === 401;
      fill(said, problem(wrong ? {message: 'That is not the token.', hint: 'Copy the whole line of the file admin-token.'} : refused));
      go.disabled = false;
      token.focus();
    }
  });
  fill(main, form);
  if (why) {
    fill(said, problem({message: why, hint: 'Sign in again.'}));
  }
  token.focus();
}

/// Which page an address means.
function pageFor(parts) {
  switch (parts[0]) {
    case 'profiles':
      return new ProfilesPage(service, parts[1]);
    case 'devices':
      return parts[1] ? new DevicePage(service, parts) : new DevicesPage(service);
    default:
      return new DevicesPage(service);
  }
}

function follow() {
  if (!service) {
    return;
  }
  const parts = location.hash.replace(/^#\/?/, '').split('/').map(decoded);
  nav.querySelectorAll('a').forEach((link) => {
    const here = link.hash === `#/${parts[0] || 'devices'}`;
    here ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current');
  });
  if (!page?.move?.(parts)) {
    page?.close?.();
    page = pageFor(parts);
    fill(main, page.element);
    reload();
    scrollTo(0, 0);
  }
  document.title = `${page.title} · Reeve console`;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function reload() {
  const shown = page;
  try {
    await shown?.load();
    if (shown && shown === page) {
      document.title = `${shown.title} · Reeve console`;
    }
  } catch (failed) {
    if (shown === page && service) {
      fill(main, el('div', {class: 'card'}, problem(failed), el('p', {}, el('a', {href: '#/devices'}, 'All devices'))));
      page = null;
    }
  }
}

document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  (main.querySelector('h1') ?? main).focus();
});
signOut.addEventListener('click', () => leave(''));
addEventListener('hashchange', () => {
  follow();
  main.querySelector('h1')?.focus();
});
setInterval(refreshMoments, 20_000);

const remembered = Service.remembered();
remembered ? signIn(remembered) : askForToken('');

// What states and codes are called where people read them.

import {el, textOf} from './dom.js';

const OVERALL = {
  compliant: ['Compliant', 'good', '✓'],
  in_grace: ['In grace', 'warn', '!'],
  non_compliant: ['Not compliant', 'bad', '✗'],
  unknown: ['Unknown', 'plain', '?'],
};

const VERDICT = {
  COMPLIANT: ['Holds', 'good', '✓'],
  IN_GRACE: ['In grace', 'warn', '!'],
  NON_COMPLIANT: ['Fails', 'bad', '✗'],
  NOT_APPLICABLE: ['Does not apply', 'plain', '–'],
  UNKNOWN: ['Not known', 'warn', '?'],
};

const SETTING = {
  applied: ['Applied', 'good', '✓'],
  waiting: ['Waiting', 'plain', '…'],
  failed: ['Failed', 'bad', '✗'],
  removing: ['Being removed', 'warn', '…'],
};

const UNKNOWN = ['Not known', 'plain', '?'];

/// The words for what a device says; it may say anything.
function wordsFor(table, said) {
  return typeof said === 'string' && Object.hasOwn(table, said) ? table[said] : UNKNOWN;
}

/// A word in its colour, with a sign for those who see no colours.
export function badge([word, kind, sign]) {
  return el('span', {class: `badge ${kind}`}, el('span', {'aria-hidden': 'true'}, sign), word);
}

/// How a device stands, in a word; the same for sorting and counting.
export function standing(device) {
  return device.state === 'enrolled' ? (device.compliance?.overall ?? 'unjudged') : device.state;
}

export function standingBadge(device) {
  switch (standing(device)) {
    case 'unjudged':
      return badge(['No report', 'plain', '–']);
    case 'leaving':
      return badge(['Leaving', 'warn', '…']);
    case 'gone':
      return badge(['Gone', 'plain', '–']);
    default:
      return badge(wordsFor(OVERALL, device.compliance.overall));
  }
}

export function verdictBadge(state) {
  return badge(wordsFor(VERDICT, state));
}

/// A device that answers 406 knows the setting and has no use for it.
export function settingBadge(setting) {
  return setting.state === 'failed' && setting.status === 406
    ? badge(['Does not apply', 'plain', '–'])
    : badge(wordsFor(SETTING, setting.state));
}

/// What a device's answer to an action means: `[kind, sentence]`.
export function answered(status) {
  switch (status) {
    case 200:
      return ['good', 'Done.'];
    case 202:
      return ['good', 'Accepted; it goes on.'];
    case 401:
    case 403:
      return ['bad', 'The device refuses it.'];
    case 404:
      return ['warn', 'This device does not offer it.'];
    case 405:
      return ['warn', 'This device does not let it be done.'];
    case 406:
    case 501:
      return ['warn', 'This device cannot do it.'];
    case 400:
      return ['bad', 'The device does not understand it.'];
    case 413:
      return ['bad', 'It is too large for this device.'];
    case 425:
      return ['bad', 'The device wants a second signature for it, and has no good one.'];
    case 500:
      return ['bad', 'It failed on the device.'];
    default:
      return status >= 200 && status < 300
        ? ['good', `Done (status ${status}).`]
        : ['bad', `The device answered with status ${status}.`];
  }
}

/// What runs on it: as its inventory has it, else as it enrolled.
export function system(device) {
  return device.system ?? device.osVersion ?? '—';
}

/// The last part of an address, which people know it by.
export function lastPart(uri) {
  return textOf(uri).split('/').pop();
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

// Makes elements. Text only ever becomes text: there is no way here to make markup of a string.

const MOST = 2000;

/// What must not be shown as it is: control and format characters, line separators, halves of characters, and fillers
/// that look like nothing.
const HIDDEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\u{e0000}-\u{e0fff}]/gu;

/// Whatever a device says, as text. Nothing it says makes this fail.
export function textOf(value) {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/// The text as it may be shown: of bounded length, with nothing in it that hides.
export function clean(value, most = MOST) {
  const text = textOf(value);
  return (text.length > most ? `${text.slice(0, most)}…` : text).replace(HIDDEN, '\ufffd');
}

/// An element. `on` holds listeners; an attribute that is false or null is left out. Children are
/// elements, or text.
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : clean(value));
    }
  }
  return add(element, ...children);
}

export function add(parent, ...children) {
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) {
      parent.append(child instanceof Node ? child : clean(child));
    }
  }
  return parent;
}

/// Replaces what is inside.
export function fill(parent, ...children) {
  parent.replaceChildren();
  return add(parent, ...children);
}

/// Text for those who listen, not for those who look.
export function spoken(text) {
  return el('span', {class: 'spoken'}, text);
}

export function button(label, listener, attributes = {}) {
  return el('button', {type: 'button', ...attributes, on: {click: listener}}, label);
}

export function field(label, control, hint) {
  const id = `f${++field.count}`;
  control.id = id;
  if (hint) {
    control.setAttribute('aria-describedby', `${id}h`);
  }
  return el(
    'div',
    {class: 'field'},
    el('label', {for: id}, label),
    control,
    hint && el('p', {class: 'hint', id: `${id}h`}, hint),
  );
}
field.count = 0;

/// Keeps the children of a parent in step with a list: what stays is updated in place, so that
/// neither focus nor an open part is lost.
export class Rows {
  #parent;
  #key;
  #make;
  #known = new Map();

  /// `make` gives `{element, update}` for an item.
  constructor(parent, key, make) {
    this.#parent = parent;
    this.#key = key;
    this.#make = make;
  }

  show(items) {
    const keys = new Set(items.map(this.#key));
    for (const [key, row] of this.#known) {
      if (!keys.has(key)) {
        row.element.remove();
        this.#known.delete(key);
      }
    }
    let place = this.#parent.firstElementChild;
    for (const item of items) {
      const key = this.#key(item);
      const row = this.#known.get(key) ?? this.#make(item);
      this.#known.set(key, row);
      row.update(item);
      if (row.element === place) {
        place = place.nextElementSibling;
      } else {
        this.#parent.insertBefore(row.element, place);
      }
    }
  }
}

const notices = () => document.getElementById('notices');

/// Tells in passing, to eyes and ears, what has happened.
export function notice(text, kind = 'plain') {
  const note = el('p', {class: `notice ${kind}`}, text);
  notices().append(note);
  while (notices().childElementCount > 3) {
    notices().firstElementChild.remove();
  }
  setTimeout(() => note.remove(), kind === 'bad' ? 15000 : 7000);
}

/// An error where it belongs, with what to do.
export function problem(error) {
  return el(
    'div',
    {class: 'problem', role: 'alert'},
    el('strong', {}, error.message || 'It did not work.'),
    error.hint ? el('p', {}, error.hint) : null,
  );
}

const FULL = new Intl.DateTimeFormat('en-GB', {dateStyle: 'medium', timeStyle: 'medium'});
const CLOCK = new Intl.DateTimeFormat('en-GB', {timeStyle: 'medium'});
const DAY = new Intl.DateTimeFormat('en-GB', {dateStyle: 'medium'});
const AGO = new Intl.RelativeTimeFormat('en', {numeric: 'auto'});

function ago(date) {
  const seconds = (date - Date.now()) / 1000;
  const past = Math.abs(seconds);
  if (past < 10) {
    return 'just now';
  }
  const [size, unit] =
    past < 60 ? [1, 'second'] : past < 3600 ? [60, 'minute'] : past < 86400 ? [3600, 'hour'] : [86400, 'day'];
  return AGO.format(Math.round(seconds / size), unit);
}

/// A moment, told as how long ago; the exact time on hovering.
export function moment(instant) {
  const date = new Date(typeof instant === 'string' ? instant : NaN);
  if (Number.isNaN(date.getTime())) {
    return el('span', {}, '—');
  }
  return el('time', {datetime: date.toISOString(), title: FULL.format(date), class: 'ago'}, ago(date));
}

/// A moment, told as the time of the day.
export function clock(instant) {
  const date = new Date(instant);
  return el('time', {datetime: date.toISOString(), title: FULL.format(date)}, CLOCK.format(date));
}

export function day(instant) {
  return DAY.format(new Date(instant));
}

/// Brings what is told as how long ago up to date.
export function refreshMoments() {
  document.querySelectorAll('time.ago').forEach((element) => {
    element.textContent = ago(new Date(element.dateTime));
  });
}

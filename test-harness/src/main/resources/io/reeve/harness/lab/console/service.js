// The lab's JSON API. The token is kept by this tab until it is closed, goes only into the
// Authorization header, and never into an address.

const KEY = 'reeve-token';
const BASE = '/api/v1';

/// What went wrong, with what to do about it.
export class Problem extends Error {
  constructor(message, hint = '', status = 0) {
    super(message);
    this.hint = hint;
    this.status = status;
  }
}

/// A path, its open parts escaped.
export function at(parts, ...values) {
  return parts.reduce((path, part, i) => path + encodeURIComponent(values[i - 1]) + part);
}

export class Service {
  #token;
  #refused;

  /// `refused` is called when the token is no longer good.
  constructor(token, refused) {
    this.#token = token;
    this.#refused = refused;
  }

  static remembered() {
    return sessionStorage.getItem(KEY) ?? '';
  }

  remember() {
    sessionStorage.setItem(KEY, this.#token);
  }

  static forget() {
    sessionStorage.removeItem(KEY);
  }

  /// Opens an answer; throws a Problem unless it is a good one.
  async open(method, path, {body, type, headers = {}, signal} = {}) {
    let answer;
    try {
      answer = await fetch(BASE + path, {
        method,
        body,
        signal,
        headers: {
          ...headers,
          Authorization: `Bearer ${this.#token}`,
          ...(type ? {'Content-Type': type} : {}),
        },
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
      });
    } catch (failed) {
      throw new Problem('The lab does not answer.', 'Is it still running, and the network up?', 0);
    }
    if (!answer.ok) {
      throw await this.#problem(answer);
    }
    return answer;
  }

  async #problem(answer) {
    const said = await answer.json().catch(() => ({}));
    if (answer.status === 401) {
      this.#refused();
    }
    return new Problem(said.error ?? `The lab answered ${answer.status}.`, said.hint, answer.status);
  }

  async get(path) {
    return (await this.open('GET', path)).json();
  }

  /// What is there, or the other value when there is no such thing.
  async find(path, otherwise) {
    try {
      return await this.get(path);
    } catch (problem) {
      if (problem.status === 404) {
        return otherwise;
      }
      throw problem;
    }
  }

  async send(method, path, value) {
    const body = value === undefined ? {} : {body: JSON.stringify(value), type: 'application/json'};
    const answer = await this.open(method, path, body);
    return answer.status === 204 ? null : answer.json();
  }
}

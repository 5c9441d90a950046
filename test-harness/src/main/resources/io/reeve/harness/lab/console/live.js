// Server-sent events, read with fetch because the token belongs into a header.

const LONGEST = 16 * 1024 * 1024;
const SILENCE = 40_000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 20_000;

export class Live {
  #service;
  #hear;
  #last = '';
  #wait = FIRST_WAIT;
  #control = new AbortController();
  #stopped = false;

  /// `hear` has `ready()`: the line is open, read the state now; `happened(event)`; `lost()`.
  constructor(service, hear) {
    this.#service = service;
    this.#hear = hear;
  }

  async run() {
    while (!this.#stopped) {
      try {
        await this.#listen();
      } catch (ended) {
        if (ended.status === 401) {
          return;
        }
      }
      if (!this.#stopped) {
        this.#hear.lost();
        await new Promise((resume) => setTimeout(resume, this.#wait));
        this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
      }
    }
  }

  stop() {
    this.#stopped = true;
    this.#control.abort();
  }

  async #listen() {
    this.#control = new AbortController();
    const {signal} = this.#control;
    const answer = await this.#service.open('GET', '/events/stream', {
      signal,
      headers: {Accept: 'text/event-stream', ...(this.#last ? {'Last-Event-ID': this.#last} : {})},
    });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const silent = setTimeout(() => this.#control.abort(), SILENCE);
      const {done, value} = await reader.read().finally(() => clearTimeout(silent));
      if (done) {
        return;
      }
      const frames = (rest + value).split('\n\n');
      rest = frames.pop();
      if (rest.length > LONGEST) {
        throw new Error('an event without end');
      }
      frames.forEach((frame) => this.#frame(frame));
    }
  }

  #frame(frame) {
    const fields = {};
    for (const line of frame.split('\n')) {
      const mark = line.indexOf(':');
      if (mark > 0) {
        fields[line.slice(0, mark)] = line.slice(mark + 1).replace(/^ /, '');
      }
    }
    this.#last = fields.id ?? this.#last;
    if (fields.event === 'ready') {
      this.#wait = FIRST_WAIT;
      this.#hear.ready();
    } else if (fields.event === 'happened') {
      this.#hear.happened(JSON.parse(fields.data));
    }
  }
}

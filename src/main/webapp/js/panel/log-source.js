// The lines of a log, fetched in blocks as they are looked at; of a log that grows, also how long it is by now.

const BLOCK = 400;
const KEPT_BLOCKS = 60;

export class LogSource extends EventTarget {
  #blocks = new Map();
  #url;
  total = 0;
  complete = false;
  loaded = false;

  /** @param {string} base address of the run, with a slash at its end */
  constructor(base, stage, attempt) {
    super();
    this.#url = (path, values) => {
      const url = new URL(path, new URL(base, document.baseURI));
      url.search = new URLSearchParams({ stage, attempt, ...values });
      return url;
    };
    this.rawUrl = this.#url("log", {}).href;
    this.stopped = false;
    this.#look();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** A line, if it is here; else it is fetched and a "lines" event says when it came. @returns {?[?string, string]} */
  line(i) {
    const block = Math.floor(i / BLOCK);
    const held = this.#blocks.get(block);
    if (Array.isArray(held) && i - block * BLOCK < held.length) {
      return held[i - block * BLOCK];
    }
    if (!(held instanceof Promise)) {
      this.#fetch(block);
    }
    return null;
  }

  async find(text) {
    const answer = await fetch(this.#url("logSearch", { q: text }));
    return answer.ok ? answer.json() : { hits: [], more: false };
  }

  /** Looks how long the log is, again and again until it is complete. */
  async #look() {
    try {
      const answer = await fetch(this.#url("logLines", { from: 0, count: 0 }));
      if (answer.ok) {
        const { total, complete } = await answer.json();
        if (total !== this.total || complete !== this.complete || !this.loaded) {
          this.#grow(total);
          this.total = total;
          this.complete = complete;
          this.loaded = true;
          this.dispatchEvent(new Event("length"));
        }
      }
    } catch {
      // The next look may be answered.
    }
    if (!this.complete && !this.stopped) {
      this.timer = setTimeout(() => this.#look(), document.hidden ? 10_000 : 1000);
    }
  }

  /** The block that was not full has to be fetched again. */
  #grow(total) {
    if (total !== this.total) {
      this.#blocks.delete(Math.floor(Math.max(0, this.total - 1) / BLOCK));
    }
  }

  #fetch(block) {
    const asked = fetch(this.#url("logLines", { from: block * BLOCK, count: BLOCK }))
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`))))
      .then(({ lines }) => {
        this.#blocks.set(block, lines);
        if (this.#blocks.size > KEPT_BLOCKS) {
          this.#blocks.delete(this.#blocks.keys().next().value);
        }
        this.dispatchEvent(new CustomEvent("lines", { detail: block }));
      })
      .catch(() => this.#blocks.delete(block));
    this.#blocks.set(block, asked);
  }
}

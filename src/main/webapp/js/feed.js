// Asks the host for what changed of a run, and goes on asking: often while somebody looks, seldom while the page is hidden, ever less
// often while nobody answers. The host answers with the stages that changed since a number, or that nothing did.

const LOOKING_MILLIS = 1000;
const HIDDEN_MILLIS = 20_000;
const LONGEST_BACK_OFF_MILLIS = 30_000;

export class Feed {
  #url;
  #onRun;
  #onSilence;
  #seq = -1;
  #etag = "";
  #failures = 0;
  #timer = 0;
  #ended = false;
  #asking = false;

  /**
   * @param {string} url of the run's state
   * @param {(run: import("./types.js").Run, full: boolean) => void} onRun told of each change
   * @param {(since: ?number) => void} onSilence told since when (performance.now()) the host has not answered; null: it has again
   */
  constructor(url, onRun, onSilence) {
    this.#url = url;
    this.#onRun = onRun;
    this.#onSilence = onSilence;
    this.lastAnswer = performance.now();
    document.addEventListener("visibilitychange", () => !document.hidden && this.wake());
  }

  /** Asks now, also of a run that had ended. */
  wake() {
    this.#ended = false;
    clearTimeout(this.#timer);
    return this.#ask();
  }

  async #ask() {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    try {
      const url = new URL(this.#url, document.baseURI);
      url.searchParams.set("since", this.#seq);
      const answer = await fetch(url, {
        cache: "no-store",
        headers: this.#etag ? { "If-None-Match": this.#etag } : {},
      });
      if (answer.status === 200) {
        await this.#take(answer);
      } else if (answer.status !== 304) {
        throw new Error(`status ${answer.status}`);
      }
      this.#heard();
    } catch {
      // No answer is no reason to stop: the host may be restarting.
      this.#failures++;
      this.#onSilence(this.lastAnswer);
    } finally {
      this.#asking = false;
      if (!this.#ended) {
        this.#timer = setTimeout(() => this.#ask(), this.#pause());
      }
    }
  }

  async #take(answer) {
    const run = await answer.json();
    this.#etag = answer.headers.get("ETag") ?? "";
    const full = run.since === undefined || run.since < 0;
    this.#seq = run.seq;
    this.#ended = run.phase === "ENDED";
    this.#onRun(run, full);
  }

  #heard() {
    this.lastAnswer = performance.now();
    if (this.#failures > 0) {
      this.#failures = 0;
      this.#onSilence(null);
    }
  }

  #pause() {
    if (this.#failures > 0) {
      return Math.min(LONGEST_BACK_OFF_MILLIS, LOOKING_MILLIS * 2 ** Math.min(this.#failures, 6));
    }
    return document.hidden ? HIDDEN_MILLIS : LOOKING_MILLIS;
  }
}

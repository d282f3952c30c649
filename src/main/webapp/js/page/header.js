// The run in a few lines: how it stands, how far it is, for how long, and what may be done with it.
import { el, say } from "../dom.js";
import { statusIcon } from "../icons.js";
import { lookOf, standing, tally } from "../status.js";
import { timeLeft } from "../relations.js";
import { T } from "../text.js";
import { dateTime, duration, stageMillis, ticking } from "../time.js";
import { actionButton } from "./actions.js";

export class Header {
  /**
   * @param {import("../store.js").RunStore} store
   * @param {{host: object, done: () => void}} page
   */
  constructor(store, page) {
    this.store = store;
    this.page = { ...page, say: (trouble) => this.#trouble(trouble) };
    this.silentSince = null;
    this.typical = null;
    this.icon = el("span", { class: "kd-run-icon" });
    this.name = el("h2", { class: "kd-run-name" });
    this.pill = el("span", { class: "kd-pill", role: "status" });
    this.facts = el("p", { class: "kd-facts" });
    this.message = el("p", { class: "kd-message" });
    this.notice = el("p", { class: "kd-notice", role: "alert" });
    this.params = el("dl", { class: "kd-params" });
    this.buttons = el("div", { class: "kd-buttons" });
    this.bar = el("div", { class: "kd-progress", role: "img" });
    this.element = el(
      "section",
      { class: "kd-header", "aria-label": T.run },
      el("div", { class: "kd-title" }, this.icon, this.name, this.pill, this.buttons),
      this.facts,
      this.bar,
      this.message,
      this.notice,
      this.params,
    );
    store.addEventListener("change", () => this.#changed());
    setInterval(() => this.tick(), 1000);
  }

  /** @param {{typical: Object<string, number>, runs: number}} history */
  expect(history) {
    this.typical = history;
    this.tick();
  }

  silence(since) {
    this.silentSince = since;
    this.tick();
  }

  #changed() {
    const { run, jobs } = this.store;
    const look = lookOf(standing(run));
    this.icon.replaceChildren(statusIcon(look));
    say(this.name, run.name);
    say(this.pill, look.label);
    this.pill.className = `kd-pill kd-${look.tone}`;
    this.pill.dataset.status = standing(run);
    say(this.message, run.message ?? "");
    this.#progress(tally(jobs), jobs.length);
    this.#parameters(run);
    this.#actions(run);
    this.tick();
  }

  #progress(counts, total) {
    this.bar.setAttribute("aria-label", counts.map(([word, n]) => `${n} ${lookOf(word).label}`).join(", "));
    // What is done comes first, as in any bar that fills.
    const order = { success: 0, warning: 2, danger: 1, muted: 3, info: 4, busy: 5, idle: 6 };
    const parts = [...counts].sort((a, b) => order[lookOf(a[0]).tone] - order[lookOf(b[0]).tone]);
    this.bar.replaceChildren(
      ...parts.map(([word, n]) => {
        const part = el("span", { class: `kd-part kd-${lookOf(word).tone}`, title: `${n} ${lookOf(word).label}` });
        part.style.flexGrow = n / total;
        return part;
      }),
    );
  }

  #parameters(run) {
    const entries = Object.entries(run.params);
    this.params.replaceChildren(
      ...entries.map(([key, value]) => el("div", { class: "kd-param" }, el("dt", {}, key), el("dd", {}, typeof value === "string" ? value : JSON.stringify(value)))),
    );
  }

  #actions(run) {
    const wanted = run.actions.filter((a) => a === "cancel" || a === "rerun").join();
    if (wanted === this.shownActions) {
      return;
    }
    this.shownActions = wanted;
    const buttons = [];
    if (this.store.may("rerun")) {
      buttons.push(actionButton({ text: T.rerun, question: T.rerunSure, path: "rerun", values: { failed: "true" }, class: "jenkins-button--primary kd-primary" }, this.page));
    }
    if (this.store.may("cancel")) {
      buttons.push(actionButton({ text: T.cancel, question: T.cancelSure, path: "cancel", class: "jenkins-!-destructive-color kd-destructive" }, this.page));
    }
    this.buttons.replaceChildren(...buttons);
  }

  #trouble(text) {
    this.trouble = text;
    this.tick();
  }

  /** What changes by itself. */
  tick() {
    const { run, store } = { run: this.store.run, store: this.store };
    if (!run) {
      return;
    }
    const millis = store.millis();
    const facts = [
      T.done(run.progress.ended, run.progress.total),
      run.progress.running > 0 && !store.ended ? T.running(run.progress.running) : null,
      store.ended ? T.took(duration(millis)) : T.since(ticking(millis)),
      this.#left(),
      store.ended ? null : T.cap(run.maxParallel),
      dateTime(run.startedAt),
      `${T.runId} ${run.id}`,
    ];
    const parts = facts.filter(Boolean);
    if (parts.join() !== this.shownFacts) {
      this.shownFacts = parts.join();
      this.facts.replaceChildren(...parts.map((f) => el("span", { class: "kd-fact" }, f)));
    }
    this.#health(run);
  }

  #left() {
    const { store } = this;
    if (store.ended || !this.typical) {
      return null;
    }
    const left = timeLeft(store.stages, this.typical.typical, (s) => stageMillis(s), store.run.maxParallel);
    return left === null || left < 1000 ? null : T.left(duration(Math.ceil(left / 1000) * 1000));
  }

  #health(run) {
    const now = performance.now();
    const lost = run.health && !run.health.connected && !this.store.ended;
    const notices = [
      this.trouble,
      this.silentSince === null ? null : T.hostGone(ticking(now - this.silentSince)),
      run.abandoned ? T.abandoned : null,
      lost && run.health.lastHeard ? T.reconnecting(ticking(Math.max(0, this.store.now() - Date.parse(run.health.lastHeard)))) : null,
      run.health?.trouble && !this.store.ended ? run.health.trouble : null,
    ];
    say(this.notice, notices.filter(Boolean).join(". "));
  }
}

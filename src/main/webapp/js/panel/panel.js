// The panel of one stage.
import { button, el, say } from "../dom.js";
import { glyph, statusIcon } from "../icons.js";
import { lookOf, standing } from "../status.js";
import { T } from "../text.js";
import { duration, stageMillis, ticking } from "../time.js";
import { actionButton } from "../page/actions.js";
import { attempts } from "./attempts.js";
import { LogView } from "./log-view.js";
import { Details } from "./details.js";
import { overview } from "./overview.js";

/** A panel that begins further down the window than this is brought up. */
const LOW = 0.35;
const TABS = ["overview", "log", "attempts", "manifest"];

export class Panel {
  #name = null;
  #tab = "overview";
  #attempt = null;
  #log = null;

  /**
   * @param {import("../store.js").RunStore} store
   * @param {{base: string}} host
   * @param {{done: () => void, onChange: (place: ?object) => void}} page
   */
  constructor(store, host, page) {
    this.store = store;
    this.host = host;
    this.page = page;
    this.details = new Details(host);
    this.icon = el("span", { class: "kd-run-icon" });
    this.title = el("h3", { class: "kd-panel-title", tabindex: "-1" });
    this.sub = el("p", { class: "kd-panel-sub" });
    this.actions = el("span", { class: "kd-buttons" });
    this.notice = el("p", { class: "kd-notice", role: "alert" });
    this.body = el("div", { class: "kd-panel-body", id: "kd-panel-body", role: "tabpanel" });
    this.tabs = TABS.map((tab) => {
      const text = tab === "attempts" ? T.attemptsTab : T[tab];
      return el("button", { type: "button", role: "tab", class: "kd-tab", id: `kd-panel-tab-${tab}`, "aria-controls": "kd-panel-body", on: { click: () => this.#go({ tab }) } }, text);
    });
    const small = (name, label, act) => {
      const b = button("", act, { class: "kd-tool", "aria-label": label, title: label });
      b.append(glyph(name));
      return b;
    };
    const bar = el("div", { class: "kd-tabs", role: "tablist", "aria-label": T.stage }, ...this.tabs);
    bar.addEventListener("keydown", (e) => arrows(e, this.tabs));
    this.element = el(
      "aside",
      { class: "kd-panel", hidden: true, "aria-label": T.stage },
      el("div", { class: "kd-panel-head" }, this.icon, this.title, this.actions, small("wide", T.widen, () => this.element.classList.toggle("kd-wide")), small("close", T.close, () => this.close())),
      this.sub,
      this.notice,
      bar,
      this.body,
    );
    this.element.addEventListener("keydown", (e) => e.key === "Escape" && e.target.type !== "search" && this.close());
    store.addEventListener("change", ({ detail }) => this.#name && (detail.changed.includes(this.#name) || detail.shapeChanged) && this.#refresh());
    setInterval(() => this.#name && !store.ended && this.#subtitle(), 1000);
  }

  get stage() {
    return this.#name;
  }

  /** @param {{stage: string, tab?: string, attempt?: number, line?: number}} place */
  open({ stage, tab, attempt, line }) {
    const other = stage !== this.#name;
    this.#name = stage;
    this.#tab = TABS.includes(tab) ? tab : "overview";
    this.#attempt = attempt ?? (other ? null : this.#attempt);
    this.line = line ?? null;
    this.element.hidden = false;
    this.say = "";
    this.#draw();
    if (other) {
      this.title.focus({ preventScroll: true });
    }
    if (this.element.getBoundingClientRect().top > innerHeight * LOW) {
      this.element.scrollIntoView({ block: "start" });
    }
  }

  close() {
    this.#name = null;
    this.element.hidden = true;
    this.#log?.close();
    this.#log = null;
    this.page.onChange(null);
  }

  #go(change) {
    this.page.onChange({ stage: this.#name, tab: change.tab ?? this.#tab, attempt: change.attempt ?? this.#attempt, line: change.line ?? null });
  }

  #stage() {
    return this.store.byName.get(this.#name);
  }

  #subtitle() {
    const s = this.#stage();
    if (!s) {
      return;
    }
    const look = lookOf(standing(s));
    const millis = stageMillis(s);
    const parts = [
      look.label,
      s.startedAt && millis > 50 ? (s.endedAt ? duration(millis) : ticking(millis)) : null,
      s.attempts.length > 1 ? T.attempts(s.attempts.length) : null,
      s.finally ? T.finally : null,
      s.takenFrom ? T.fromRun(s.takenFrom) : null,
    ];
    say(this.sub, parts.filter(Boolean).join(" · "));
  }

  #head() {
    const s = this.#stage();
    const look = lookOf(standing(s));
    this.icon.replaceChildren(statusIcon(look));
    say(this.title, s.name);
    this.element.dataset.stage = s.name;
    this.element.setAttribute("aria-label", `${T.stage} ${s.name}`);
    this.#subtitle();
    say(this.notice, this.say ?? "");
    const retry = this.store.may("retry") && ["FAILED", "UNSTABLE", "CANCELLED"].includes(s.status);
    const page = { host: this.host, done: this.page.done, say: (text) => say(this.notice, text) };
    this.actions.replaceChildren(...(retry ? [actionButton({ text: T.retry, question: T.retrySure(s.name), path: "retry", values: { stage: s.name } }, page)] : []));
    for (const [i, tab] of this.tabs.entries()) {
      const on = TABS[i] === this.#tab;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
    this.body.setAttribute("aria-labelledby", `kd-panel-tab-${this.#tab}`);
  }

  #draw() {
    const s = this.#stage();
    if (!s) {
      this.close();
      return;
    }
    this.#head();
    this.#log?.close();
    this.#log = null;
    const go = { tab: (tab, attempt) => this.#go({ tab, attempt }) };
    if (this.#tab === "log") {
      this.#drawLog(s);
    } else if (this.#tab === "attempts") {
      this.body.replaceChildren(attempts(s, go));
    } else if (this.#tab === "manifest") {
      this.body.replaceChildren(this.details.manifest(s));
    } else {
      this.body.replaceChildren(overview(s, this.store, this.details, go));
    }
    this.drawn = JSON.stringify([s.status, s.phase, s.attempts.length, s.attempts.map((a) => a.hasLog), s.waiting, s.reason]);
  }

  #drawLog(s) {
    const withLog = s.attempts.filter((a) => a.hasLog);
    const attempt = s.attempts.find((a) => a.number === this.#attempt) ?? withLog[withLog.length - 1];
    if (!attempt?.hasLog) {
      const never = attempt?.ended || s.status !== null;
      this.body.replaceChildren(el("p", { class: "kd-empty" }, s.attempts.length === 0 && s.reason ? s.reason : never ? T.noLog : T.noLogYet));
      return;
    }
    this.#log = new LogView(this.host, s, attempt, { line: this.line, onLine: (line) => this.#go({ tab: "log", attempt: attempt.number, line }) });
    const choice = withLog.map((a) =>
      button(T.attemptN(a.number), () => this.#go({ tab: "log", attempt: a.number }), { "aria-pressed": String(a === attempt), class: "kd-toggle" }),
    );
    this.shownLog = `${s.name}/${attempt.number}`;
    this.body.replaceChildren(...(choice.length > 1 ? [el("div", { class: "kd-attempt-choice" }, ...choice)] : []), this.#log.element);
  }

  /** What changed of the stage is drawn anew; a log that is being read stays as it is. */
  #refresh() {
    const s = this.#stage();
    if (!s) {
      return;
    }
    const now = JSON.stringify([s.status, s.phase, s.attempts.length, s.attempts.map((a) => a.hasLog), s.waiting, s.reason]);
    this.#head();
    if (now === this.drawn || (this.#log && this.#tab === "log" && this.shownLog === `${s.name}/${this.#attempt ?? s.attempts.filter((a) => a.hasLog).at(-1)?.number}`)) {
      return;
    }
    this.#draw();
  }

  /** A line was chosen in the log that is open: nothing is drawn anew for it. */
  isAt({ stage, tab, attempt }) {
    return stage === this.#name && tab === this.#tab && tab === "log" && this.#log !== null && this.shownLog === `${stage}/${attempt}`;
  }
}

/** Left and right go from tab to tab. */
export function arrows(e, tabs) {
  const at = tabs.indexOf(document.activeElement);
  const to = e.key === "ArrowRight" ? at + 1 : e.key === "ArrowLeft" ? at - 1 : -1;
  if (at >= 0 && to >= 0 && tabs[to]) {
    tabs[to].focus();
    tabs[to].click();
    e.preventDefault();
  }
}

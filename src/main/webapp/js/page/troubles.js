// What broke the run, in the order somebody would ask: which stage, whose fault, what happened, the end of its log, what to do.
import { button, el } from "../dom.js";
import { glyph, statusIcon } from "../icons.js";
import { reach } from "../relations.js";
import { lookOf } from "../status.js";
import { T } from "../text.js";
import { plain } from "./ansi.js";

const NAMED = 6;
const TAIL = 8;
/** So many are told in full. */
const IN_FULL = 1;

export class Troubles {
  #tails = new Map();

  /**
   * @param {import("../store.js").RunStore} store
   * @param {{base: string}} host
   * @param {{open: (stage: string, tab?: string) => void, show: (stage: string) => void}} go
   */
  constructor(store, host, go) {
    this.store = store;
    this.host = host;
    this.go = go;
    this.more = false;
    this.element = el("section", { class: "kd-troubles", hidden: true, "aria-label": T.brokenTitle(1) });
    store.addEventListener("change", () => this.#changed());
  }

  #changed() {
    const { run } = this.store;
    const failures = this.#ordered(run.failures ?? []);
    const waits = this.store.ended ? [] : this.#waits();
    const signature = JSON.stringify([failures.map((f) => [f.stages, f.failure.message, this.#cost(f)]), waits.map((w) => [w.text, w.stages.length]), this.more]);
    if (signature === this.signature) {
      return;
    }
    this.signature = signature;
    this.element.hidden = failures.length === 0 && waits.length === 0;
    const shown = this.more ? failures : failures.slice(0, IN_FULL + 3);
    this.element.replaceChildren(
      ...(failures.length > 0 ? [el("h3", { class: "kd-section" }, this.#title(failures))] : []),
      ...shown.map((f, i) => (i < IN_FULL ? this.#full(f) : this.#brief(f))),
      ...(failures.length > shown.length
        ? [
            button(T.moreTroubles(failures.length - shown.length), () => {
              this.more = true;
              this.#changed();
            }),
          ]
        : []),
      ...(waits.length > 0 ? [el("h3", { class: "kd-section" }, T.waitingTitle), ...waits.map((w) => this.#wait(w))] : []),
    );
  }

  #title(failures) {
    const allowed = failures.every((f) => f.stages.every((s) => this.store.byName.get(s)?.status === "UNSTABLE"));
    return allowed ? T.unstableTitle : this.store.ended ? T.brokenTitle(failures.length) : T.brokenSoFar;
  }

  /** The first failure of the run is the likeliest cause of the others; allowed ones come last. */
  #ordered(failures) {
    const first = (f) => Math.min(...f.stages.map((s) => Date.parse(this.store.byName.get(s)?.endedAt ?? 0)));
    const allowed = (f) => f.stages.every((s) => this.store.byName.get(s)?.status === "UNSTABLE");
    return [...failures].sort((a, b) => allowed(a) - allowed(b) || first(a) - first(b));
  }

  /** How many stages did not run because of it. */
  #cost(f) {
    const { byName, dependents, members } = this.store;
    const after = new Set();
    const next = (n) => [...(dependents.get(n) ?? []), ...(byName.get(n)?.parent ? [byName.get(n).parent] : [])];
    f.stages.forEach((s) => reach(s, next).forEach((n) => byName.get(n)?.status === "OMITTED" && !members.has(n) && after.add(n)));
    return after.size;
  }

  #who(f) {
    if (f.stages.length === 1) {
      return [this.#name(f.stages[0]), T.oneFailed];
    }
    const names = f.stages.slice(0, NAMED).flatMap((s, i) => (i === 0 ? [this.#name(s)] : [", ", this.#name(s)]));
    const more = f.stages.length - NAMED;
    return [T.manyFailed(f.stages.length, f.total), ...names, more > 0 ? ` ${T.andMore(more)}` : ""];
  }

  #name(stage) {
    const link = el("a", { href: `#stage=${encodeURIComponent(stage)}`, class: "kd-stage-link" }, stage);
    return link;
  }

  #full(f) {
    const first = f.stages[0];
    const stage = this.store.byName.get(first);
    const look = lookOf(stage?.status ?? "FAILED");
    const [whose, blame] = T.blame[f.failure.blame];
    const cost = this.#cost(f);
    const attempts = stage?.attempts.length ?? 0;
    const hasLog = stage?.attempts.some((a) => a.hasLog);
    const tail = el("pre", { class: "kd-tail", tabindex: "0", hidden: true, "aria-label": T.lastLines });
    const evidence = f.failure.evidence ?? [];
    this.#tail(stage, tail);
    return el(
      "article",
      { class: `kd-trouble kd-${look.tone}`, data: { stage: first } },
      el(
        "div",
        { class: "kd-trouble-head" },
        statusIcon(look),
        el("h4", {}, ...this.#who(f)),
        el("span", { class: "kd-cause" }, f.failure.cause),
        el("span", { class: `kd-blame kd-blame-${f.failure.blame}`, title: `${T.whoseFault}: ${whose}` }, blame),
      ),
      el(
        "div",
        { class: "kd-trouble-body" },
        el(
          "div",
          { class: "kd-trouble-facts" },
          el("p", { class: "kd-happened" }, f.failure.message),
          evidence.length > 0 && el("ul", { class: "kd-evidence" }, ...evidence.map((line) => el("li", {}, line))),
          f.failure.remedy && el("div", { class: "kd-remedy" }, glyph("wrench"), el("div", {}, el("strong", {}, T.whatToDo), el("p", {}, f.failure.remedy))),
          el(
            "div",
            { class: "kd-trouble-foot" },
            button(hasLog ? T.openLog : T.details, () => this.go.open(first, hasLog ? "log" : "overview"), { class: "kd-primary jenkins-button--primary" }),
            button(T.showInGraph, () => this.go.show(first)),
            el("span", { class: "kd-aftermath" }, [attempts > 1 ? T.attempts(attempts) : null, cost > 0 ? T.notRun(cost) : null].filter(Boolean).join(" · ")),
          ),
        ),
        tail,
      ),
    );
  }

  #brief(f) {
    const look = lookOf(this.store.byName.get(f.stages[0])?.status ?? "FAILED");
    const [whose, blame] = T.blame[f.failure.blame];
    return el(
      "article",
      { class: `kd-trouble kd-brief kd-${look.tone}`, data: { stage: f.stages[0] } },
      el(
        "div",
        { class: "kd-trouble-head" },
        statusIcon(look),
        el("h4", {}, ...this.#who(f)),
        el("span", { class: "kd-cause" }, f.failure.cause),
        el("span", { class: `kd-blame kd-blame-${f.failure.blame}`, title: `${T.whoseFault}: ${whose}` }, blame),
      ),
      el("p", { class: "kd-happened" }, f.failure.message, " ", el("span", { class: "kd-faint" }, f.failure.remedy)),
    );
  }

  /** What holds up stages that could otherwise go on, the same words said once. */
  #waits() {
    const groups = new Map();
    for (const s of this.store.stages) {
      if (s.waiting && s.status === null && ["QUEUED", "SUBMITTING", "PENDING", "PULLING", "BACKOFF", "DISRUPTED"].includes(s.phase)) {
        const slots = s.phase === "QUEUED" && s.attempts.length === 0;
        if (!slots) {
          groups.set(s.waiting, [...(groups.get(s.waiting) ?? []), s.name]);
        }
      }
    }
    return [...groups].map(([text, stages]) => ({ text, stages })).sort((a, b) => b.stages.length - a.stages.length).slice(0, 3);
  }

  #wait({ text, stages }) {
    return el(
      "article",
      { class: "kd-trouble kd-brief kd-busy" },
      el(
        "div",
        { class: "kd-trouble-head" },
        statusIcon(lookOf("PENDING")),
        el("h4", {}, `${T.waitGroup(stages.length)}: `, ...stages.slice(0, 4).flatMap((s, i) => (i ? [", ", this.#name(s)] : [this.#name(s)])), stages.length > 4 ? ` ${T.andMore(stages.length - 4)}` : ""),
      ),
      el("p", { class: "kd-happened" }, text),
    );
  }

  /** The last lines are fetched once and only for what is told in full. */
  async #tail(stage, pre) {
    const attempt = stage && [...stage.attempts].reverse().find((a) => a.hasLog);
    if (!attempt) {
      return;
    }
    const key = `${stage.name}\n${attempt.number}\n${attempt.logLines}`;
    if (!this.#tails.has(key)) {
      const query = new URLSearchParams({ stage: stage.name, attempt: attempt.number, from: -TAIL, count: TAIL });
      const lines = fetch(new URL(`logLines?${query}`, new URL(this.host.base, document.baseURI)))
        .then((answer) => (answer.ok ? answer.json() : null))
        .catch(() => null);
      this.#tails.set(key, lines);
    }
    const log = await this.#tails.get(key);
    if (log?.lines.length > 0) {
      pre.textContent = log.lines.map(([, text]) => plain(text)).join("\n");
      pre.hidden = false;
    }
  }
}

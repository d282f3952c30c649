// The timeline: a row for each stage that began, its attempts as bars of the four clocks, and above them how many were in flight.
import { el, svg } from "../dom.js";
import { statusIcon } from "../icons.js";
import { lookOf, standing } from "../status.js";
import { T } from "../text.js";
import { duration, step } from "../time.js";
import { VirtualRows } from "../page/virtual-rows.js";
import { parallelism, spansOf } from "./spans.js";

const ROW = 30;
const NEXT_DRAW_MILLIS = 1000;

export class Timeline {
  #stages = [];
  #rows = [];
  #from = 0;
  #to = 1;

  /** @param {import("../store.js").RunStore} store */
  constructor(store) {
    this.store = store;
    this.axis = el("div", { class: "kd-axis", "aria-hidden": "true" });
    this.area = svg("svg", { class: "kd-parallel", preserveAspectRatio: "none", viewBox: "0 0 1000 100", role: "img" });
    this.areaNote = el("div", { class: "kd-lane-name kd-parallel-name" });
    this.capLine = el("span", { class: "kd-cap-note" });
    this.scroller = el("div", { class: "kd-lanes" });
    this.empty = el("p", { class: "kd-empty" }, T.notStarted);
    const key = ["queued", "pending", "pulling", "running"].map((c) =>
      el("span", { class: "kd-key", title: T.clockHelp[c] }, el("span", { class: `kd-swatch kd-bar-${c}` }), T.clocks[c], el("span", { class: "kd-faint" }, ` ${T.clockHelp[c]}`)),
    );
    this.element = el(
      "div",
      { class: "kd-timeline" },
      el("div", { class: "kd-keys" }, ...key),
      el("div", { class: "kd-timeline-head" }, this.areaNote, el("div", { class: "kd-lane-track" }, this.area, this.capLine, this.axis)),
      this.scroller,
      this.empty,
    );
    this.rows = new VirtualRows(this.scroller, ROW, (i) => this.#row(this.#rows[i]));
    setInterval(() => this.element.offsetParent !== null && !store.ended && this.#draw(), NEXT_DRAW_MILLIS);
  }

  show(stages) {
    this.#stages = stages;
    this.element.offsetParent !== null && this.#draw();
  }

  draw() {
    this.#draw();
  }

  #draw() {
    const { store } = this;
    if (!store.run) {
      return;
    }
    const now = store.now();
    const spans = (s) => spansOf(s, now, performance.now() - s.at);
    this.#rows = this.#stages
      .map((stage) => ({ stage, spans: spans(stage) }))
      .filter((r) => r.spans.length > 0)
      .sort((a, b) => a.spans[0].from - b.spans[0].from);
    this.#from = Date.parse(store.run.startedAt);
    this.#to = Math.max(now, this.#from + 1000, ...this.#rows.flatMap((r) => r.spans.map((s) => s.to)).slice(0, 50_000));
    this.empty.hidden = this.#rows.length > 0;
    this.scroller.style.height = `${Math.min(560, this.#rows.length * ROW)}px`;
    this.rows.set(this.#rows.length);
    this.#marks();
    this.#parallel();
  }

  #x(at) {
    return ((at - this.#from) / (this.#to - this.#from)) * 100;
  }

  #marks() {
    const span = this.#to - this.#from;
    const every = step(span, this.axis.clientWidth > 500 ? 8 : 4);
    const marks = [];
    for (let t = 0; t <= span * 0.96; t += every) {
      const mark = el("span", { class: "kd-mark-time" }, t === 0 ? "0" : duration(t).replace(/ 00[sm]$/, ""));
      mark.style.left = `${(t / span) * 100}%`;
      marks.push(mark);
    }
    this.axis.replaceChildren(...marks);
  }

  #parallel() {
    const { maxParallel } = this.store.run;
    const steps = parallelism(this.#rows.flatMap((r) => r.spans.map((s) => ({ from: s.parts.find((p) => p.clock !== "queued")?.from ?? s.to, to: s.to }))));
    const peak = Math.max(1, ...steps.map((s) => s.n));
    const top = Math.max(peak, maxParallel <= peak * 3 ? maxParallel : peak);
    const x = (at) => this.#x(at) * 10;
    const y = (n) => 100 - (n / top) * 92;
    let d = `M0 100`;
    let last = 0;
    for (const { at, n } of steps) {
      d += `L${x(at).toFixed(1)} ${y(last).toFixed(1)}L${x(at).toFixed(1)} ${y(n).toFixed(1)}`;
      last = n;
    }
    d += `L1000 ${y(last).toFixed(1)}L1000 100Z`;
    const cap = maxParallel <= top ? svg("path", { class: "kd-cap", d: `M0 ${y(maxParallel)}H1000` }) : null;
    this.area.replaceChildren(svg("path", { class: "kd-area", d }), ...(cap ? [cap] : []));
    this.area.setAttribute("aria-label", `${T.parallelism}: ${peak}, ${T.parallelCap(maxParallel)}`);
    this.areaNote.textContent = `${T.parallelism} · max ${peak}`;
    this.capLine.textContent = T.parallelCap(maxParallel);
    this.capLine.style.top = cap ? `${y(maxParallel)}%` : "0";
  }

  #row({ stage, spans }) {
    const look = lookOf(standing(stage));
    const track = el("div", { class: "kd-lane-track" });
    for (const span of spans) {
      track.append(this.#bar(stage, span));
    }
    return el(
      "div",
      { class: "kd-lane", data: { stage: stage.name } },
      el("a", { class: "kd-lane-name", href: `#stage=${encodeURIComponent(stage.name)}`, title: stage.name }, statusIcon(look), el("span", {}, stage.name)),
      track,
    );
  }

  #bar(stage, span) {
    const words = span.parts.map((p) => `${T.clocks[p.clock]} ${duration(p.to - p.from)}`);
    const told = [
      stage.attempts.length > 1 ? `${stage.name}, ${T.attemptN(span.attempt.number)}` : stage.name,
      words.join(" · "),
      span.attempt.failure ? `${span.attempt.failure.cause}: ${span.attempt.failure.message}` : (span.attempt.waiting ?? stage.waiting),
    ];
    const bar = el("div", { class: "kd-bar", title: told.filter(Boolean).join("\n") });
    const left = this.#x(span.from);
    bar.style.left = `${left}%`;
    bar.style.width = `${Math.max(0.25, this.#x(span.to) - left)}%`;
    const good = span.attempt.ended && !span.attempt.failure;
    for (const p of span.parts) {
      const failed = p.clock === "running" && span.attempt.failure;
      const part = el("span", { class: `kd-bar-part kd-bar-${p.clock} ${failed ? "kd-bar-failed" : good && p.clock === "running" ? "kd-bar-good" : ""}` });
      part.style.flexGrow = Math.max(1, p.to - p.from);
      bar.append(part);
    }
    if (span.attempt.failure && !span.parts.some((p) => p.clock === "running")) {
      bar.append(el("span", { class: "kd-bar-end" }));
    }
    return bar;
  }
}

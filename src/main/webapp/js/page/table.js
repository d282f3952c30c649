// The stages as a table, the urgent first: what the graph shows, for whoever would rather read, or cannot see a graph.
import { el } from "../dom.js";
import { statusIcon } from "../icons.js";
import { byUrgency, lookOf, standing } from "../status.js";
import { T } from "../text.js";
import { duration, stageMillis, ticking } from "../time.js";
import { VirtualRows } from "./virtual-rows.js";

const ROW = 40;
const CLOCKS = ["queued", "pending", "pulling", "running"];

export class Table {
  #stages = [];

  /** @param {import("../store.js").RunStore} store @param {(stage: string) => void} onOpen */
  constructor(store, onOpen) {
    this.store = store;
    this.onOpen = onOpen;
    this.scroller = el("div", { class: "kd-table-body", role: "rowgroup" });
    const head = ["", T.stage, T.why, T.time, ...CLOCKS.map((c) => T.clocks[c])];
    this.element = el(
      "div",
      { class: "kd-table", role: "table", "aria-label": T.table },
      el("div", { role: "rowgroup" }, el("div", { class: "kd-tr kd-thead", role: "row" }, ...head.map((h, i) => el("span", { role: "columnheader", class: `kd-td kd-c${i}` }, h || el("span", { class: "kd-aside" }, T.status))))),
      this.scroller,
    );
    this.empty = el("p", { class: "kd-empty", hidden: true }, T.noMatch);
    this.element.append(this.empty);
    this.rows = new VirtualRows(this.scroller, ROW, (i) => this.#row(this.#stages[i], i));
    this.rows.space.setAttribute("role", "presentation");
    this.rows.window.setAttribute("role", "presentation");
  }

  show(stages) {
    this.#stages = [...stages].sort(byUrgency);
    this.element.setAttribute("aria-rowcount", String(this.#stages.length + 1));
    this.empty.hidden = this.#stages.length > 0;
    this.rows.set(this.#stages.length);
    this.scroller.style.height = `${Math.min(640, Math.max(1, this.#stages.length) * ROW + 2)}px`;
  }

  #row(s, i) {
    const look = lookOf(standing(s));
    const millis = stageMillis(s);
    const link = el("a", { href: `#stage=${encodeURIComponent(s.name)}` }, s.name);
    return el(
      "div",
      { class: "kd-tr", role: "row", "aria-rowindex": String(i + 2), data: { stage: s.name } },
      el("span", { role: "cell", class: "kd-td kd-c0", title: look.label }, statusIcon(look), el("span", { class: "kd-aside" }, look.label)),
      el("span", { role: "cell", class: "kd-td kd-c1" }, link),
      el("span", { role: "cell", class: "kd-td kd-c2", title: why(s) }, why(s)),
      el("span", { role: "cell", class: "kd-td kd-c3" }, s.startedAt && millis > 50 ? (s.endedAt ? duration(millis) : ticking(millis)) : ""),
      ...CLOCKS.map((c, n) => el("span", { role: "cell", class: `kd-td kd-c${n + 4}` }, s.clocks[c] < 50 ? "" : duration(s.clocks[c]))),
    );
  }
}

/** Why a stage stands as it does, in a sentence. */
export function why(stage) {
  if (stage.failure) {
    return `${stage.failure.cause}: ${stage.failure.message}`;
  }
  return stage.waiting ?? stage.reason ?? "";
}

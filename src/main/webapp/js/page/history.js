// How earlier runs of the same DAG went: how long they took, what they failed by, which stages are slow and which fail now and then.
import { el, svg } from "../dom.js";
import { lookOf } from "../status.js";
import { T } from "../text.js";
import { dateTime, duration } from "../time.js";

const LISTED = 8;

export class HistoryView {
  /** @param {{base: string, historyUrl?: string}} host */
  constructor(host) {
    this.host = host;
    this.element = el("div", { class: "kd-history" }, el("p", { class: "kd-empty" }, T.loading));
  }

  /** @param {(history: {typical: Object<string, number>, runs: number}) => void} [then] */
  async load(then = () => {}) {
    try {
      const url = new URL(this.host.historyUrl ?? "history", new URL(this.host.base, document.baseURI));
      const answer = await fetch(url);
      if (!answer.ok) {
        throw new Error(`status ${answer.status}`);
      }
      const history = await answer.json();
      this.#draw(history);
      const typical = Object.fromEntries(Object.entries(history.stages).filter(([, s]) => s.medianMillis !== null).map(([name, s]) => [name, s.medianMillis]));
      then({ typical, runs: history.runs.length });
    } catch (e) {
      this.element.replaceChildren(el("p", { class: "kd-notice" }, T.cannotLoad(e.message)));
    }
  }

  #draw({ runs, stages, causes }) {
    if (runs.length === 0) {
      this.element.replaceChildren(el("p", { class: "kd-empty" }, T.historyNone));
      return;
    }
    const all = Object.entries(stages).map(([name, s]) => ({ name, ...s }));
    const slow = all.filter((s) => s.medianMillis).sort((a, b) => b.medianMillis - a.medianMillis).slice(0, LISTED);
    const flaky = all.filter((s) => s.failed > 0).sort((a, b) => b.failed / b.ran - a.failed / a.ran || b.failed - a.failed).slice(0, LISTED);
    const most = slow[0]?.medianMillis ?? 1;
    this.element.replaceChildren(
      card(T.historyDuration, durations(runs)),
      card(T.historyCauses, Object.keys(causes).length === 0 ? el("p", { class: "kd-faint" }, T.historyNoFailures) : list(Object.entries(causes).sort((a, b) => b[1] - a[1]).map(([cause, n]) => [cause, n, String(n)]))),
      card(T.historySlowest, list(slow.map((s) => [s.name, s.medianMillis / most, `${T.historyMedian} ${duration(s.medianMillis)}`]))),
      card(T.historyFlakiest, flaky.length === 0 ? el("p", { class: "kd-faint" }, T.historyNoFailures) : list(flaky.map((s) => [s.name, s.failed / s.ran, T.historyFailed(s.failed, s.ran)]))),
    );
  }
}

function card(title, content) {
  return el("section", { class: "kd-card" }, el("h3", { class: "kd-section" }, title), content);
}

/** Names with a bar each. @param {[string, number, string][]} rows */
function list(rows) {
  const most = Math.max(...rows.map(([, n]) => n), 1e-9);
  return el(
    "ol",
    { class: "kd-ranking" },
    ...rows.map(([name, n, text]) => {
      const bar = el("span", { class: "kd-rank-bar", "aria-hidden": "true" });
      bar.style.width = `${(n / most) * 100}%`;
      return el("li", {}, bar, el("span", { class: "kd-rank-name" }, name), el("span", { class: "kd-faint" }, text));
    }),
  );
}

/** A column for every run, the latest to the right: as tall as it took, coloured as it ended. */
function durations(runs) {
  const shown = runs.slice(0, 40).reverse();
  const most = Math.max(...shown.map((r) => r.durationMillis), 1);
  const columns = shown.map((r) => {
    const look = lookOf(r.status);
    const told = `${r.label ?? r.id}: ${look.label}, ${duration(r.durationMillis)}, ${dateTime(r.startedAt)}`;
    const column = el(r.url ? "a" : "span", { class: `kd-column kd-${look.tone}`, title: told, "aria-label": told, href: r.url, role: r.url ? null : "img" });
    const body = el("span", { class: "kd-column-body" });
    body.style.height = `${Math.max(3, (r.durationMillis / most) * 100)}%`;
    column.append(body);
    return column;
  });
  return el("div", { class: "kd-chart" }, el("div", { class: "kd-chart-top" }, duration(most)), el("div", { class: "kd-columns" }, ...columns), svg("svg", { class: "kd-chart-line", viewBox: "0 0 1 1", "aria-hidden": "true" }));
}

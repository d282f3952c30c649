// One run on a page: makes the parts and lets them know of each other.
import { arrows, Panel } from "./panel/panel.js";
import { el } from "./dom.js";
import { Feed } from "./feed.js";
import { Filter } from "./page/filter.js";
import { GraphView } from "./graph/view.js";
import { Header } from "./page/header.js";
import { HistoryView } from "./page/history.js";
import { Table } from "./page/table.js";
import { Troubles } from "./page/troubles.js";
import { format, parse } from "./page/route.js";
import { RunStore } from "./store.js";
import { T } from "./text.js";
import { Timeline } from "./timeline/view.js";

export class App {
  /**
   * @param {HTMLElement} home what the server rendered is replaced once there is something better
   * @param {{base: string, crumb: ?{field: string, value: string}}} host
   */
  constructor(home, host) {
    this.home = home;
    this.host = host;
    this.store = new RunStore();
    const done = () => this.feed.wake();
    this.header = new Header(this.store, { host, done });
    this.panel = new Panel(this.store, host, { done, onChange: (place) => this.#navigate(place) });
    this.graph = new GraphView(this.store, (stage) => this.#navigate({ stage }));
    this.timeline = new Timeline(this.store);
    this.table = new Table(this.store);
    this.history = new HistoryView(host, this.store);
    this.filter = new Filter(this.store, (names, shown) => {
      this.graph.filter(names);
      this.table.show(shown);
      this.timeline.show(shown);
    });
    this.troubles = new Troubles(this.store, host, {
      open: (stage, tab) => this.#navigate({ stage, tab }),
      show: (stage) => {
        this.#tab("graph");
        this.graph.select(stage, true);
        this.graph.element.scrollIntoView({ block: "center" });
      },
    });
    this.feed = new Feed(`${host.base}state`, (run, full) => this.#take(run, full), (since) => this.header.silence(since));
    this.feed.wake();
  }

  #take(run, full) {
    const first = this.store.run === null;
    this.store.apply(run, full);
    if (first) {
      this.#mount();
      this.#follow();
      addEventListener("hashchange", () => this.#follow());
      this.history.load((history) => this.header.expect(history));
    }
  }

  #mount() {
    this.views = { graph: this.graph.element, timeline: this.timeline.element, table: this.table.element, history: this.history.element };
    this.tabs = Object.keys(this.views).map((name) =>
      el("button", { type: "button", role: "tab", class: "kd-tab", id: `kd-tab-${name}`, "aria-controls": `kd-view-${name}`, data: { view: name }, on: { click: () => this.#tab(name) } }, T[name]),
    );
    const bar = el("div", { class: "kd-tabs", role: "tablist", "aria-label": T.views }, ...this.tabs);
    bar.addEventListener("keydown", (e) => arrows(e, this.tabs));
    const panels = Object.entries(this.views).map(([name, view]) => el("div", { role: "tabpanel", id: `kd-view-${name}`, "aria-labelledby": `kd-tab-${name}`, class: "kd-view" }, view));
    this.home.replaceChildren(
      this.header.element,
      this.troubles.element,
      el("div", { class: "kd-bar" }, bar, this.filter.element),
      el("div", { class: "kd-main" }, el("div", { class: "kd-views" }, ...panels), this.panel.element),
    );
    this.home.classList.add("kd-ready");
    this.#tab("graph");
    this.graph.attach();
  }

  #tab(name) {
    for (const tab of this.tabs) {
      const on = tab.dataset.view === name;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      this.home.querySelector(`#kd-view-${tab.dataset.view}`).hidden = !on;
    }
    this.filter.element.classList.toggle("kd-off", name === "history");
    if (name === "timeline") {
      this.timeline.draw();
    }
  }

  /** The address says which stage is open, so that going back closes it and a link opens it. */
  #navigate(place) {
    const hash = format(place);
    if (place && this.panel.isAt(place)) {
      history.replaceState(null, "", hash);
    } else if (hash !== location.hash) {
      history.pushState(null, "", hash || location.pathname + location.search);
      this.#follow();
    } else if (place) {
      this.panel.open(place);
    }
  }

  #follow() {
    const place = parse(location.hash);
    const known = place && this.store.byName.has(place.stage);
    this.home.classList.toggle("kd-with-panel", Boolean(known));
    if (known) {
      this.panel.open(place);
      this.graph.select(place.stage, true);
    } else {
      this.panel.stage && this.panel.close();
      this.graph.select(null);
    }
  }
}

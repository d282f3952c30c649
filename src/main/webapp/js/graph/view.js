// The graph on the page: puts together shape, layout, camera and painter, and takes pointer and keys.
import { button, el, say } from "../dom.js";
import { glyph } from "../icons.js";
import { criticalPath, reach } from "../relations.js";
import { lookOf, standing } from "../status.js";
import { T } from "../text.js";
import { Camera } from "./camera.js";
import { grouping } from "./grouping.js";
import { Layout } from "./layout.js";
import { Minimap } from "./minimap.js";
import { Painter, placedEdge, placedNode } from "./paint.js";
import { Palette } from "./palette.js";
import { pointer } from "./pointer.js";
import { keys } from "./keys.js";
import { shapeOf } from "./shape.js";
import { placeIn, sizeOf, SIZES } from "./sizes.js";

/** A graph that does not fit is not opened smaller than this. */
const OPENING_ZOOM = 0.5;
const TURN_MILLIS = 1600;
/** Where so much of the graph is in sight, an overview of it would only be in the way. */
const MOST_OF_IT = 0.8;

export class GraphView {
  #expanded = new Set();
  #nodes = [];
  #byId = new Map();
  #edges = [];
  #layout = new Layout();
  #dirty = true;
  #opened = false;
  #stale = true;
  #critical = null;
  #related = null;
  #filter = null;
  #calm = matchMedia("(prefers-reduced-motion: reduce)");

  /**
   * @param {import("../store.js").RunStore} store
   * @param {(stage: string) => void} onOpen
   */
  constructor(store, onOpen) {
    this.store = store;
    this.onOpen = onOpen;
    this.camera = new Camera();
    this.selected = null;
    this.focused = null;
    this.size = { width: 1, height: 1 };
    this.canvas = el("canvas", { class: "kd-canvas" });
    this.live = el("div", { class: "kd-aside", role: "status" });
    this.minimap = new Minimap((x, y) => {
      Object.assign(this.camera, { x, y });
      this.moved();
    });
    this.note = el("div", { class: "kd-graph-note" }, T.laying);
    this.stageOf = el("div", { class: "kd-graph", role: "application", tabindex: "0", "aria-roledescription": "graph" });
    this.criticalButton = button("", () => this.#toggleCritical(), { class: "kd-tool", title: T.criticalHint, "aria-pressed": "false" });
    this.criticalButton.append(glyph("path"), T.critical);
    this.groupsButton = button(T.expandAll, () => this.#toggleGroups(), { class: "kd-tool" });
    const tool = (name, label, act) => {
      const b = button("", act, { class: "kd-tool", "aria-label": label, title: label });
      b.append(glyph(name));
      return b;
    };
    this.stageOf.append(this.canvas, this.note, this.minimap.canvas, this.live);
    this.element = el(
      "div",
      { class: "kd-graph-frame" },
      this.stageOf,
      el(
        "div",
        { class: "kd-tools", role: "toolbar", "aria-label": T.graph },
        this.criticalButton,
        this.groupsButton,
        tool("minus", T.zoomOut, () => this.zoomBy(1 / 1.3)),
        tool("plus", T.zoomIn, () => this.zoomBy(1.3)),
        tool("fit", T.fit, () => this.fit()),
      ),
    );
    pointer(this);
    keys(this);
    store.addEventListener("change", ({ detail }) => this.#changed(detail));
  }

  /** Called once, when it is on the page. */
  attach() {
    this.palette = new Palette(this.element, () => this.#again());
    this.painter = new Painter(this.canvas.getContext("2d"), this.palette);
    new ResizeObserver(() => this.#resize()).observe(this.stageOf);
    const frame = () => {
      const shown = this.stageOf.offsetParent !== null;
      const turning = shown && this.#turns();
      if (shown && (this.#dirty || turning)) {
        this.#draw(turning);
      }
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    setInterval(() => !this.store.ended && this.draw(), 1000);
  }

  draw() {
    this.#dirty = true;
  }

  moved() {
    this.camera.hold(this.size.width, this.size.height);
    this.draw();
  }

  zoomBy(factor, x = this.camera.width / 2, y = this.camera.height / 2) {
    this.camera.zoomAt(x, y, factor);
    this.moved();
  }

  fit() {
    this.camera.fit(this.size.width, this.size.height);
    this.draw();
  }

  /** The nodes as they are drawn. */
  get nodes() {
    return this.#nodes;
  }

  node(id) {
    return this.#byId.get(id);
  }

  nodeAt(px, py) {
    const { x, y } = this.camera.toGraph(px, py);
    return this.#nodes.findLast((n) => Math.abs(n.x - x) <= n.width / 2 && Math.abs(n.y - y) <= n.height / 2 && n.kind !== "join") ?? null;
  }

  neighbours(id, forward) {
    return this.#edges.filter((e) => (forward ? e.from : e.to) === id).map((e) => (forward ? e.to : e.from));
  }

  /** Does what a click on a node does. */
  activate(node) {
    if (node.kind === "stage") {
      this.onOpen(node.stage.name);
    } else if (node.group) {
      this.#expanded.has(node.group.id) ? this.#expanded.delete(node.group.id) : this.#expanded.add(node.group.id);
      this.#stale = true;
      this.#arrange(node.id);
    }
  }

  hover(node) {
    const id = node?.id ?? null;
    if (id === this.hovered) {
      return;
    }
    this.hovered = id;
    this.canvas.classList.toggle("kd-hand", id !== null);
    this.#related = id === null ? null : this.#relatives(id);
    this.draw();
  }

  focus(id) {
    this.focused = id;
    const n = this.#byId.get(id);
    if (n) {
      const what = n.group ? T.groupLabel(n.group.label, n.members.length) : n.stage.name;
      say(this.live, `${what}, ${lookOf(n.group ? standing(n.members[0]) : standing(n.stage)).label}`);
      this.bringIntoSight(n);
    }
    this.draw();
  }

  /** Marks a stage, opening the groups around it, and shows it. */
  select(name, show = false) {
    this.selected = name;
    if (name && show && this.#grouped) {
      const drawn = this.shape.boxOf(name) !== undefined || this.shape.nodes.some((n) => n.id === name);
      for (let g = drawn ? undefined : this.#grouped.groupOf.get(name); g; g = this.#grouped.groups.get(g)?.parent) {
        this.#expanded.add(g);
        this.#stale = true;
      }
      this.wanted = name;
      if (this.#stale) {
        this.#arrange(name);
      } else if (this.#byId.has(name)) {
        this.bringIntoSight(this.#byId.get(name));
      }
    }
    this.draw();
  }

  bringIntoSight(n) {
    const { x, y } = this.camera.toScreen(n.x, n.y);
    const readable = this.camera.zoom >= 0.4;
    const rim = (n.width / 2) * this.camera.zoom;
    const inside = x >= rim && x <= this.camera.width - rim && y > 24 && y < this.camera.height - 24;
    if (!inside || !readable) {
      this.camera.zoom = Math.max(this.camera.zoom, 0.8);
      Object.assign(this.camera, { x: n.x, y: n.y });
      this.moved();
    }
  }

  /** @param {?Set<string>} names stages to be seen; null: all */
  filter(names) {
    this.#filter = names;
    this.draw();
  }

  #grouped = null;

  #changed({ shapeChanged }) {
    if (shapeChanged) {
      const { stages, byName, dependents } = this.store;
      this.#grouped = grouping(stages, byName, dependents);
      this.groupsButton.hidden = this.#grouped.groups.size === 0;
      this.stageOf.setAttribute("aria-label", T.graphLabel(this.store.run.name, stages.length));
      this.#stale = true;
    }
    this.#arrange();
  }

  /** Lays out what is to be drawn if that changed: groups opened, stages that came, failures that left their group. */
  #arrange(keep = null) {
    const { stages, byName } = this.store;
    const shape = shapeOf(stages, byName, this.#grouped, this.#expanded);
    const signature = shape.nodes.map((n) => `${n.id}\u0002${n.kind}${n.inside?.length ?? ""}`).join("\u0003");
    this.shape = shape;
    this.#criticalNodes();
    if (!this.#stale && signature === this.signature) {
      this.#refresh(shape.nodes);
      return;
    }
    this.#stale = false;
    this.signature = signature;
    const boxes = shape.nodes.map((n) => ({ id: n.id, width: sizeOf(n).width, height: sizeOf(n).height }));
    this.#layout.place(boxes, shape.edges, (placed) => this.#placed(shape, placed, keep));
  }

  /** The same nodes in the same places, with what is known of them now. */
  #refresh(nodes) {
    for (const n of nodes) {
      const shown = this.#byId.get(n.id);
      if (shown) {
        shown.stage = n.stage;
        shown.members = this.#members(n);
      }
    }
    for (const n of this.#nodes) {
      if (n.box) {
        n.stage = this.store.byName.get(n.id) ?? n.stage;
      }
    }
    this.#again();
  }

  #members(n) {
    return n.group ? n.group.members.map((m) => this.store.byName.get(m)).filter(Boolean) : [];
  }

  #placed(shape, placed, keep) {
    const before = keep && this.#byId.get(keep) ? this.camera.toScreen(this.#byId.get(keep).x, this.#byId.get(keep).y) : null;
    this.#nodes = shape.nodes.map((n) => placedNode({ ...n, stage: this.store.byName.get(n.id) ?? n.stage, members: this.#members(n) }, placed.at[n.id]));
    this.#nodes.push(...this.#nodes.filter((n) => n.kind === "box").flatMap((box) => this.#inside(box)));
    this.#byId = new Map(this.#nodes.map((n) => [n.id, n]));
    this.#edges = placed.edges.map((e) => placedEdge(e, this.#byId));
    this.size = { width: placed.width, height: placed.height };
    this.note.hidden = true;
    if (!this.#opened) {
      this.#opened = true;
      this.#height();
      this.camera.fit(placed.width, placed.height, OPENING_ZOOM);
      this.#showTrouble();
    } else if (before && this.#byId.has(keep)) {
      const n = this.#byId.get(keep);
      const after = this.camera.toScreen(n.x, n.y);
      this.camera.pan(before.x - after.x, before.y - after.y);
    }
    if (this.#byId.has(this.wanted)) {
      this.bringIntoSight(this.#byId.get(this.wanted));
      this.wanted = null;
    }
    this.element.dataset.nodes = this.#nodes.length;
    this.hovered = null;
    this.#related = null;
    this.#again();
  }

  /** The stages in a box, each in its place. */
  #inside(box) {
    return box.members.map((stage, i) => ({ id: stage.name, kind: "stage", stage, group: null, box: box.id, members: [], ...SIZES.stage, ...placeIn(box, i) }));
  }

  /** A small graph takes no more room than it needs. */
  #height() {
    const zoom = Math.max(OPENING_ZOOM, Math.min(1, this.camera.width / this.size.width));
    const needed = Math.ceil(this.size.height * zoom) + 90;
    this.stageOf.style.maxBlockSize = `${Math.max(280, needed)}px`;
    this.camera.height = Math.max(1, this.stageOf.clientHeight);
  }

  /** A graph that does not fit opens where the first failure is. */
  #showTrouble() {
    const first = this.#nodes.find((n) => n.stage?.status === "FAILED");
    const { width, height, zoom } = this.camera;
    if (first && (this.size.width * zoom > width || this.size.height * zoom > height)) {
      this.bringIntoSight(first);
    }
  }

  #again() {
    if (this.palette && this.#nodes.length > 0) {
      this.minimap.nodes(this.#nodes, this.size.width, this.size.height, this.palette);
    }
    this.draw();
  }

  #relatives(id) {
    const back = new Map();
    const on = new Map();
    for (const e of this.#edges) {
      on.set(e.from, [...(on.get(e.from) ?? []), e.to]);
      back.set(e.to, [...(back.get(e.to) ?? []), e.from]);
    }
    const at = this.#byId.get(id)?.box ?? id;
    return new Set([id, at, ...reach(at, (n) => on.get(n)), ...reach(at, (n) => back.get(n))]);
  }

  #toggleCritical() {
    this.#critical = this.#critical ? null : new Set();
    this.criticalButton.setAttribute("aria-pressed", String(this.#critical !== null));
    this.#criticalNodes();
    this.draw();
  }

  #criticalNodes() {
    if (this.#critical && this.shape) {
      const path = criticalPath(this.store.stages);
      this.#critical = new Set(path.flatMap((name) => [name, this.shape.nodeOf(name)]));
    }
  }

  #toggleGroups() {
    const open = this.#expanded.size > 0;
    this.#expanded = new Set(open ? [] : this.#grouped.groups.keys());
    this.groupsButton.textContent = open ? T.expandAll : T.collapseAll;
    this.#stale = true;
    this.#opened = false;
    this.note.hidden = false;
    this.#arrange();
  }

  #turns() {
    return !this.#calm.matches && this.camera.zoom >= 0.18 && this.#nodes.some((n) => n.stage?.phase === "RUNNING");
  }

  #resize() {
    const { clientWidth, clientHeight } = this.stageOf;
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.max(1, clientWidth * ratio);
    this.canvas.height = Math.max(1, clientHeight * ratio);
    const first = this.camera.width === 1;
    Object.assign(this.camera, { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) });
    if (first && this.#nodes.length > 0) {
      this.camera.fit(this.size.width, this.size.height, OPENING_ZOOM);
      this.#showTrouble();
    }
    this.#draw(false);
  }

  #draw(turning) {
    this.#dirty = false;
    const { ctx } = this.painter;
    const ratio = devicePixelRatio || 1;
    const { camera } = this;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const scale = camera.zoom * ratio;
    ctx.setTransform(scale, 0, 0, scale, (camera.width / 2 - camera.x * camera.zoom) * ratio, (camera.height / 2 - camera.y * camera.zoom) * ratio);
    const now = performance.now();
    const view = { ...camera.box, zoom: camera.zoom, now, turning, phase: (now % TURN_MILLIS) / TURN_MILLIS };
    this.painter.edges(this.#edges, view, this);
    for (const n of this.#nodes) {
      if (n.x + n.width / 2 < view.left || n.x - n.width / 2 > view.right || n.y + n.height > view.bottom + n.height * 1.5 || n.y + n.height < view.top) {
        continue;
      }
      this.painter.node(n, view, {
        dim: this.#dim(n),
        selected: n.id === this.selected,
        focused: n.id === this.focused && document.activeElement === this.stageOf,
        critical: this.#critical?.has(n.id) ?? false,
      });
    }
    const shown = Math.min(1, camera.width / camera.zoom / this.size.width) * Math.min(1, camera.height / camera.zoom / this.size.height);
    this.minimap.frame(camera.box, this.palette, shown > MOST_OF_IT || camera.width < 500 || camera.height < 360);
  }

  #dim(n) {
    if (this.#related) {
      // Of a box that the pointer is in only that one stage is meant; of any other all are.
      const own = this.#byId.get(this.hovered)?.box;
      return !this.#related.has(n.id) && !(n.box && n.box !== own && this.#related.has(n.box));
    }
    if (this.#filter) {
      return n.group ? !n.members.some((m) => this.#filter.has(m.name)) : !this.#filter.has(n.id);
    }
    return this.#critical !== null && !this.#critical.has(n.id);
  }

  /** How an edge stands out: false: not at all, it is dimmed; null: it is as all are. */
  edge(e) {
    if (this.#related) {
      return this.#related.has(e.from) && this.#related.has(e.to);
    }
    if (this.#critical) {
      return this.#critical.has(e.from) && this.#critical.has(e.to) ? "critical" : false;
    }
    return this.#filter ? false : null;
  }
}

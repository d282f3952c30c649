// Draws nodes and edges on a canvas. What is too small to be read is not drawn as text.
import { shape } from "../icons.js";
import { lookOf, standing, tally } from "../status.js";
import { ticking, duration, stageMillis } from "../time.js";
import { sizeOf } from "./sizes.js";

/** Below this zoom text could not be read. */
const READABLE = 0.42;
/** Below this zoom a node is a patch of colour. */
const PATCH = 0.18;

/** The line of an edge: a curve through the points the layout gave, level at both ends. @returns {Path2D} */
export function edgePath(points, from, to) {
  const path = new Path2D();
  const start = { x: from.x + from.width / 2, y: from.y };
  const end = { x: to.x - to.width / 2, y: to.y };
  const stops = [start, ...points.slice(1, -1), end];
  path.moveTo(start.x, start.y);
  for (let i = 1; i < stops.length; i++) {
    const a = stops[i - 1];
    const b = stops[i];
    const bend = Math.max(12, (b.x - a.x) / 2);
    path.bezierCurveTo(a.x + bend, a.y, b.x - bend, b.y, b.x, b.y);
  }
  return path;
}

export class Painter {
  #texts = new Map();

  /**
   * @param {CanvasRenderingContext2D} ctx
   * @param {import("./palette.js").Palette} palette
   */
  constructor(ctx, palette) {
    this.ctx = ctx;
    this.palette = palette;
  }

  edges(edges, view, emphasis) {
    const { ctx, palette } = this;
    ctx.lineWidth = Math.max(1.3, 0.9 / view.zoom);
    for (const e of edges) {
      if (!touches(view, e)) {
        continue;
      }
      const strong = emphasis.edge(e);
      ctx.globalAlpha = strong === false ? 0.18 : 1;
      ctx.strokeStyle = strong === "critical" ? palette.critical : strong ? palette.strong : palette.edge;
      ctx.lineWidth = (strong ? 2.2 : 1.3) / Math.min(1, Math.max(0.35, view.zoom));
      ctx.stroke(e.path);
    }
    ctx.globalAlpha = 1;
  }

  /**
   * @param {import("../types.js").Node & {x: number, y: number, width: number, height: number}} node
   * @param {{zoom: number, now: number, phase: number}} view phase: 0 to 1, of what turns
   * @param {{dim: boolean, selected: boolean, focused: boolean, critical: boolean}} marks
   */
  node(node, view, marks) {
    const { ctx } = this;
    ctx.globalAlpha = marks.dim ? 0.22 : 1;
    if (node.kind === "join") {
      this.#dot(node);
    } else if (node.kind === "box") {
      this.#box(node, view, marks);
    } else if (view.zoom < PATCH) {
      this.#patch(node);
    } else if (node.kind === "stage") {
      this.#stage(node, view, marks);
    } else {
      this.#group(node, view, marks);
    }
    ctx.globalAlpha = 1;
  }

  #dot(node) {
    const { ctx, palette } = this;
    ctx.beginPath();
    ctx.arc(node.x, node.y, 4, 0, 7);
    ctx.fillStyle = palette.edge;
    ctx.fill();
  }

  #box(node, view, marks) {
    const { ctx, palette } = this;
    const left = node.x - node.width / 2;
    const top = node.y - node.height / 2;
    ctx.beginPath();
    ctx.roundRect(left, top, node.width, node.height, 12);
    ctx.fillStyle = palette.tint.info;
    ctx.fill();
    ctx.strokeStyle = marks.focused ? palette.strong : palette.edge;
    ctx.lineWidth = marks.focused ? 2.5 : 1.2;
    ctx.stroke();
    if (view.zoom >= READABLE) {
      this.icon(lookOf(worst(node.members)), left + 12, top + 11, 18, view);
      this.#text(`${node.group.label}  −  ${node.members.length.toLocaleString("en")}`, left + 40, top + 25, node.width - 52, 600, 13, palette.text);
    }
  }

  #patch(node) {
    const { ctx, palette } = this;
    const look = lookOf(node.group ? worst(node.members) : standing(node.stage));
    ctx.fillStyle = palette.tone[look.tone];
    ctx.fillRect(node.x - node.width / 2, node.y - node.height / 2, node.width, node.height);
  }

  #card(node, look, marks, radius = 8) {
    const { ctx, palette } = this;
    const left = node.x - node.width / 2;
    const top = node.y - node.height / 2;
    ctx.beginPath();
    ctx.roundRect(left, top, node.width, node.height, radius);
    ctx.fillStyle = palette.card;
    ctx.fill();
    ctx.fillStyle = palette.tint[look.tone];
    ctx.fill();
    ctx.strokeStyle = marks.selected || marks.focused ? palette.strong : marks.critical ? palette.critical : palette.tone[look.tone];
    ctx.lineWidth = marks.selected || marks.focused ? 2.5 : marks.critical ? 2 : 1;
    const quiet = !marks.selected && !marks.focused && !marks.critical && (look.tone === "idle" || look.tone === "muted");
    if (quiet) {
      ctx.strokeStyle = palette.border;
    }
    ctx.setLineDash(look.icon === "omitted" || look.icon === "skipped" ? [4, 3] : []);
    ctx.stroke();
    ctx.setLineDash([]);
    return { left, top };
  }

  #stage(node, view, marks) {
    const { ctx, palette } = this;
    const look = lookOf(standing(node.stage));
    const { left, top } = this.#card(node, look, marks);
    if (view.zoom < READABLE) {
      this.icon(look, node.x - 14, node.y - 14, 28, view);
      return;
    }
    this.icon(look, left + 12, node.y - 9, 18, view);
    const name = node.stage.label ?? node.stage.name;
    const time = node.stage.startedAt && node.stage.phase !== "WAITING" ? stageMillis(node.stage, view.now) : 0;
    const clock = node.stage.endedAt ? duration(time) : ticking(time);
    this.#text(name, left + 40, top + 19, node.width - 50, 600, 13, palette.text);
    const under = node.stage.failure
      ? `${node.stage.failure.cause}${time ? ` · ${clock}` : ""}`
      : `${look.label}${time && node.stage.status !== "SKIPPED" && node.stage.status !== "OMITTED" ? ` · ${clock}` : ""}`;
    const again = node.stage.attempts.length > 1 ? ` · ×${node.stage.attempts.length}` : "";
    this.#text(under + again, left + 40, top + 35, node.width - 50, 400, 11.5, look.tone === "danger" ? palette.tone.danger : palette.faint);
    if (node.stage.finally) {
      this.#text("finally", left + node.width - 46, top + 35, 40, 400, 10.5, palette.faint);
    }
  }

  #group(node, view, marks) {
    const { ctx, palette } = this;
    const word = worst(node.members);
    const look = lookOf(word);
    if (node.kind === "group") {
      for (const back of [8, 4]) {
        ctx.beginPath();
        ctx.roundRect(node.x - node.width / 2 + back, node.y - node.height / 2 - back, node.width - back * 2 + back, node.height, 8);
        ctx.fillStyle = palette.card;
        ctx.fill();
        ctx.strokeStyle = palette.border;
        ctx.lineWidth = 1;
        ctx.stroke();
      }
    }
    const { left, top } = this.#card(node, look, marks, node.kind === "open" ? 16 : 8);
    if (view.zoom < READABLE) {
      this.icon(look, node.x - 14, node.y - 14, 28, view);
      return;
    }
    const open = node.kind === "open";
    this.icon(look, left + 12, open ? node.y - 8 : top + 10, open ? 16 : 18, view);
    const count = `${open ? "−" : "+"} ${node.members.length.toLocaleString("en")}`;
    this.#text(node.group.label, left + 40, open ? node.y + 4.5 : top + 23, node.width - 58 - count.length * 7, 600, 13, palette.text);
    this.#text(count, left + node.width - 62, open ? node.y + 4.5 : top + 23, 52, 600, 12, palette.faint, "right");
    if (!open) {
      this.#bar(node, left + 12, top + 36, node.width - 24);
    }
  }

  /** How many of a group stand how, as a bar, and the first of that in words. */
  #bar(node, left, top, width) {
    const { ctx, palette } = this;
    const counts = tally(node.members);
    let x = left;
    ctx.save();
    ctx.beginPath();
    ctx.roundRect(left, top, width, 5, 2.5);
    ctx.clip();
    for (const [word, n] of counts) {
      const w = (width * n) / node.members.length;
      ctx.fillStyle = palette.tone[lookOf(word).tone];
      ctx.globalAlpha *= lookOf(word).tone === "idle" ? 0.35 : 1;
      ctx.fillRect(x, top, Math.max(w - 1, 1), 5);
      ctx.globalAlpha = 1;
      x += w;
    }
    ctx.restore();
    const words = counts.slice(0, 3).map(([word, n]) => `${n.toLocaleString("en")} ${lookOf(word).label.toLowerCase()}`);
    this.#text(words.join(" · "), left, top + 17, width, 400, 11, palette.faint);
  }

  icon(look, x, y, size, view) {
    const { ctx, palette } = this;
    const s = shape(look.icon);
    const colour = palette.tone[look.tone];
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(size / 16, size / 16);
    ctx.lineWidth = 1.6;
    ctx.lineCap = "round";
    ctx.lineJoin = "round";
    if (s.hollow) {
      ctx.strokeStyle = colour;
      if (look.icon === "running" && view.turning) {
        this.#turning(colour, view.phase);
      } else {
        ctx.stroke(s.body);
      }
      ctx.fillStyle = colour;
      s.solid ? ctx.fill(s.mark) : ctx.stroke(s.mark);
    } else {
      ctx.fillStyle = colour;
      ctx.fill(s.body);
      ctx.strokeStyle = palette.card;
      ctx.stroke(s.mark);
    }
    ctx.restore();
  }

  #turning(colour, phase) {
    const { ctx } = this;
    ctx.globalAlpha *= 0.3;
    ctx.beginPath();
    ctx.arc(8, 8, 6.2, 0, 7);
    ctx.stroke();
    ctx.globalAlpha /= 0.3;
    ctx.beginPath();
    ctx.arc(8, 8, 6.2, phase * 6.283, phase * 6.283 + 2);
    ctx.stroke();
  }

  #text(text, x, y, width, weight, size, colour, align = "left") {
    const { ctx } = this;
    ctx.font = `${weight} ${size}px ${this.palette.font}`;
    ctx.fillStyle = colour;
    ctx.textAlign = align;
    ctx.fillText(this.#fit(text, width, weight, size), align === "right" ? x + width : x, y);
  }

  /** Texts are cut once for each width, for measuring is slow. */
  #fit(text, width, weight, size) {
    const key = `${weight} ${size} ${width} ${text}`;
    let cut = this.#texts.get(key);
    if (cut === undefined) {
      if (this.#texts.size > 20_000) {
        this.#texts.clear();
      }
      cut = text;
      if (this.ctx.measureText(text).width > width) {
        let n = text.length;
        while (n > 1 && this.ctx.measureText(`${text.slice(0, n)}…`).width > width) {
          n = Math.floor(n * 0.9);
        }
        cut = `${text.slice(0, n)}…`;
      }
      this.#texts.set(key, cut);
    }
    return cut;
  }
}

/** How the most urgent of some stages stands. */
export function worst(stages) {
  return tally(stages)[0]?.[0] ?? "WAITING";
}

function touches(view, e) {
  return e.right >= view.left && e.left <= view.right && e.bottom >= view.top && e.top <= view.bottom;
}

/** An edge with its line and the box around it. */
export function placedEdge(edge, byId) {
  const from = byId.get(edge.from);
  const to = byId.get(edge.to);
  const xs = [from.x, to.x, ...edge.points.map((p) => p.x)];
  const ys = [from.y, to.y, ...edge.points.map((p) => p.y)];
  return {
    from: edge.from,
    to: edge.to,
    path: edgePath(edge.points, from, to),
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

/** A node where the layout put it. */
export function placedNode(node, at) {
  return Object.assign(node, sizeOf(node), at);
}

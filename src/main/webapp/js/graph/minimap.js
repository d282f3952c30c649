// The small picture of the whole graph in its corner, with a frame around what is shown.
import { el } from "../dom.js";
import { lookOf, standing } from "../status.js";
import { worst } from "./paint.js";
import { T } from "../text.js";

const WIDTH = 180;
const HEIGHT = 110;

export class Minimap {
  /** @param {(x: number, y: number) => void} go */
  constructor(go) {
    this.canvas = el("canvas", { class: "kd-minimap", title: T.minimap, "aria-hidden": "true" });
    const move = (e) => {
      if (e.buttons & 1) {
        const box = this.canvas.getBoundingClientRect();
        go((e.clientX - box.left - this.dx) / this.scale, (e.clientY - box.top - this.dy) / this.scale);
      }
      e.stopPropagation();
    };
    this.canvas.addEventListener("pointerdown", move);
    this.canvas.addEventListener("pointermove", move);
    this.nodesPicture = document.createElement("canvas");
  }

  /** Draws the nodes anew; the frame over them is drawn by itself, many times as often. */
  nodes(nodes, width, height, palette) {
    const ratio = devicePixelRatio || 1;
    for (const canvas of [this.canvas, this.nodesPicture]) {
      canvas.width = WIDTH * ratio;
      canvas.height = HEIGHT * ratio;
    }
    this.scale = Math.min(WIDTH / width, HEIGHT / height);
    this.dx = (WIDTH - width * this.scale) / 2;
    this.dy = (HEIGHT - height * this.scale) / 2;
    const ctx = this.nodesPicture.getContext("2d");
    ctx.setTransform(ratio * this.scale, 0, 0, ratio * this.scale, this.dx * ratio, this.dy * ratio);
    for (const n of nodes) {
      if (n.kind !== "join" && n.kind !== "box") {
        const tone = lookOf(n.group ? worst(n.members) : standing(n.stage)).tone;
        ctx.fillStyle = palette.tone[tone];
        ctx.globalAlpha = tone === "idle" || tone === "muted" ? 0.45 : 1;
        const w = Math.max(n.width, 2.5 / this.scale);
        const h = Math.max(n.height, 2 / this.scale);
        ctx.fillRect(n.x - w / 2, n.y - h / 2, w, h);
      }
    }
  }

  frame(box, palette, graphShown) {
    this.canvas.hidden = graphShown;
    if (graphShown) {
      return;
    }
    const ratio = devicePixelRatio || 1;
    const ctx = this.canvas.getContext("2d");
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, this.canvas.width, this.canvas.height);
    ctx.drawImage(this.nodesPicture, 0, 0);
    ctx.setTransform(ratio * this.scale, 0, 0, ratio * this.scale, this.dx * ratio, this.dy * ratio);
    ctx.strokeStyle = palette.strong;
    ctx.lineWidth = 1.5 / this.scale;
    ctx.strokeRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  }
}

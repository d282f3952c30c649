// Which part of the graph is shown, and how large. Pure arithmetic.

const SMALLEST = 0.02;
const LARGEST = 2.5;

export class Camera {
  x = 0;
  y = 0;
  zoom = 1;
  width = 1;
  height = 1;

  /** The part of the graph that is shown. */
  get box() {
    const w = this.width / this.zoom / 2;
    const h = this.height / this.zoom / 2;
    return { left: this.x - w, right: this.x + w, top: this.y - h, bottom: this.y + h };
  }

  toGraph(px, py) {
    return { x: this.x + (px - this.width / 2) / this.zoom, y: this.y + (py - this.height / 2) / this.zoom };
  }

  toScreen(x, y) {
    return { x: (x - this.x) * this.zoom + this.width / 2, y: (y - this.y) * this.zoom + this.height / 2 };
  }

  pan(dx, dy) {
    this.x -= dx / this.zoom;
    this.y -= dy / this.zoom;
  }

  /** Zooms so that what is at a point of the screen stays there. */
  zoomAt(px, py, factor) {
    const before = this.toGraph(px, py);
    this.zoom = Math.min(LARGEST, Math.max(SMALLEST, this.zoom * factor));
    const after = this.toGraph(px, py);
    this.x += before.x - after.x;
    this.y += before.y - after.y;
  }

  /** Shows all of a graph, no larger than it is; one that would be unreadable so is shown from its beginning. */
  fit(width, height, readable = 0) {
    const whole = Math.min(this.width / width, this.height / height, 1);
    this.zoom = Math.max(SMALLEST, whole, Math.min(readable, 1));
    this.x = width * this.zoom <= this.width ? width / 2 : this.width / this.zoom / 2;
    this.y = height * this.zoom <= this.height ? height / 2 : this.height / this.zoom / 2;
  }

  /** Keeps a piece of the graph in sight, so that nobody gets lost. */
  hold(width, height) {
    const w = this.width / this.zoom / 2;
    const h = this.height / this.zoom / 2;
    const rim = 60 / this.zoom;
    this.x = Math.min(width + w - rim, Math.max(-w + rim, this.x));
    this.y = Math.min(height + h - rim, Math.max(-h + rim, this.y));
  }
}

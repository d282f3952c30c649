// Mouse, pen and fingers on the graph: drag to pan, wheel with Ctrl or pinch to zoom, click to open.

/** A pointer that moved less is a click. */
const STEADY = 4;

/** @param {import("./view.js").GraphView} view */
export function pointer(view) {
  const surface = view.canvas;
  const down = new Map();
  let travelled = 0;
  const at = (e) => {
    const box = surface.getBoundingClientRect();
    return { x: e.clientX - box.left, y: e.clientY - box.top };
  };
  surface.addEventListener("pointerdown", (e) => {
    surface.setPointerCapture(e.pointerId);
    down.set(e.pointerId, at(e));
    travelled = 0;
  });
  surface.addEventListener("pointermove", (e) => {
    const here = at(e);
    const before = down.get(e.pointerId);
    if (!before) {
      view.hover(view.nodeAt(here.x, here.y));
      return;
    }
    const others = [...down].filter(([id]) => id !== e.pointerId).map(([, p]) => p);
    if (others.length === 1) {
      const gap = (p) => Math.hypot(p.x - others[0].x, p.y - others[0].y);
      view.zoomBy(gap(here) / Math.max(1, gap(before)), (here.x + others[0].x) / 2, (here.y + others[0].y) / 2);
    } else {
      view.camera.pan(here.x - before.x, here.y - before.y);
      view.moved();
    }
    travelled += Math.hypot(here.x - before.x, here.y - before.y);
    down.set(e.pointerId, here);
    surface.classList.toggle("kd-grabbing", travelled > STEADY);
  });
  const up = (e) => {
    const was = down.delete(e.pointerId);
    surface.classList.remove("kd-grabbing");
    if (was && e.type === "pointerup" && travelled <= STEADY) {
      const { x, y } = at(e);
      const node = view.nodeAt(x, y);
      node && view.activate(node);
    }
  };
  surface.addEventListener("pointerup", up);
  surface.addEventListener("pointercancel", up);
  surface.addEventListener("pointerleave", () => view.hover(null));
  surface.addEventListener(
    "wheel",
    (e) => {
      // A plain wheel scrolls the page, as anywhere else on it.
      if (e.ctrlKey || e.metaKey) {
        e.preventDefault();
        const { x, y } = at(e);
        view.zoomBy(Math.exp(-e.deltaY * (e.deltaMode === 1 ? 0.05 : 0.0022)), x, y);
      } else if (e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) {
        e.preventDefault();
        view.camera.pan(-(e.deltaX || e.deltaY), 0);
        view.moved();
      }
    },
    { passive: false },
  );
}

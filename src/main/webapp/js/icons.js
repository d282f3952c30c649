// Shapes of the statuses on a field of 16 by 16, for the page and for the canvas alike: every status has its own outline, so that
// none is told by colour alone.
import { svg } from "./dom.js";

const CIRCLE = "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Z";
const RING = "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8Z";

/** body: filled, or drawn as a line where hollow; mark: a line on it. */
const SHAPES = {
  succeeded: { body: CIRCLE, mark: "M4.6 8.3 7 10.7 11.4 5.9" },
  failed: { body: "M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z", mark: "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" },
  unstable: { body: "M8 1.2a1 1 0 0 1 .9.5l6.4 11.6a1 1 0 0 1-.9 1.5H1.6a1 1 0 0 1-.9-1.5L7.1 1.7A1 1 0 0 1 8 1.2Z", mark: "M8 5.8v3.6M8 11.8v.4" },
  disrupted: { body: "M8 .8 15.2 8 8 15.2.8 8Z", mark: "M8 4.8v3.8M8 10.8v.4" },
  retry: { body: RING, hollow: true, mark: "M10.9 6.4A3.3 3.3 0 1 0 11.3 9M11 4.4v2.1H8.9" },
  stop: { body: "M3 1.6h10A1.4 1.4 0 0 1 14.4 3v10a1.4 1.4 0 0 1-1.4 1.4H3A1.4 1.4 0 0 1 1.6 13V3A1.4 1.4 0 0 1 3 1.6Z", mark: "M5.6 5.6h4.8v4.8H5.6Z" },
  running: { body: RING, hollow: true, mark: "M6.6 5.3v5.4L10.9 8Z", solid: true },
  pulling: { body: RING, hollow: true, mark: "M8 4.6v6M5.5 8.3 8 10.8l2.5-2.5" },
  pending: { body: RING, hollow: true, mark: "M4.9 8h.1M8 8h.1M11 8h.1" },
  queued: { body: RING, hollow: true, mark: "M8 4.6V8l2.3 1.5" },
  skipped: { body: RING, hollow: true, mark: "M5 5.6 7.6 8 5 10.4M8.6 5.6 11.2 8l-2.6 2.4" },
  omitted: { body: RING, hollow: true, mark: "M5.2 8h5.6" },
  waiting: { body: "M8 3.6a4.4 4.4 0 1 0 0 8.8 4.4 4.4 0 0 0 0-8.8Z", hollow: true, mark: "" },
};

const paths = new Map();

/** The shape for a canvas. @returns {{body: Path2D, mark: Path2D, hollow: boolean, solid: boolean}} */
export function shape(name) {
  if (!paths.has(name)) {
    const s = SHAPES[name];
    paths.set(name, { body: new Path2D(s.body), mark: new Path2D(s.mark), hollow: !!s.hollow, solid: !!s.solid });
  }
  return paths.get(name);
}

/**
 * The shape for the page.
 *
 * @param {import("./status.js").Look} look
 * @param {string} [extra] a further class
 */
export function statusIcon(look, extra = "") {
  const s = SHAPES[look.icon];
  return svg(
    "svg",
    { viewBox: "0 0 16 16", class: `kd-icon kd-${look.tone} ${extra}`, "aria-hidden": "true" },
    svg("path", { d: s.body, class: s.hollow ? "kd-line" : "kd-body" }),
    s.mark && svg("path", { d: s.mark, class: s.solid ? "kd-body" : s.hollow ? "kd-line" : "kd-mark" }),
  );
}

const GLYPHS = {
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.4 10.4 14 14",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  wide: "M6 3 1.5 8 6 13M10 3l4.5 5L10 13",
  copy: "M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3",
  download: "M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11",
  wrench: "M10.2 2.2a3.6 3.6 0 0 0-3.4 4.9L2.4 11.5a1.5 1.5 0 0 0 2.1 2.1l4.4-4.4a3.6 3.6 0 0 0 4.6-4.7l-2.1 2.1-1.9-.3-.3-1.9Z",
  path: "M2.5 12.5 6 6.5l3.5 3 4-6",
};

/** A glyph for a button. */
export function glyph(name) {
  return svg("svg", { viewBox: "0 0 16 16", class: "kd-glyph", "aria-hidden": "true" }, svg("path", { d: GLYPHS[name], class: "kd-line" }));
}

// The graph by keyboard: arrows go along edges and along columns, Enter opens, + - 0 zoom.

/** @param {import("./view.js").GraphView} view */
export function keys(view) {
  const beside = (node, step) => {
    const column = view.nodes.filter((n) => n.kind !== "join" && Math.abs(n.x - node.x) < n.width / 2).sort((a, b) => a.y - b.y);
    return column[column.indexOf(node) + step]?.id;
  };
  const along = (node, forward) => {
    let [next] = view.neighbours(node.id, forward);
    while (next && view.node(next).kind === "join") {
      [next] = view.neighbours(next, forward);
    }
    return next;
  };
  const moves = {
    ArrowRight: (n) => along(n, true),
    ArrowLeft: (n) => along(n, false),
    ArrowDown: (n) => beside(n, 1),
    ArrowUp: (n) => beside(n, -1),
    Home: () => view.nodes[0]?.id,
  };
  view.stageOf.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) {
      return;
    }
    const here = view.node(view.focused) ?? view.node(view.selected);
    if (moves[e.key]) {
      const next = here ? moves[e.key](here) : view.nodes[0]?.id;
      next && view.focus(next);
    } else if (e.key === "Enter" || e.key === " ") {
      here && view.activate(here);
    } else if (e.key === "+" || e.key === "=") {
      view.zoomBy(1.3);
    } else if (e.key === "-") {
      view.zoomBy(1 / 1.3);
    } else if (e.key === "0") {
      view.fit();
    } else {
      return;
    }
    e.preventDefault();
  });
  // Focus that comes by the mouse moves nothing.
  view.stageOf.addEventListener("focus", () => view.stageOf.matches(":focus-visible") && view.focus(view.focused ?? view.selected ?? view.nodes[0]?.id));
  view.stageOf.addEventListener("blur", () => view.draw());
}

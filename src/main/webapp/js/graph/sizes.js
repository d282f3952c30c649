// How large nodes are, in the graph's own units: pixels at a zoom of 1.

export const SIZES = {
  stage: { width: 190, height: 46 },
  group: { width: 190, height: 60 },
  open: { width: 170, height: 32 },
  join: { width: 12, height: 12 },
};

const GAP = 10;
const HEAD = 40;
/** An open group is about so much wider than it is high. */
const SHAPE = 1.5;

/** @param {import("../types.js").Node} node */
export const sizeOf = (node) => (node.kind === "box" ? boxOf(node.inside.length) : SIZES[node.kind]);

/** How large the box around the members of an open group is, which stand in it in rows. */
export function boxOf(members) {
  const { width, height } = SIZES.stage;
  const columns = Math.max(1, Math.min(members, Math.ceil(Math.sqrt((members * SHAPE * (height + GAP)) / (width + GAP)))));
  const rows = Math.ceil(members / columns);
  return { width: columns * (width + GAP) + GAP, height: HEAD + rows * (height + GAP), columns };
}

/** Where a member stands in its box. @param {{x: number, y: number, width: number, height: number, columns: number}} box */
export function placeIn(box, i) {
  const { width, height } = SIZES.stage;
  return {
    x: box.x - box.width / 2 + GAP + (i % box.columns) * (width + GAP) + width / 2,
    y: box.y - box.height / 2 + HEAD + Math.floor(i / box.columns) * (height + GAP) + height / 2,
  };
}

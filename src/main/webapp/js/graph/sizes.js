// How large nodes are, in the graph's own units: pixels at a zoom of 1.

export const SIZES = {
  stage: { width: 190, height: 46 },
  group: { width: 190, height: 60 },
  open: { width: 170, height: 32 },
  join: { width: 12, height: 12 },
};

/** @param {import("../types.js").Node} node */
export const sizeOf = (node) => SIZES[node.kind];

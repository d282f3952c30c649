// Where nodes go. Pure functions, run off the main thread where that is possible.
import dagre from "../vendor/dagre.esm.js";

/** Above this the layout library takes too long; columns by depth have to do. */
const LARGEST = 2500;
const RANK_GAP = 46;
const NODE_GAP = 12;

/**
 * @param {{id: string, width: number, height: number}[]} nodes
 * @param {[string, string][]} edges
 * @returns {import("../types.js").Placed}
 */
export function place(nodes, edges) {
  return nodes.length > LARGEST ? columns(nodes, edges) : layered(nodes, edges);
}

/**
 * The library's longest-path ranks put a node as near as can be to what follows it; people look for a stage right behind what it waits
 * for. So it is given the graph the other way round, to be drawn from right to left.
 */
function layered(nodes, edges) {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "RL", ranksep: RANK_GAP, nodesep: NODE_GAP, edgesep: 8, marginx: 24, marginy: 24, ranker: "longest-path" });
  graph.setDefaultEdgeLabel(() => ({}));
  // The library's first order is the other way round, too.
  nodes.toReversed().forEach((n) => graph.setNode(n.id, { width: n.width, height: n.height }));
  edges.toReversed().forEach(([from, to]) => graph.setEdge(to, from));
  dagre.layout(graph);
  const at = {};
  nodes.forEach((n) => {
    const { x, y } = graph.node(n.id);
    at[n.id] = { x, y };
  });
  const { width, height } = graph.graph();
  return {
    at,
    edges: edges.map(([from, to]) => ({ from, to, points: graph.edge(to, from).points.slice().reverse().map(({ x, y }) => ({ x, y })) })),
    width,
    height,
  };
}

/** Columns by depth, in the order the nodes come in; large columns are broken into several beside each other. */
export function columns(nodes, edges) {
  const depth = new Map(nodes.map((n) => [n.id, 0]));
  const out = new Map(nodes.map((n) => [n.id, []]));
  const waits = new Map(nodes.map((n) => [n.id, 0]));
  edges.forEach(([from, to]) => {
    out.get(from).push(to);
    waits.set(to, waits.get(to) + 1);
  });
  const free = nodes.filter((n) => waits.get(n.id) === 0).map((n) => n.id);
  for (let i = 0; i < free.length; i++) {
    for (const to of out.get(free[i])) {
      depth.set(to, Math.max(depth.get(to), depth.get(free[i]) + 1));
      waits.set(to, waits.get(to) - 1);
      if (waits.get(to) === 0) {
        free.push(to);
      }
    }
  }
  const ranks = [];
  nodes.forEach((n) => (ranks[depth.get(n.id)] ??= []).push(n));
  const tallest = Math.max(40, Math.ceil(Math.sqrt(nodes.length) * 1.5));
  const at = {};
  let x = 24;
  let height = 0;
  for (const rank of ranks) {
    for (let from = 0; from < rank.length; from += tallest) {
      const part = rank.slice(from, from + tallest);
      const width = Math.max(...part.map((n) => n.width));
      let y = 24;
      for (const n of part) {
        at[n.id] = { x: x + width / 2, y: y + n.height / 2 };
        y += n.height + NODE_GAP;
      }
      height = Math.max(height, y);
      x += width + (from + tallest < rank.length ? NODE_GAP : RANK_GAP);
    }
  }
  const ends = ([from, to]) => ({ from, to, points: [at[from], at[to]] });
  return { at, edges: edges.map(ends), width: x, height: height + 24 };
}

// Where nodes go. Pure functions, run off the main thread where that is possible.
import "../vendor/dagre.min.js";

/** Published as a script that leaves one global behind; as a module it can only be imported for that. */
const dagre = globalThis.dagre;

/** Above this the layout library takes too long; columns by depth have to do. */
const LARGEST = 2500;
const RANK_GAP = 46;
const NODE_GAP = 12;
const MARGIN = 24;
/** How much wider than high a window is. */
const WINDOW = 1.9;

/**
 * @param {{id: string, width: number, height: number}[]} nodes
 * @param {[string, string][]} edges
 * @returns {import("../types.js").Placed}
 */
export function place(nodes, edges) {
  if (nodes.length > LARGEST) {
    return columns(nodes, edges);
  }
  return packed(parts(nodes, edges).map((part) => layered(part.nodes, part.edges)));
}

/** The pieces of a graph that no edge joins, in the order of their first nodes. */
function parts(nodes, edges) {
  const root = new Map(nodes.map((n) => [n.id, n.id]));
  const find = (id) => {
    let at = id;
    while (root.get(at) !== at) {
      root.set(at, root.get(root.get(at)));
      at = root.get(at);
    }
    return at;
  };
  edges.forEach(([from, to]) => root.set(find(from), find(to)));
  const byRoot = new Map();
  nodes.forEach((n) => {
    const part = byRoot.get(find(n.id)) ?? { nodes: [], edges: [] };
    part.nodes.push(n);
    byRoot.set(find(n.id), part);
  });
  edges.forEach((e) => byRoot.get(find(e[0])).edges.push(e));
  return [...byRoot.values()];
}

/** Pieces on shelves, so that together they are about as wide as a window is. */
function packed(pieces) {
  if (pieces.length === 1) {
    return pieces[0];
  }
  const area = pieces.reduce((sum, p) => sum + p.width * p.height, 0);
  const most = Math.max(...pieces.map((p) => p.width), Math.sqrt(area * WINDOW));
  const all = { at: {}, edges: [], width: 0, height: 0 };
  let x = 0;
  let y = 0;
  let shelf = 0;
  for (const p of pieces) {
    if (x > 0 && x + p.width > most) {
      y += shelf - MARGIN;
      x = 0;
      shelf = 0;
    }
    const moved = (point) => ({ x: point.x + x, y: point.y + y });
    Object.entries(p.at).forEach(([id, point]) => (all.at[id] = moved(point)));
    p.edges.forEach((e) => all.edges.push({ ...e, points: e.points.map(moved) }));
    all.width = Math.max(all.width, x + p.width);
    x += p.width - MARGIN;
    shelf = Math.max(shelf, p.height);
    all.height = Math.max(all.height, y + p.height);
  }
  return all;
}

/**
 * The library's longest-path ranks put a node as near as can be to what follows it; people look for a stage right behind what it waits
 * for. So it is given the graph the other way round, to be drawn from right to left.
 */
function layered(nodes, edges) {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "RL", ranksep: RANK_GAP, nodesep: NODE_GAP, edgesep: 8, marginx: MARGIN, marginy: MARGIN, ranker: "longest-path" });
  graph.setDefaultEdgeLabel(() => ({}));
  // The library's first order is the other way round, too.
  [...nodes].reverse().forEach((n) => graph.setNode(n.id, { width: n.width, height: n.height }));
  [...edges].reverse().forEach(([from, to]) => graph.setEdge(to, from));
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

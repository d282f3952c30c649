// What is drawn: of every collapsed group one node, of an expanded one its members between a head and a join, so that twenty instances
// needed by twenty others are forty lines and not four hundred. Pure functions.
import { isTrouble } from "../status.js";

/** So many failed members leave a collapsed group to stand by themselves. */
const FLOATING = 6;

export const JOIN = "\u0001join";

/**
 * @param {import("../types.js").Stage[]} stages
 * @param {Map<string, import("../types.js").Stage>} byName
 * @param {ReturnType<import("./grouping.js").grouping>} grouped
 * @param {Set<string>} expanded ids of groups
 * @returns {{nodes: import("../types.js").Node[], edges: [string, string][], nodeOf: (stage: string) => string}}
 */
export function shapeOf(stages, byName, { groups, groupOf }, expanded) {
  const floating = new Set();
  for (const group of groups.values()) {
    const failed = group.members.filter((m) => byName.has(m) && !groups.has(m) && isTrouble(byName.get(m)));
    failed.slice(0, FLOATING).forEach((m) => floating.add(m));
  }
  const home = (name) => collapsedAround(name, groups, groupOf, expanded);
  const nodes = new Map();
  const put = (node) => nodes.has(node.id) || nodes.set(node.id, node);
  for (const group of groups.values()) {
    const around = group.parent ? home(group.id) : null;
    if (around) {
      continue;
    }
    const open = expanded.has(group.id);
    put({ id: group.id, kind: open ? "open" : "group", stage: byName.get(group.id) ?? null, group });
    if (open && group.exact) {
      put({ id: group.id + JOIN, kind: "join", stage: null, group });
    }
  }
  for (const s of stages) {
    if (!groups.has(s.name) && (home(s.name) === null || floating.has(s.name))) {
      put({ id: s.name, kind: "stage", stage: s, group: null });
    }
  }
  const nodeOf = (name) => (nodes.has(name) ? name : home(name) ?? name);
  const inner = groups.size === 0 ? null : membersWithin(groups, byName);
  const edges = new Map();
  const edge = (from, to) => from !== to && nodes.has(from) && nodes.has(to) && edges.set(`${from}\n${to}`, [from, to]);
  for (const s of stages) {
    for (const need of s.needs.filter((n) => byName.has(n))) {
      edge(leave(need, s.name), enter(s.name, need));
    }
    const parent = groupOf.get(s.name);
    if (parent !== undefined && nodes.has(s.name) && groups.get(parent).exact && expanded.has(parent)) {
      inner.first(s, parent) && edge(parent, s.name);
      inner.last(s, parent) && edge(s.name, parent + JOIN);
    }
    if (parent !== undefined && floating.has(s.name) && !expanded.has(parent) && groups.get(parent).kind !== "alike") {
      // A failed instance that stands by itself stands where its group does.
      byName.get(parent)?.needs.forEach((need) => edge(leave(need, s.name), s.name));
    }
  }

  function leave(from, to) {
    const group = groups.has(from) && expanded.has(from) ? from : groupOf.get(from);
    const out = group !== undefined && expanded.has(group) && groups.get(group).exact && groupOf.get(to) !== group;
    return out ? group + JOIN : nodeOf(from);
  }

  function enter(to, from) {
    const group = groupOf.get(to);
    const into = group !== undefined && expanded.has(group) && groups.get(group).exact && groupOf.get(from) !== group && from !== group;
    return into ? group : nodeOf(to);
  }

  return { nodes: [...nodes.values()], edges: [...edges.values()], nodeOf };
}

/** The outermost collapsed group that a stage or group is in, or null. */
function collapsedAround(name, groups, groupOf, expanded) {
  let found = null;
  for (let g = groups.has(name) ? groups.get(name).parent : groupOf.get(name); g; g = groups.get(g)?.parent) {
    if (!expanded.has(g)) {
      found = g;
    }
  }
  return found;
}

/** Which members of a group begin it, and which end it. */
function membersWithin(groups, byName) {
  const needed = new Map();
  for (const group of groups.values()) {
    const members = new Set(group.members);
    const inside = new Set();
    group.members.forEach((m) => byName.get(m)?.needs.filter((n) => members.has(n)).forEach((n) => inside.add(n)));
    needed.set(group.id, { members, inside });
  }
  return {
    first: (s, group) => !s.needs.some((n) => needed.get(group).members.has(n)),
    last: (s, group) => !needed.get(group).inside.has(s.name),
  };
}

// What is drawn: of every collapsed group one node, of an expanded one a box of its members, or, if they need each other, its members
// between a head and a join; so that twenty instances needed by twenty others are one line and not four hundred. Pure functions.
import { isTrouble } from "../status.js";

/** So many failed members leave a collapsed group to stand by themselves. */
const FLOATING = 6;

export const JOIN = "\u0001join";

/**
 * @param {import("../types.js").Stage[]} stages
 * @param {Map<string, import("../types.js").Stage>} byName
 * @param {ReturnType<import("./grouping.js").grouping>} grouped
 * @param {Set<string>} expanded ids of groups
 * @returns {{nodes: import("../types.js").Node[], edges: [string, string][], nodeOf: (stage: string) => string, boxOf: (stage: string) => ?string}}
 */
export function shapeOf(stages, byName, { groups, groupOf }, expanded) {
  const floating = new Set();
  for (const group of groups.values()) {
    const failed = group.members.filter((m) => byName.has(m) && !groups.has(m) && isTrouble(byName.get(m)));
    failed.slice(0, FLOATING).forEach((m) => floating.add(m));
  }
  const inner = membersWithin(groups, byName);
  const flat = (id) => inner.get(id).inside.size === 0 && !groups.get(id).members.some((m) => groups.has(m));
  const home = (name) => collapsedAround(name, groups, groupOf, expanded);
  const nodes = new Map();
  const put = (node) => nodes.has(node.id) || nodes.set(node.id, node);
  const boxes = new Map();
  for (const group of groups.values()) {
    const around = group.parent ? home(group.id) : null;
    if (around) {
      continue;
    }
    const stage = byName.get(group.id) ?? null;
    if (!expanded.has(group.id)) {
      put({ id: group.id, kind: "group", stage, group });
    } else if (flat(group.id)) {
      put({ id: group.id, kind: "box", stage, group, inside: group.members });
      group.members.forEach((m) => boxes.set(m, group.id));
    } else {
      put({ id: group.id, kind: "open", stage, group });
      put({ id: group.id + JOIN, kind: "join", stage: null, group });
    }
  }
  for (const s of stages) {
    const drawn = home(s.name) === null || (floating.has(s.name) && !expanded.has(groupOf.get(s.name)));
    if (!groups.has(s.name) && !boxes.has(s.name) && drawn) {
      put({ id: s.name, kind: "stage", stage: s, group: null });
    }
  }
  const nodeOf = (name) => (nodes.has(name) ? name : (boxes.get(name) ?? home(name) ?? name));
  const between = (group) => group !== undefined && nodes.get(group)?.kind === "open";
  const edges = new Map();
  const edge = (from, to) => from !== to && nodes.has(from) && nodes.has(to) && edges.set(`${from}\n${to}`, [from, to]);
  for (const s of stages) {
    for (const need of s.needs.filter((n) => byName.has(n))) {
      edge(leave(need, s.name), enter(s.name, need));
    }
    const parent = groupOf.get(s.name);
    if (between(parent)) {
      const { members, inside } = inner.get(parent);
      s.needs.some((n) => members.has(n)) || edge(parent, nodeOf(s.name));
      inside.has(s.name) || edge(between(s.name) ? s.name + JOIN : nodeOf(s.name), parent + JOIN);
    }
    if (parent !== undefined && floating.has(s.name) && !expanded.has(parent) && groups.get(parent).kind !== "alike") {
      // A failed instance that stands by itself stands where its group does.
      byName.get(parent)?.needs.forEach((need) => edge(leave(need, s.name), s.name));
    }
  }

  function leave(from, to) {
    const group = between(from) ? from : groupOf.get(from);
    return between(group) && groupOf.get(to) !== group ? group + JOIN : nodeOf(from);
  }

  function enter(to, from) {
    const group = groupOf.get(to);
    return between(group) && groupOf.get(from) !== group && from !== group ? group : nodeOf(to);
  }

  return { nodes: [...nodes.values()], edges: [...edges.values()], nodeOf, boxOf: (name) => boxes.get(name) };
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

/** The members of each group, and which of them others of the same group need. */
function membersWithin(groups, byName) {
  const within = new Map();
  for (const group of groups.values()) {
    const members = new Set(group.members);
    const inside = new Set();
    group.members.forEach((m) => byName.get(m)?.needs.filter((n) => members.has(n)).forEach((n) => inside.add(n)));
    within.set(group.id, { members, inside });
  }
  return within;
}

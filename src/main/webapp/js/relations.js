// Who comes before and after whom, and which chain of stages decided how long the run took. Pure functions.

/** All that can be reached from a stage along edges, without itself. @param {(name: string) => string[]} next */
export function reach(name, next) {
  const seen = new Set();
  const open = [name];
  while (open.length > 0) {
    for (const other of next(open.pop()) ?? []) {
      if (!seen.has(other) && other !== name) {
        seen.add(other);
        open.push(other);
      }
    }
  }
  return seen;
}

/**
 * The stages that had to be over one after the other before the run could be: from the last that ended, or that goes on for longest,
 * back along the need that was over last.
 *
 * @param {import("./types.js").Stage[]} all
 * @returns {string[]} names, the first one first; empty while nothing has started
 */
export function criticalPath(all) {
  const stages = ungrouped(all);
  const byName = new Map(stages.map((s) => [s.name, s]));
  const end = (s) => (s.endedAt ? Date.parse(s.endedAt) : s.startedAt ? Infinity : -Infinity);
  const ran = stages.filter((s) => s.startedAt && s.status !== "SKIPPED" && s.status !== "OMITTED");
  const later = (a, b) => end(b) - end(a) || Date.parse(a.startedAt) - Date.parse(b.startedAt);
  let at = [...ran].sort(later)[0];
  const path = [];
  while (at) {
    path.unshift(at.name);
    at = at.needs
      .map((need) => byName.get(need))
      .filter((s) => s?.startedAt)
      .sort(later)[0];
  }
  return path;
}

/**
 * How long a run will still take, judging by what its stages took before: its longest chain of what is left, and no less than all that is
 * left shared out over the cap.
 *
 * @param {import("./types.js").Stage[]} all
 * @param {Object<string, number>} typical milliseconds by stage's name
 * @param {(stage: import("./types.js").Stage) => number} elapsed of one that goes on
 * @returns {?number} milliseconds; null when too little is known
 */
export function timeLeft(all, typical, elapsed, cap) {
  const stages = ungrouped(all);
  const known = stages.filter((s) => typical[s.name] !== undefined).length;
  if (stages.length === 0 || known < stages.length / 2) {
    return null;
  }
  const byName = new Map(stages.map((s) => [s.name, s]));
  const own = (s) => (s.status ? 0 : Math.max(0, (typical[s.name] ?? 0) - (s.startedAt ? elapsed(s) : 0)));
  const chain = new Map();
  let longest = 0;
  let sum = 0;
  for (const s of inOrder(stages, byName)) {
    const before = Math.max(0, ...s.needs.map((n) => chain.get(n) ?? 0));
    chain.set(s.name, before + own(s));
    longest = Math.max(longest, before + own(s));
    sum += own(s);
  }
  return Math.max(longest, sum / Math.max(1, cap));
}

/** Without the heads of groups: who needs a group needs its members, and they need what it needs. */
function ungrouped(all) {
  const members = new Map();
  all.filter((s) => s.parent).forEach((s) => members.set(s.parent, [...(members.get(s.parent) ?? []), s.name]));
  if (members.size === 0) {
    return all;
  }
  const byName = new Map(all.map((s) => [s.name, s]));
  const inside = (name) => (members.has(name) ? members.get(name).flatMap(inside) : [name]);
  const around = (s) => (s?.parent ? [...(byName.get(s.parent)?.needs ?? []), ...around(byName.get(s.parent))] : []);
  return all.filter((s) => !members.has(s.name)).map((s) => ({ ...s, needs: [...new Set([...s.needs, ...around(s)].flatMap(inside))] }));
}

/** Stages so that each comes behind all that it needs. */
export function inOrder(stages, byName) {
  const order = [];
  const seen = new Set();
  for (const first of stages) {
    const open = [first];
    while (open.length > 0) {
      const s = open[open.length - 1];
      const need = seen.has(s.name) ? undefined : s.needs.find((n) => byName.has(n) && !seen.has(n));
      if (need === undefined) {
        open.pop();
        if (!seen.has(s.name)) {
          seen.add(s.name);
          order.push(s);
        }
      } else {
        open.push(byName.get(need));
      }
    }
  }
  return order;
}

/** How many edges lie between a stage and the nearest beginning, at most. @returns {Map<string, number>} */
export function depths(stages, byName) {
  const depth = new Map();
  for (const s of inOrder(stages, byName)) {
    depth.set(s.name, 1 + Math.max(-1, ...s.needs.map((n) => depth.get(n) ?? -1)));
  }
  return depth;
}

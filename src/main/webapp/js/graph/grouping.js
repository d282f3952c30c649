// Which stages are drawn as one: the instances of a group of the file, and, where there are many, those that are alike. Pure functions.
import { depths } from "../relations.js";

/** Up to here every stage is drawn by itself, unless the file itself groups it. */
const FEW = 40;
/** So many make a group at least. */
const ENOUGH = 4;
/** Above this, what is at the same depth and has a similar name is drawn as one, too. */
const TOO_MANY = 600;

/**
 * @param {import("../types.js").Stage[]} stages
 * @param {Map<string, import("../types.js").Stage>} byName
 * @param {Map<string, string[]>} dependents
 * @returns {{groups: Map<string, import("../types.js").Group>, groupOf: Map<string, string>}}
 */
export function grouping(stages, byName, dependents) {
  const groups = new Map();
  const groupOf = new Map();
  byParent(stages, byName, groups, groupOf);
  let loose = stages.filter((s) => !groupOf.has(s.name) && !groups.has(s.name));
  if (loose.length > FEW) {
    const key = (s) => `${stem(s.name)}\u0000${[...s.needs].sort().join("\n")}\u0000${[...(dependents.get(s.name) ?? [])].sort().join("\n")}`;
    gather(loose, key, "alike", true, groups, groupOf);
    loose = loose.filter((s) => !groupOf.has(s.name));
  }
  if (loose.length + groups.size > TOO_MANY) {
    const depth = depths(stages, byName);
    gather(loose, (s) => `${depth.get(s.name)}\u0000${stem(s.name)}`, "layer", false, groups, groupOf);
    loose = loose.filter((s) => !groupOf.has(s.name));
  }
  if (loose.length + groups.size > TOO_MANY) {
    const depth = depths(stages, byName);
    gather(loose, (s) => `${depth.get(s.name)}`, "layer", false, groups, groupOf);
  }
  return { groups, groupOf };
}

function byParent(stages, byName, groups, groupOf) {
  for (const s of stages) {
    if (!s.parent) {
      continue;
    }
    const head = byName.get(s.parent);
    if (!groups.has(s.parent)) {
      groups.set(s.parent, {
        id: s.parent,
        label: head?.label ?? s.parent,
        kind: head?.kind && head.kind !== "job" ? head.kind : "matrix",
        members: [],
        exact: true,
        parent: head?.parent ?? null,
      });
    }
    groups.get(s.parent).members.push(s.name);
    groupOf.set(s.name, s.parent);
  }
}

function gather(stages, key, kind, exact, groups, groupOf) {
  const sets = new Map();
  for (const s of stages) {
    const k = key(s);
    sets.set(k, [...(sets.get(k) ?? []), s.name]);
  }
  for (const members of sets.values()) {
    if (members.length >= ENOUGH) {
      const id = `\u0000${kind}\u0000${members[0]}`;
      groups.set(id, { id, label: commonName(members), kind, members, exact, parent: null });
      members.forEach((name) => groupOf.set(name, id));
    }
  }
}

/** A name without what tells its like apart. */
export function stem(name) {
  return name.replace(/[0-9]+/g, "#");
}

/** test-1, test-2, test-17: test-* */
export function commonName(names) {
  let from = 0;
  let back = 0;
  const first = names[0];
  while (from < first.length && names.every((n) => n[from] === first[from])) {
    from++;
  }
  while (back < first.length - from && names.every((n) => n.length - back > from && n[n.length - 1 - back] === first[first.length - 1 - back])) {
    back++;
  }
  const head = first.slice(0, from).replace(/[0-9]+$/, "");
  const tail = back > 0 ? first.slice(first.length - back) : "";
  return `${head}*${tail}` === "*" ? `${first} …` : `${head}*${tail}`;
}

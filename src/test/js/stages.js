// Stages as the hosts send them, for tests.

export function stage(name, needs = [], more = {}) {
  return { name, needs, phase: "WAITING", status: null, clocks: clocks(), attempts: [], failure: null, reason: "", waiting: null, outputs: {}, startedAt: null, endedAt: null, durationMillis: 0, ...more };
}

export function clocks(more = {}) {
  return { queued: 0, pending: 0, pulling: 0, running: 0, current: null, ...more };
}

const at = (second) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();

export function ran(name, needs, from, to, status = "SUCCEEDED") {
  return stage(name, needs, { phase: "ENDED", status, startedAt: at(from), endedAt: at(to), durationMillis: (to - from) * 1000 });
}

export const named = (stages) => new Map(stages.map((s) => [s.name, s]));

export function dependentsOf(stages) {
  const all = new Map(stages.map((s) => [s.name, []]));
  stages.forEach((s) => s.needs.forEach((n) => all.get(n).push(s.name)));
  return all;
}

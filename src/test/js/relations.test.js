import assert from "node:assert/strict";
import { test } from "node:test";
import { criticalPath, depths, inOrder, reach, timeLeft } from "../../main/webapp/js/relations.js";
import { named, ran, stage } from "./stages.js";

test("all that can be reached, and not the stage itself", () => {
  const next = { a: ["b", "c"], b: ["d"], c: ["d"], d: [] };
  assert.deepEqual([...reach("a", (n) => next[n])].sort(), ["b", "c", "d"]);
  assert.deepEqual([...reach("d", (n) => next[n])], []);
});

test("the critical path goes back along the need that was over last", () => {
  const stages = [ran("a", [], 0, 10), ran("quick", ["a"], 10, 12), ran("slow", ["a"], 10, 60), ran("end", ["quick", "slow"], 60, 70), ran("other", [], 0, 65)];
  assert.deepEqual(criticalPath(stages), ["a", "slow", "end"]);
  assert.deepEqual(criticalPath([stage("a")]), []);
});

test("of a group that is needed, the member that was over last is on the critical path", () => {
  const within = (s) => ({ ...s, parent: "g" });
  const stages = [ran("a", [], 0, 10), ran("g", ["a"], 10, 50), within(ran("g-1", [], 10, 20)), within(ran("g-2", [], 10, 50)), ran("z", ["g"], 50, 60)];
  assert.deepEqual(criticalPath(stages), ["a", "g-2", "z"]);
});

test("what goes on is the end of the critical path", () => {
  const going = stage("going", ["a"], { phase: "RUNNING", startedAt: ran("x", [], 10, 11).startedAt });
  const stages = [ran("a", [], 0, 10), going, ran("b", ["a"], 10, 90)];
  assert.deepEqual(criticalPath(stages), ["a", "going"]);
});

test("time left is the longest chain, and no less than the work shared out over the cap", () => {
  const stages = [stage("a"), stage("b", ["a"]), stage("c", ["a"]), stage("d", ["a"])];
  const typical = { a: 10, b: 20, c: 20, d: 20 };
  assert.equal(timeLeft(stages, typical, () => 0, 10), 30);
  assert.equal(timeLeft(stages, typical, () => 0, 1), 70);
  const running = [stage("a", [], { startedAt: "2026-01-01T00:00:00Z", phase: "RUNNING" }), ...stages.slice(1)];
  assert.equal(timeLeft(running, typical, () => 4, 10), 26);
  assert.equal(timeLeft(stages, { a: 10 }, () => 0, 10), null);
  assert.equal(timeLeft([], {}, () => 0, 10), null);
});

test("time left counts the members of a group before whoever needs the group", () => {
  const stages = [stage("a"), stage("g", ["a"], { kind: "matrix" }), stage("g-1", [], { parent: "g" }), stage("g-2", [], { parent: "g" }), stage("z", ["g"])];
  assert.equal(timeLeft(stages, { a: 10, "g-1": 20, "g-2": 30, z: 5 }, () => 0, 10), 45);
});

test("order and depth follow needs whatever the order of the file", () => {
  const stages = [stage("c", ["b"]), stage("b", ["a"]), stage("a")];
  assert.deepEqual(inOrder(stages, named(stages)).map((s) => s.name), ["a", "b", "c"]);
  assert.deepEqual([...depths(stages, named(stages))], [["a", 0], ["b", 1], ["c", 2]]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Camera } from "../../main/webapp/js/graph/camera.js";
import { commonName, grouping } from "../../main/webapp/js/graph/grouping.js";
import { place } from "../../main/webapp/js/graph/place.js";
import { JOIN, shapeOf } from "../../main/webapp/js/graph/shape.js";
import { boxOf, placeIn } from "../../main/webapp/js/graph/sizes.js";
import { dependentsOf, named, ran, stage } from "./stages.js";

const shape = (stages, expanded = []) => {
  const byName = named(stages);
  const grouped = grouping(stages, byName, dependentsOf(stages));
  const ids = expanded === "all" ? grouped.groups.keys() : expanded;
  return shapeOf(stages, byName, grouped, new Set(ids));
};
const ids = (s) => s.nodes.map((n) => n.id);
const edges = (s) => s.edges.map((e) => e.join(" > "));

const matrix = () => [stage("build"), stage("test", ["build"], { kind: "matrix" }), ...[1, 2, 3].map((i) => stage(`test-${i}`, ["build"], { parent: "test" })), stage("publish", ["test"])];

test("a group of the file is one node, and a box of its members when it is open", () => {
  const closed = shape(matrix());
  assert.deepEqual(ids(closed), ["test", "build", "publish"]);
  assert.deepEqual(edges(closed).sort(), ["build > test", "test > publish"]);
  const open = shape(matrix(), ["test"]);
  assert.deepEqual(open.nodes.find((n) => n.id === "test").inside, ["test-1", "test-2", "test-3"]);
  assert.deepEqual(edges(open).sort(), ["build > test", "test > publish"]);
  assert.equal(open.boxOf("test-2"), "test");
});

test("members that need each other stand between a head and a join", () => {
  const stages = [stage("a"), stage("sub", ["a"], { kind: "uses" }), stage("one", ["a"], { parent: "sub" }), stage("two", ["one"], { parent: "sub" }), stage("z", ["sub"])];
  const open = shape(stages, ["sub"]);
  assert.deepEqual(edges(open).sort(), ["a > sub", "one > two", `sub > one`, `sub${JOIN} > z`, `two > sub${JOIN}`].sort());
});

test("a group within a group ends before the group around it does", () => {
  const stages = [stage("m", [], { kind: "matrix" }), stage("m-1", [], { kind: "uses", parent: "m" }), stage("x", [], { parent: "m-1" }), stage("y", ["x"], { parent: "m-1" }), stage("z", ["m"])];
  const open = shape(stages, ["m", "m-1"]);
  assert.ok(edges(open).includes(`m-1${JOIN} > m${JOIN}`));
  assert.ok(!edges(open).includes(`m-1 > m${JOIN}`));
  assert.deepEqual(ids(shape(stages)), ["m", "z"]);
});

test("a member that failed stands by itself beside its group", () => {
  const stages = matrix();
  Object.assign(stages[3], { phase: "ENDED", status: "FAILED" });
  const closed = shape(stages);
  assert.ok(ids(closed).includes("test-2"));
  assert.ok(edges(closed).includes("build > test-2"));
});

test("few stages are never grouped, many that are alike are", () => {
  const few = [stage("a"), ...Array.from({ length: 20 }, (_, i) => stage(`t-${i}`, ["a"]))];
  assert.equal(shape(few).nodes.length, 21);
  const many = [stage("a"), ...Array.from({ length: 100 }, (_, i) => stage(`t-${i}`, ["a"]))];
  assert.equal(shape(many).nodes.length, 2);
  assert.equal(shape(many).nodes.find((n) => n.group).group.label, "t-*");
});

test("ten thousand stages that are not alike are grouped by depth and name", () => {
  const pairs = Array.from({ length: 5000 }, (_, i) => [ran(`unit-${i}`, [], 0, 1), stage(`check-${i}`, [`unit-${i}`])]).flat();
  assert.equal(shape(pairs).nodes.length, 2);
  assert.deepEqual(edges(shape(pairs)).length, 1);
});

test("names of groups say what is common", () => {
  assert.equal(commonName(["test-1", "test-17", "test-2"]), "test-*");
  assert.equal(commonName(["unit-a-check", "unit-b-check"]), "unit-*-check");
  assert.equal(commonName(["a", "b"]), "a …");
  assert.equal(commonName(["test-10", "test-11"]), "test-*");
});

const box = (id) => ({ id, width: 100, height: 40 });

test("a graph is laid out from left to right, each stage right behind what it waits for", () => {
  const placed = place(["a", "b", "c", "d"].map(box), [["a", "b"], ["b", "c"], ["a", "d"], ["c", "d"]]);
  const x = (id) => placed.at[id].x;
  assert.ok(x("a") < x("b") && x("b") < x("c") && x("c") < x("d"));
  assert.equal(placed.edges.length, 4);
  const early = place(["a", "b", "c", "free"].map(box), [["a", "b"], ["b", "c"], ["free", "c"]]);
  assert.equal(early.at.free.x, early.at.a.x);
});

test("pieces without an edge between them lie side by side and never on each other", () => {
  const nodes = Array.from({ length: 30 }, (_, i) => box(`n${i}`));
  const placed = place(nodes, []);
  const seen = new Set(Object.values(placed.at).map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`));
  assert.equal(seen.size, 30);
  assert.ok(placed.width > placed.height);
});

test("a graph beyond the library's reach is laid out in columns", () => {
  const nodes = Array.from({ length: 3000 }, (_, i) => box(`n${i}`));
  const placed = place(nodes, nodes.slice(1).map((n, i) => [`n${Math.floor(i / 2)}`, n.id]));
  assert.ok(placed.at.n0.x < placed.at.n1.x);
  assert.equal(new Set(Object.values(placed.at).map(({ x, y }) => `${x} ${y}`)).size, 3000);
});

test("members stand inside their box", () => {
  const size = boxOf(7);
  const at = { x: 0, y: 0, ...size };
  for (let i = 0; i < 7; i++) {
    const p = placeIn(at, i);
    assert.ok(Math.abs(p.x) < size.width / 2 && Math.abs(p.y) < size.height / 2);
  }
});

test("zooming keeps what is under the pointer", () => {
  const camera = Object.assign(new Camera(), { width: 800, height: 600, x: 50, y: 70 });
  const before = camera.toGraph(200, 100);
  camera.zoomAt(200, 100, 1.7);
  const after = camera.toGraph(200, 100);
  assert.ok(Math.hypot(before.x - after.x, before.y - after.y) < 1e-9);
  camera.fit(400, 300);
  assert.equal(camera.zoom, 1);
  camera.fit(8000, 300);
  assert.equal(camera.zoom, 0.1);
});

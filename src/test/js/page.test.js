import assert from "node:assert/strict";
import { test } from "node:test";
import { pieces, plain } from "../../main/webapp/js/page/ansi.js";
import { matches } from "../../main/webapp/js/page/filter.js";
import { format, parse } from "../../main/webapp/js/page/route.js";
import { byUrgency, lookOf, tally } from "../../main/webapp/js/status.js";
import { RunStore } from "../../main/webapp/js/store.js";
import { duration, step, ticking } from "../../main/webapp/js/time.js";
import { parallelism, spansOf } from "../../main/webapp/js/timeline/spans.js";
import { clocks, stage } from "./stages.js";

test("durations are short", () => {
  const told = [0, 49, 300, 9900, 42_000, 65_000, 7_620_000, 363_600_000].map(duration);
  assert.deepEqual(told, ["0s", "0s", "0.3s", "9.9s", "42s", "1m 05s", "2h 07m", "4d 05h"]);
  assert.equal(ticking(4700), "4.0s");
  assert.equal(step(600_000, 6), 120_000);
});

test("a link to a stage is read as it was written, whatever its name", () => {
  for (const place of [{ stage: "test-17" }, { stage: "a b&c=#é" }, { stage: "t", tab: "log", attempt: 2, line: 120 }]) {
    const { stage: name, tab, attempt, line } = parse(format(place));
    assert.deepEqual({ stage: name, tab, attempt, line }, { tab: undefined, attempt: undefined, line: undefined, ...place });
  }
  assert.equal(format({ stage: "test-17", tab: "overview" }), "#stage=test-17");
  assert.equal(format(null), "");
  assert.equal(parse("#elsewhere"), null);
  assert.equal(parse("#stage=a&line=-4").line, undefined);
});

test("colours of a terminal become classes, and all else that steers it goes", () => {
  assert.deepEqual(pieces("\u001b[1;31mred\u001b[0m plain"), [
    { text: "red", classes: ["kd-fg1", "kd-bold"] },
    { text: " plain", classes: [] },
  ]);
  assert.deepEqual(pieces("\u001b[38;5;196mx")[0].classes, ["kd-fg9"]);
  assert.deepEqual(pieces("\u001b[48;2;0;0;250mx")[0].classes, ["kd-bg12"]);
  assert.equal(plain("\u001b]0;title\u0007\u001b[2Kdone\u0000"), "done");
  assert.equal(plain("10%\r50%\r100%"), "100%");
  assert.equal(plain("windows\r"), "windows");
  assert.deepEqual(pieces("<b>&amp;</b>"), [{ text: "<b>&amp;</b>", classes: [] }]);
});

test("urgent stages come first, and an unknown word is shown as it is", () => {
  const of = (status) => stage(status, [], { status, phase: "ENDED" });
  const sorted = [of("SKIPPED"), of("SUCCEEDED"), of("FAILED"), of("UNSTABLE")].sort(byUrgency);
  assert.deepEqual(sorted.map((s) => s.name), ["FAILED", "UNSTABLE", "SUCCEEDED", "SKIPPED"]);
  assert.deepEqual(tally([of("FAILED"), of("FAILED"), of("SKIPPED")]), [["FAILED", 2], ["SKIPPED", 1]]);
  assert.equal(lookOf("NOVEL").label, "NOVEL");
});

test("a search is for words of the name, the status and the cause", () => {
  const s = stage("deploy-eu", [], { status: "FAILED", phase: "ENDED", failure: { cause: "OutOfMemory" } });
  assert.ok(matches(s, ["eu", "deploy"], new Set()));
  assert.ok(matches(s, ["failed"], new Set()));
  assert.ok(matches(s, ["outofmem"], new Set()));
  assert.ok(!matches(s, ["us"], new Set()));
  assert.ok(!matches(s, [], new Set(["SUCCEEDED"])));
});

const run = (seq, stages, more = {}) => ({ id: "r", name: "d", seq, phase: "RUNNING", status: null, now: "2026-01-01T00:00:10Z", startedAt: "2026-01-01T00:00:00Z", endedAt: null, durationMillis: 10_000, progress: {}, stages, ...more });

test("changes are put into what is known, and the shape only changes with edges", () => {
  const store = new RunStore();
  store.apply(run(1, [stage("a"), stage("b", ["a"])]), true, 0);
  assert.equal(store.shape, 1);
  store.apply(run(2, [stage("a", [], { phase: "RUNNING" })]), false, 0);
  assert.equal(store.shape, 1);
  assert.deepEqual(store.stages.map((s) => s.phase), ["RUNNING", "WAITING"]);
  store.apply(run(3, [stage("c", ["b"], { parent: "b" })]), false, 0);
  assert.equal(store.shape, 2);
  assert.deepEqual(store.dependents.get("b"), ["c"]);
  assert.deepEqual(store.stages.map((s) => s.name), ["a", "b", "c"]);
});

test("attempts are stretches of time, and how many are in flight is counted", () => {
  const attempt = { begunAt: "2026-01-01T00:00:00Z", clocks: clocks({ queued: 1000, running: 4000, current: "running" }) };
  const [span] = spansOf(stage("a", [], { attempts: [attempt] }), Date.UTC(2026, 0, 1, 0, 0, 7), 2000);
  assert.equal(span.to - span.from, 7000);
  assert.deepEqual(span.parts.map((p) => [p.clock, p.to - p.from]), [["queued", 1000], ["running", 6000]]);
  assert.deepEqual(
    parallelism([{ from: 0, to: 10 }, { from: 5, to: 10 }, { from: 10, to: 12 }]),
    [{ at: 0, n: 1 }, { at: 5, n: 2 }, { at: 10, n: 1 }, { at: 12, n: 0 }],
  );
});

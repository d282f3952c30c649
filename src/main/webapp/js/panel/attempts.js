// Every attempt at a stage: where it ran, for how long, how it ended.
import { button, el } from "../dom.js";
import { statusIcon } from "../icons.js";
import { lookOf } from "../status.js";
import { T } from "../text.js";
import { dateTime } from "../time.js";
import { block, clocks, failure, pairs } from "./overview.js";

/** @param {import("../types.js").Stage} stage */
export function attempts(stage, go) {
  if (stage.attempts.length === 0) {
    return el("p", { class: "kd-empty" }, stage.reason || stage.waiting || T.none);
  }
  return el("div", { class: "kd-attempts" }, ...[...stage.attempts].reverse().map((a) => attempt(a, stage, go)));
}

/** @param {import("../types.js").Attempt} a */
function attempt(a, stage, go) {
  const look = lookOf(a.failure ? "FAILED" : a.ended ? "SUCCEEDED" : stage.phase);
  const where = {};
  a.job && (where[T.job] = a.job);
  a.pod && (where[T.pod] = a.pod);
  a.node && (where[T.node] = a.node);
  a.startedAt && (where[T.started] = dateTime(a.startedAt));
  const title = el("span", { class: "kd-attempt-title" }, statusIcon(look), T.attemptN(a.number));
  return block(
    title,
    a.failure ? failure(a.failure) : el("p", { class: "kd-faint" }, a.ended ? T.succeeded : (a.waiting ?? T.goesOn)),
    clocks({ ...a, at: stage.at }),
    pairs(where),
    a.hasLog && button(T.openLog, () => go.tab("log", a.number)),
  );
}

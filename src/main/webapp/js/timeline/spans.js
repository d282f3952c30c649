// When attempts took place, and how many at once. Pure functions.

const CLOCKS = ["queued", "pending", "pulling", "running"];

/**
 * The attempts of a stage as stretches of time.
 *
 * @param {import("../types.js").Stage} stage
 * @param {number} now the controller's clock, milliseconds since 1970
 * @param {number} elapsed milliseconds since the stage was received
 * @returns {{attempt: import("../types.js").Attempt, from: number, to: number, parts: {clock: string, from: number, to: number}[]}[]}
 */
export function spansOf(stage, now, elapsed) {
  return stage.attempts
    .filter((a) => a.begunAt)
    .map((attempt) => {
      let at = Date.parse(attempt.begunAt);
      const from = at;
      const parts = [];
      for (const clock of CLOCKS) {
        const millis = attempt.clocks[clock] + (attempt.clocks.current === clock ? elapsed : 0);
        if (millis > 0) {
          parts.push({ clock, from: at, to: at + millis });
          at += millis;
        }
      }
      return { attempt, from, to: Math.min(Math.max(at, from + 1), Math.max(now, at)), parts };
    });
}

/**
 * How many attempts were in flight when: steps of a line. An attempt is from its slot to its end, waiting for its slot is not.
 *
 * @param {ReturnType<typeof spansOf>} spans
 * @returns {{at: number, n: number}[]}
 */
export function parallelism(spans) {
  const turns = [];
  for (const span of spans) {
    turns.push([span.from, 1], [span.to, -1]);
  }
  turns.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const steps = [];
  let n = 0;
  for (const [at, change] of turns) {
    n += change;
    if (steps.length > 0 && steps[steps.length - 1].at === at) {
      steps[steps.length - 1].n = n;
    } else {
      steps.push({ at, n });
    }
  }
  return steps;
}

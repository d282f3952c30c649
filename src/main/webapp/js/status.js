// How a standing looks: its tone (a colour of the style sheet), its icon (a shape of its own) and its place in a list.

/** @typedef {{tone: string, icon: string, label: string, rank: number}} Look */

/** @type {Object<string, Look>} */
const LOOKS = {
  FAILED: look("danger", "failed", "Failed", 0),
  ERROR: look("danger", "failed", "Error", 0),
  UNSTABLE: look("warning", "unstable", "Unstable", 1),
  DISRUPTED: look("warning", "disrupted", "Disrupted", 2),
  BACKOFF: look("warning", "retry", "Retrying", 2),
  STOPPING: look("warning", "stop", "Stopping", 3),
  RUNNING: look("info", "running", "Running", 4),
  JUDGING: look("info", "running", "Finishing", 4),
  FINALLY: look("info", "running", "Finishing", 4),
  OPEN: look("info", "running", "Running", 4),
  PULLING: look("busy", "pulling", "Pulling", 5),
  PENDING: look("busy", "pending", "Pending", 6),
  SUBMITTING: look("busy", "pending", "Submitting", 6),
  QUEUED: look("idle", "queued", "Queued", 7),
  CANCELLED: look("muted", "stop", "Cancelled", 8),
  SUCCEEDED: look("success", "succeeded", "Succeeded", 9),
  OMITTED: look("muted", "omitted", "Omitted", 10),
  SKIPPED: look("muted", "skipped", "Skipped", 11),
  WAITING: look("idle", "waiting", "Waiting", 12),
};

function look(tone, icon, label, rank) {
  return { tone, icon, label, rank };
}

/** How a stage or a run stands, as one word. */
export function standing(thing) {
  return thing.status ?? thing.phase;
}

/**
 * @param {string} word a status or a phase; one that is not known yet looks idle
 * @returns {Look}
 */
export function lookOf(word) {
  return LOOKS[word] ?? look("idle", "waiting", word, 12);
}

/** Failures first, then what goes on, then the rest; within that the order they came in. */
export function byUrgency(a, b) {
  return lookOf(standing(a)).rank - lookOf(standing(b)).rank;
}

/** Whether a stage is one to look at first. */
export function isTrouble(stage) {
  return stage.status === "FAILED" || stage.status === "UNSTABLE";
}

/** How many of some stages stand how, the urgent first. @returns {[string, number][]} */
export function tally(stages) {
  const counts = new Map();
  for (const stage of stages) {
    const word = standing(stage);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => lookOf(a[0]).rank - lookOf(b[0]).rank);
}

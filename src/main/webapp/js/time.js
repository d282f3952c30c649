// Durations and moments as people read them.

const two = (n) => String(n).padStart(2, "0");

/** 0s, 0.3s, 42s, 1m 05s, 2h 07m, 3d 04h. @param {number} millis */
export function duration(millis) {
  if (millis < 50) {
    return "0s";
  }
  if (millis < 9950) {
    return `${(millis / 1000).toFixed(1)}s`;
  }
  const seconds = Math.round(millis / 1000);
  if (seconds < 60) {
    return `${seconds}s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  }
  const hours = Math.floor(seconds / 3600);
  return hours < 100 ? `${hours}h ${two(Math.floor((seconds % 3600) / 60))}m` : `${Math.floor(hours / 24)}d ${two(hours % 24)}h`;
}

/** The same for what goes on: without tenths, which would flicker. */
export function ticking(millis) {
  return duration(millis < 9950 ? Math.floor(millis / 1000) * 1000 : millis);
}

/** @param {string} instant as the host writes it */
export function clockTime(instant) {
  return new Date(instant).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** @param {string} instant */
export function dateTime(instant) {
  return new Date(instant).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** How long a stage has taken, with the time since it was received where it goes on. @param {import("./types.js").Stage} stage */
export function stageMillis(stage, now = performance.now()) {
  const goesOn = !stage.endedAt && stage.startedAt;
  return stage.durationMillis + (goesOn ? now - stage.at : 0);
}

/** One of a stage's or an attempt's clocks now. */
export function clockMillis(clocks, name, at, now = performance.now()) {
  return clocks[name] + (clocks.current === name ? now - at : 0);
}

/** A round distance between marks of an axis, so that about `count` of them fit. @param {number} spanMillis */
export function step(spanMillis, count) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400].map((s) => s * 1000);
  return steps.find((s) => spanMillis / s <= count) ?? Math.ceil(spanMillis / count / 86_400_000) * 86_400_000;
}

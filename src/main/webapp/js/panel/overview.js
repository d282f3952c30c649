// What a stage came to, and why.
import { button, el } from "../dom.js";
import { glyph, statusIcon } from "../icons.js";
import { lookOf, standing } from "../status.js";
import { T } from "../text.js";
import { clockMillis, duration } from "../time.js";

const CLOCKS = ["queued", "pending", "pulling", "running"];

/** @param {import("../types.js").Stage} s */
export function overview(s, store, details, go) {
  const logged = s.attempts.filter((a) => a.hasLog).at(-1);
  return el(
    "div",
    { class: "kd-overview" },
    s.failure && failure(s.failure, lookOf(standing(s)).tone),
    s.failure && logged && button(T.openLog, () => go.tab("log", logged.number), { class: "kd-primary jenkins-button--primary" }),
    !s.failure && s.waiting && note(lookOf(s.phase), s.waiting),
    !s.failure && s.reason && note(lookOf(standing(s)), s.reason),
    clocks(s),
    Object.keys(s.outputs).length > 0 && block(T.outputs, pairs(s.outputs)),
    block(T.needs, names(s.needs, store)),
    block(T.neededBy, names(store.dependents.get(s.name) ?? [], store)),
    details.extras(s),
  );
}

/** @param {import("../types.js").Failure} f */
export function failure(f, tone = "danger") {
  const [whose, blame] = T.blame[f.blame];
  return el(
    "div",
    { class: `kd-trouble kd-${tone}` },
    el("div", { class: "kd-trouble-head" }, statusIcon(lookOf(tone === "warning" ? "UNSTABLE" : "FAILED")), el("h4", {}, f.cause), el("span", { class: `kd-blame kd-blame-${f.blame}`, title: T.whoseFault }, blame)),
    el("p", { class: "kd-faint" }, `${T.whoseFault}: ${whose}`),
    el("p", { class: "kd-happened" }, f.message),
    f.evidence.length > 0 && el("ul", { class: "kd-evidence" }, ...f.evidence.map((line) => el("li", {}, line))),
    f.remedy && el("div", { class: "kd-remedy" }, glyph("wrench"), el("div", {}, el("strong", {}, T.whatToDo), el("p", {}, f.remedy))),
  );
}

export function block(title, ...content) {
  return el("section", { class: "kd-block" }, el("h4", {}, title), ...content);
}

function note(look, text) {
  return el("div", { class: "kd-why-note" }, statusIcon(look), el("p", {}, text));
}

/** The four clocks as a bar and in words. */
export function clocks(s) {
  const millis = CLOCKS.map((c) => clockMillis(s.clocks, c, s.at ?? performance.now()));
  const sum = millis.reduce((a, b) => a + b, 0);
  if (sum < 50) {
    return null;
  }
  const bar = el("div", { class: "kd-clock-bar", "aria-hidden": "true" });
  CLOCKS.forEach((c, i) => {
    if (millis[i] > 0) {
      const part = el("span", { class: `kd-bar-part kd-bar-${c}` });
      part.style.flexGrow = millis[i] / sum;
      bar.append(part);
    }
  });
  const words = CLOCKS.map((c, i) => el("div", { class: "kd-clock", title: T.clockHelp[c] }, el("dt", {}, el("span", { class: `kd-swatch kd-bar-${c}` }), T.clocks[c]), el("dd", {}, duration(millis[i]))));
  return el("div", { class: "kd-clocks" }, bar, el("dl", {}, ...words));
}

export function pairs(values) {
  return el("dl", { class: "kd-pairs" }, ...Object.entries(values).flatMap(([key, value]) => [el("dt", {}, key), el("dd", {}, typeof value === "string" ? value : JSON.stringify(value))]));
}

function names(list, store) {
  if (list.length === 0) {
    return el("p", { class: "kd-faint" }, T.none);
  }
  const shown = list.slice(0, 60);
  return el(
    "ul",
    { class: "kd-names" },
    ...shown.map((name) => {
      const stage = store.byName.get(name);
      return el("li", {}, stage && statusIcon(lookOf(standing(stage))), el("a", { href: `#stage=${encodeURIComponent(name)}` }, name));
    }),
    list.length > shown.length && el("li", { class: "kd-faint" }, T.andMore(list.length - shown.length)),
  );
}

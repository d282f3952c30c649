// What of a stage is only fetched when somebody looks: the manifest, the values its condition read, the line for a terminal, events.
import { button, el } from "../dom.js";
import { T } from "../text.js";
import { block, pairs } from "./overview.js";

export class Details {
  #known = new Map();

  constructor(host) {
    this.host = host;
  }

  /** Below the overview: the condition, the command line, events. */
  extras(stage) {
    const place = el("div", { class: "kd-extras" });
    this.#of(stage).then(
      (d) => {
        place.append(
          ...[
            d.when && block(T.condition, el("pre", { class: "kd-code", tabindex: "0" }, d.when), Object.keys(d.values ?? {}).length > 0 && el("p", { class: "kd-faint" }, T.conditionValues), Object.keys(d.values ?? {}).length > 0 && pairs(d.values)),
            d.kubectl?.length > 0 && block(T.kubectl, ...d.kubectl.map(copyable)),
            d.events?.length > 0 && block(T.events, el("ul", { class: "kd-evidence" }, ...d.events.map((e) => el("li", {}, e)))),
          ].filter(Boolean),
        );
      },
      () => place.remove(),
    );
    return place;
  }

  manifest(stage) {
    const place = el("div", { class: "kd-manifest" }, el("p", { class: "kd-empty" }, T.loading));
    this.#of(stage).then(
      (d) => place.replaceChildren(d.planned ? el("p", { class: "kd-faint" }, T.manifestPlanned) : "", el("p", { class: "kd-faint" }, T.redacted), el("pre", { class: "kd-code", tabindex: "0", "aria-label": T.manifest }, d.manifest)),
      (e) => place.replaceChildren(el("p", { class: "kd-notice" }, T.cannotLoad(e.message))),
    );
    return place;
  }

  /** Fetched again when the stage has gone on since. */
  #of(stage) {
    const key = `${stage.name}\n${stage.phase}\n${stage.attempts.length}`;
    if (!this.#known.has(key)) {
      const url = new URL("stage", new URL(this.host.base, document.baseURI));
      url.searchParams.set("stage", stage.name);
      const asked = fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`))));
      asked.catch(() => this.#known.delete(key));
      this.#known.set(key, asked);
    }
    return this.#known.get(key);
  }
}

function copyable(line) {
  const b = button(T.copy, async () => {
    await navigator.clipboard?.writeText(line);
    b.textContent = T.copied;
    setTimeout(() => (b.textContent = T.copy), 1500);
  });
  return el("div", { class: "kd-copy" }, el("code", {}, line), b);
}

// Search and filter: by words of the name, and by how stages stand. The counts are the buttons.
import { el, say } from "../dom.js";
import { glyph, statusIcon } from "../icons.js";
import { lookOf, standing, tally } from "../status.js";
import { T } from "../text.js";

/** Whether a stage is meant by some words: each is in its name, or is how it stands. */
export function matches(stage, words, statuses) {
  const name = stage.name.toLowerCase();
  const state = lookOf(standing(stage)).label.toLowerCase();
  const cause = stage.failure?.cause.toLowerCase() ?? "";
  const bySearch = words.every((w) => name.includes(w) || state.startsWith(w) || cause.includes(w));
  return bySearch && (statuses.size === 0 || statuses.has(standing(stage)));
}

export class Filter {
  #statuses = new Set();

  /**
   * @param {import("../store.js").RunStore} store
   * @param {(names: ?Set<string>, shown: import("../types.js").Stage[]) => void} onFilter names is null while all are shown
   */
  constructor(store, onFilter) {
    this.store = store;
    this.onFilter = onFilter;
    this.input = el("input", { type: "search", class: "kd-search jenkins-input", placeholder: T.search, "aria-label": T.search, title: T.searchHint, on: { input: () => this.#apply() } });
    this.chips = el("div", { class: "kd-chips", role: "group", "aria-label": T.filterBy });
    this.element = el("div", { class: "kd-filter" }, el("label", { class: "kd-search-box" }, glyph("search"), this.input), this.chips);
    store.addEventListener("change", () => {
      this.#draw();
      this.#apply();
    });
  }

  #draw() {
    const counts = tally(this.store.jobs);
    const known = new Map([...this.chips.children].map((c) => [c.dataset.status, c]));
    const chips = counts.map(([word, n]) => {
      const chip = known.get(word) ?? this.#chip(word);
      say(chip.querySelector(".kd-count"), n.toLocaleString("en"));
      return chip;
    });
    this.#statuses.forEach((s) => counts.some(([word]) => word === s) || this.#statuses.delete(s));
    if (chips.length !== this.chips.children.length || chips.some((c, i) => c !== this.chips.children[i])) {
      const focused = document.activeElement;
      this.chips.replaceChildren(...chips);
      this.chips.contains(focused) && focused.focus();
    }
  }

  #chip(word) {
    const look = lookOf(word);
    const chip = el("button", { type: "button", class: `kd-chip kd-${look.tone}`, "aria-pressed": "false", data: { status: word } });
    chip.append(statusIcon(look), el("span", { class: "kd-count" }), el("span", {}, look.label));
    chip.addEventListener("click", () => {
      this.#statuses.has(word) ? this.#statuses.delete(word) : this.#statuses.add(word);
      chip.setAttribute("aria-pressed", String(this.#statuses.has(word)));
      this.#apply();
    });
    return chip;
  }

  #apply() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = words.length === 0 && this.#statuses.size === 0;
    const { jobs } = this.store;
    const shown = all ? jobs : jobs.filter((s) => matches(s, words, this.#statuses));
    this.onFilter(all ? null : new Set(shown.map((s) => s.name)), shown);
  }
}

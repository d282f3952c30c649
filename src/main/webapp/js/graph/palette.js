// The style sheet's colours for the canvas, in the theme that is shown. Read again whenever that changes.
import { el } from "../dom.js";

const TONES = ["success", "danger", "warning", "info", "busy", "idle", "muted"];
const PLAIN = ["text", "faint", "card", "border", "edge", "strong", "critical"];

export class Palette {
  /** @param {HTMLElement} home an element in which the style sheet's names are known */
  constructor(home, onChange) {
    this.probe = el("span", { class: "kd-probe", hidden: true });
    home.append(this.probe);
    this.read();
    const again = () => {
      this.read();
      onChange();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  }

  read() {
    this.tone = Object.fromEntries(TONES.map((name) => [name, this.#colour(`var(--kd-${name})`)]));
    this.tint = Object.fromEntries(TONES.map((name) => [name, this.#colour(`var(--kd-${name}-tint)`)]));
    PLAIN.forEach((name) => (this[name] = this.#colour(`var(--kd-${name})`)));
    this.font = getComputedStyle(this.probe).fontFamily;
  }

  #colour(value) {
    this.probe.style.color = value;
    return getComputedStyle(this.probe).color;
  }
}

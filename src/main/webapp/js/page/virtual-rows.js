// A list of rows of one height of which only those in sight exist, so that a million of them scroll as ten do.

/** No browser lays out elements much taller; longer lists are scrolled in proportion. */
const TALLEST = 8_000_000;
const SPARE = 12;

export class VirtualRows {
  #count = 0;
  #first = -1;
  #last = -1;

  /**
   * @param {HTMLElement} scroller what scrolls
   * @param {number} rowHeight in pixels
   * @param {(i: number) => HTMLElement} render a row
   */
  constructor(scroller, rowHeight, render) {
    this.scroller = scroller;
    this.rowHeight = rowHeight;
    this.render = render;
    this.space = document.createElement("div");
    this.space.className = "kd-rows";
    this.window = document.createElement("div");
    this.window.className = "kd-window";
    this.space.append(this.window);
    scroller.append(this.space);
    scroller.addEventListener("scroll", () => this.#show(false), { passive: true });
    new ResizeObserver(() => this.#show(false)).observe(scroller);
  }

  get count() {
    return this.#count;
  }

  /** How much longer the list is than what is scrolled. */
  get #scale() {
    const full = this.#count * this.rowHeight;
    return full > TALLEST ? (full - this.scroller.clientHeight) / (TALLEST - this.scroller.clientHeight) : 1;
  }

  set(count) {
    this.#count = count;
    this.space.style.height = `${Math.min(TALLEST, count * this.rowHeight)}px`;
    this.#show(true);
  }

  /** Rows may look different from before. */
  refresh() {
    this.#show(true);
  }

  get top() {
    return Math.floor((this.scroller.scrollTop * this.#scale) / this.rowHeight);
  }

  scrollTo(i, where = 0.4) {
    const px = i * this.rowHeight - this.scroller.clientHeight * where;
    this.scroller.scrollTop = Math.max(0, px / this.#scale);
    this.#show(false);
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  get atEnd() {
    return this.scroller.scrollTop + this.scroller.clientHeight >= this.scroller.scrollHeight - this.rowHeight;
  }

  #show(anew) {
    const scale = this.#scale;
    const offset = this.scroller.scrollTop * scale;
    const inSight = Math.ceil((this.scroller.clientHeight || 400) / this.rowHeight);
    const first = Math.max(0, Math.floor(offset / this.rowHeight) - SPARE);
    const last = Math.min(this.#count, first + inSight + 2 * SPARE);
    if (!anew && scale === 1 && first === this.#first && last === this.#last) {
      return;
    }
    if (anew || first !== this.#first || last !== this.#last) {
      const rows = [];
      for (let i = first; i < last; i++) {
        rows.push(this.render(i));
      }
      this.window.replaceChildren(...rows);
    }
    this.#first = first;
    this.#last = last;
    // Where the list is scrolled in proportion, rows stand relative to what is scrolled, not to the list's own length.
    const y = scale === 1 ? first * this.rowHeight : this.scroller.scrollTop - (offset - first * this.rowHeight);
    this.window.style.transform = `translateY(${y}px)`;
  }
}

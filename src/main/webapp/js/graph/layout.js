// Has graphs laid out by a worker; where the browser or the site's policy does not allow one, by the page itself.
import { columns } from "./place.js";

/** Larger ones would hold up the page for too long. */
const BY_THE_PAGE = 300;

export class Layout {
  #worker = null;
  #id = 0;
  #latest = null;

  constructor() {
    try {
      this.#worker = new Worker(new URL("./layout-worker.js", import.meta.url), { type: "module" });
      this.#worker.addEventListener("message", ({ data }) => this.#done(data));
      this.#worker.addEventListener("error", () => this.#without());
    } catch {
      this.#worker = null;
    }
  }

  /**
   * Lays out; an earlier graph that is still being laid out is forgotten.
   *
   * @param {(placed: import("../types.js").Placed) => void} then
   */
  place(nodes, edges, then) {
    this.#latest = { id: ++this.#id, nodes, edges, then };
    if (this.#worker) {
      this.#worker.postMessage({ id: this.#id, nodes, edges });
    } else {
      this.#bySelf();
    }
  }

  #done({ id, placed }) {
    if (this.#latest?.id === id) {
      const { nodes, edges, then } = this.#latest;
      this.#latest = null;
      then(placed ?? columns(nodes, edges));
    }
  }

  #without() {
    this.#worker = null;
    this.#bySelf();
  }

  async #bySelf() {
    const asked = this.#latest;
    if (asked) {
      const { place } = await import("./place.js");
      const lay = asked.nodes.length > BY_THE_PAGE ? columns : place;
      this.#done({ id: asked.id, placed: lay(asked.nodes, asked.edges) });
    }
  }
}

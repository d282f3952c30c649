// The log viewer.
import { button, el, say } from "../dom.js";
import { pieces } from "../page/ansi.js";
import { VirtualRows } from "../page/virtual-rows.js";
import { T } from "../text.js";
import { clockTime } from "../time.js";
import { LogSource } from "./log-source.js";

const ROW = 19;
/** A line is not shown beyond that; the raw log has all of it. */
const LONGEST = 10_000;

export class LogView {
  #hits = [];
  #hit = -1;
  #query = "";

  /**
   * @param {{base: string}} host
   * @param {import("../types.js").Stage} stage
   * @param {import("../types.js").Attempt} attempt
   * @param {{line: ?number, onLine: (n: number) => void}} where
   */
  constructor(host, stage, attempt, where) {
    this.where = where;
    this.source = new LogSource(host.base, stage.name, attempt.number);
    this.following = !where.line;
    const toggle = (text, on, act) => {
      const b = button(text, () => {
        const pressed = b.getAttribute("aria-pressed") !== "true";
        b.setAttribute("aria-pressed", String(pressed));
        act(pressed);
      }, { "aria-pressed": String(on), class: "kd-toggle" });
      return b;
    };
    this.followButton = toggle(T.follow, this.following, (on) => {
      this.following = on;
      on && this.rows.toEnd();
    });
    this.search = el("input", { type: "search", class: "kd-search jenkins-input", placeholder: T.findInLog, "aria-label": T.findInLog });
    this.search.addEventListener("input", () => this.#searchSoon());
    this.search.addEventListener("keydown", (e) => e.key === "Enter" && this.#go(e.shiftKey ? -1 : 1));
    this.found = el("span", { class: "kd-found", role: "status" });
    this.count = el("span", { class: "kd-faint kd-log-count" });
    this.scroller = el("div", { class: "kd-log", tabindex: "0", role: "log", "aria-live": "off", "aria-label": `${T.log} ${stage.name}` });
    this.note = el("p", { class: "kd-empty kd-log-note" }, T.loading);
    this.scroller.append(this.note);
    const step = (text, label, d) => button(text, () => this.#go(d), { class: "kd-tool", "aria-label": label, title: label });
    this.element = el(
      "div",
      { class: "kd-log-view" },
      el(
        "div",
        { class: "kd-log-tools" },
        el("span", { class: "kd-search-box" }, this.search, this.found, step("↑", T.previous, -1), step("↓", T.next, 1)),
        this.followButton,
        toggle(T.wrap, false, (on) => this.#wrap(on)),
        toggle(T.stamps, false, (on) => this.scroller.classList.toggle("kd-stamped", on)),
        el("a", { class: "kd-link", href: this.source.rawUrl, target: "_blank", rel: "noopener" }, T.raw),
        el("a", { class: "kd-link", href: this.source.rawUrl, download: `${stage.name}.${attempt.number}.log`.replace(/[^A-Za-z0-9_.-]+/g, "-") }, T.download),
        this.count,
      ),
      this.scroller,
    );
    this.rows = new VirtualRows(this.scroller, ROW, (i) => this.#row(i));
    this.source.addEventListener("length", () => this.#length());
    this.source.addEventListener("lines", () => this.rows.refresh());
    this.scroller.addEventListener("wheel", () => this.#unfollow(), { passive: true });
    this.scroller.addEventListener("keydown", () => this.#unfollow());
  }

  close() {
    this.source.stop();
    clearTimeout(this.timer);
  }

  #unfollow() {
    if (this.following && !this.rows.atEnd) {
      this.following = false;
      this.followButton.setAttribute("aria-pressed", "false");
    }
  }

  #length() {
    const { total, complete } = this.source;
    this.note.hidden = total > 0;
    say(this.note, complete ? T.emptyLog : T.noLogYet);
    say(this.count, T.lines(total));
    this.followButton.hidden = complete;
    this.rows.set(total);
    if (this.where.line && !this.went) {
      this.went = true;
      this.rows.scrollTo(this.where.line - 1);
    } else if (this.following) {
      this.rows.toEnd();
    }
  }

  #row(i) {
    const line = this.source.line(i);
    const number = el("a", { class: "kd-line-number", href: "#", tabindex: "-1", "aria-label": T.lineLink(i + 1), data: { n: i + 1 } });
    number.addEventListener("click", (e) => {
      e.preventDefault();
      this.where.line = i + 1;
      this.where.onLine(i + 1);
      this.rows.refresh();
    });
    const row = el("div", { class: "kd-log-line" }, number);
    if (line === null) {
      return row;
    }
    const [stamp, text] = line;
    row.classList.toggle("kd-chosen", this.where.line === i + 1);
    row.classList.toggle("kd-current-hit", this.#hits[this.#hit] === i);
    if (stamp === null) {
      row.classList.add("kd-gap");
      row.append(el("span", {}, `${T.gap}: ${text}`));
      return row;
    }
    row.append(el("span", { class: "kd-stamp", title: stamp }, clockTime(stamp)), el("span", { class: "kd-log-text" }, ...this.#text(text)));
    return row;
  }

  #text(text) {
    const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
    return pieces(shown).flatMap(({ text: part, classes }) => {
      const marked = this.#marked(part);
      return classes.length === 0 ? marked : [el("span", { class: classes.join(" ") }, ...marked)];
    });
  }

  #marked(part) {
    if (!this.#query) {
      return [part];
    }
    const low = part.toLowerCase();
    const out = [];
    let from = 0;
    for (let at = low.indexOf(this.#query); at >= 0; at = low.indexOf(this.#query, at + this.#query.length)) {
      out.push(part.slice(from, at), el("mark", {}, part.slice(at, at + this.#query.length)));
      from = at + this.#query.length;
    }
    return [...out, part.slice(from)];
  }

  #searchSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#find(), 250);
  }

  async #find() {
    this.#query = this.search.value.toLowerCase();
    const asked = this.#query;
    say(this.found, asked ? T.searching : "");
    const { hits, more } = asked ? await this.source.find(asked) : { hits: [], more: false };
    if (asked !== this.#query) {
      return;
    }
    this.#hits = hits;
    this.more = more;
    this.#hit = -1;
    this.rows.refresh();
    say(this.found, asked ? T.hits(0, hits.length, more) : "");
    hits.length > 0 && this.#go(1);
  }

  #go(d) {
    if (this.#hits.length === 0) {
      return;
    }
    this.following = false;
    this.followButton.setAttribute("aria-pressed", "false");
    this.#hit = (this.#hit + d + this.#hits.length) % this.#hits.length;
    say(this.found, T.hits(this.#hit + 1, this.#hits.length, this.more));
    this.rows.scrollTo(this.#hits[this.#hit]);
    this.rows.refresh();
  }

  #wrap(on) {
    this.scroller.classList.toggle("kd-wrap", on);
    this.rows.refresh();
  }
}

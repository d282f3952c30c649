// The run as it is known here: what the feed brings, put together.

export class RunStore extends EventTarget {
  /** @type {?import("./types.js").Run} */
  run = null;
  /** @type {import("./types.js").Stage[]} in the order of the file */
  stages = [];
  /** @type {Map<string, import("./types.js").Stage>} */
  byName = new Map();
  /** @type {Map<string, string[]>} names of the stages that need a stage */
  dependents = new Map();
  /** @type {Map<string, string[]>} names of the members of each group of the file */
  members = new Map();
  /** Changes whenever stages or edges do. */
  shape = 0;
  #now = 0;
  #at = 0;

  /**
   * @param {import("./types.js").Run & {stages: import("./types.js").Stage[]}} update
   * @param {boolean} full whether it holds all stages
   */
  apply(update, full, at = performance.now()) {
    const { stages, ...run } = update;
    this.run = { actions: [], params: {}, failures: [], health: null, ...run };
    this.#now = Date.parse(run.now ?? run.endedAt ?? new Date().toISOString());
    this.#at = at;
    const known = full ? new Map() : this.byName;
    let shapeChanged = full && (stages.length !== this.stages.length || this.shape === 0);
    const changed = [];
    for (const stage of stages) {
      stage.at = at;
      const before = this.byName.get(stage.name);
      shapeChanged ||= !before || before.parent !== stage.parent || before.needs.join("\n") !== stage.needs.join("\n");
      known.set(stage.name, stage);
      changed.push(stage.name);
    }
    this.byName = known;
    this.stages = [...known.values()];
    if (shapeChanged) {
      this.#connect();
      this.shape++;
    }
    this.dispatchEvent(Object.assign(new Event("change"), { detail: { changed, shapeChanged } }));
  }

  /** The stages that run something: all but the heads of groups whose members are known. */
  get jobs() {
    return this.stages.filter((s) => !this.members.has(s.name));
  }

  #connect() {
    this.members = new Map();
    for (const stage of this.stages.filter((s) => s.parent)) {
      this.members.set(stage.parent, [...(this.members.get(stage.parent) ?? []), stage.name]);
    }
    this.dependents = new Map(this.stages.map((s) => [s.name, []]));
    for (const stage of this.stages) {
      stage.needs.forEach((need) => this.dependents.get(need)?.push(stage.name));
    }
  }

  get ended() {
    return this.run?.phase === "ENDED";
  }

  /** The controller's clock now, in milliseconds since 1970; stands still once the run has ended. */
  now() {
    return this.ended ? Date.parse(this.run.endedAt) : this.#now + (performance.now() - this.#at);
  }

  /** How long the run has taken. */
  millis() {
    return this.run.durationMillis + (this.ended ? 0 : performance.now() - this.#at);
  }

  may(action) {
    return this.run?.actions.includes(action) ?? false;
  }
}

// The part of the address behind #: which stage is open, which of its tabs, attempt and line.

/** @returns {?{stage: string, tab?: string, attempt?: number, line?: number}} */
export function parse(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ""));
  const stage = values.get("stage");
  if (!stage) {
    return null;
  }
  const number = (key) => (Number.isInteger(Number(values.get(key))) && Number(values.get(key)) > 0 ? Number(values.get(key)) : undefined);
  return { stage, tab: values.get("tab") ?? undefined, attempt: number("attempt"), line: number("line") };
}

/** The shortest form: #stage=NAME for a stage's overview. */
export function format(place) {
  if (!place) {
    return "";
  }
  const values = new URLSearchParams({ stage: place.stage });
  place.tab && place.tab !== "overview" && values.set("tab", place.tab);
  place.attempt && place.tab === "log" && values.set("attempt", place.attempt);
  place.line && values.set("line", place.line);
  return `#${values.toString().replaceAll("+", "%20")}`;
}

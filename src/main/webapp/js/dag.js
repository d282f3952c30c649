// Keeps the server's table up to date from the run's JSON. Everything is set as text, never as markup.

const PERIOD_MILLIS = 2000;

function duration(millis) {
  if (millis < 50) {
    return "";
  }
  const seconds = Math.floor(millis / 1000);
  if (millis < 9950) {
    return `${(millis / 1000).toFixed(1)}s`;
  }
  if (seconds < 60) {
    return `${seconds}s`;
  }
  const two = (n) => String(n).padStart(2, "0");
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  }
  return `${Math.floor(seconds / 3600)}h${two(Math.floor((seconds % 3600) / 60))}m`;
}

function status(element, value) {
  element.textContent = value;
  element.dataset.status = value;
}

function why(stage) {
  if (stage.failure) {
    return `${stage.failure.cause}: ${stage.failure.message}`;
  }
  return stage.waiting ?? stage.reason;
}

function logs(cell, section, stage) {
  const numbers = stage.attempts.filter((a) => a.hasLog).map((a) => a.number);
  if (cell.querySelectorAll("a").length === numbers.length) {
    return;
  }
  cell.replaceChildren(
    ...numbers.flatMap((number) => {
      const link = document.createElement("a");
      link.href = `${section.dataset.logUrl}?${new URLSearchParams({ stage: stage.name, attempt: number })}`;
      link.textContent = number;
      return [link, " "];
    }),
  );
}

function evidence(element, lines) {
  element.replaceChildren(
    ...lines.map((text) => {
      const line = document.createElement("div");
      line.textContent = text;
      return line;
    }),
  );
}

// elapsedMillis: since the run was as it is given; the clocks that run have gone on since.
function show(section, run, elapsedMillis = 0) {
  status(section.querySelector("h2 .k8sdag-status"), run.status ?? run.phase);
  section.querySelector(".k8sdag-message").textContent = run.message;
  section.querySelector(".k8sdag-progress").textContent =
    `${run.progress.ended} of ${run.progress.total} stages done, ${run.progress.running} running`;
  const rows = new Map([...section.querySelectorAll("tr[data-stage]")].map((row) => [row.dataset.stage, row]));
  for (const stage of run.stages) {
    const row = rows.get(stage.name);
    if (!row) {
      continue;
    }
    status(row.querySelector(".k8sdag-status"), stage.status ?? stage.phase);
    for (const cell of row.querySelectorAll("[data-clock]")) {
      const clock = cell.dataset.clock;
      cell.textContent = duration(stage.clocks[clock] + (stage.clocks.current === clock ? elapsedMillis : 0));
    }
    row.querySelector(".k8sdag-why").textContent = why(stage);
    evidence(row.querySelector(".k8sdag-evidence"), stage.failure?.evidence ?? []);
    row.querySelector(".k8sdag-remedy").textContent = stage.failure?.remedy ?? "";
    logs(row.querySelector(".k8sdag-logs"), section, stage);
  }
}

async function follow(section) {
  let etag = "";
  let run = null;
  let since = 0;
  for (;;) {
    // No answer is no reason to stop: Jenkins may be restarting.
    const answer = document.hidden
      ? null
      : await fetch(section.dataset.stateUrl, { headers: etag ? { "If-None-Match": etag } : {} }).catch(() => null);
    if (answer?.ok) {
      etag = answer.headers.get("ETag") ?? "";
      run = await answer.json();
      since = performance.now();
    }
    if (run) {
      show(section, run, run.phase === "ENDED" ? 0 : performance.now() - since);
      if (run.phase === "ENDED") {
        section.querySelector(".k8sdag-cancel")?.remove();
        return;
      }
    }
    await new Promise((wake) => setTimeout(wake, PERIOD_MILLIS));
  }
}

for (const section of document.querySelectorAll('.k8sdag-run[data-ended="false"]')) {
  follow(section);
}

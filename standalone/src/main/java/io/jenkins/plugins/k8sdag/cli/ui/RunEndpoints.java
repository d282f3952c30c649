package io.jenkins.plugins.k8sdag.cli.ui;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.kubernetes.LogFiles;
import io.jenkins.plugins.k8sdag.kubernetes.LogReader;
import io.jenkins.plugins.k8sdag.page.History;
import io.jenkins.plugins.k8sdag.page.StageDetail;
import io.jenkins.plugins.k8sdag.page.Standing;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.ViewJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is served below {@code /runs/ID/}: the same as Jenkins serves below a build's page. */
final class RunEndpoints {
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final int MOST_LINES = 2000;
    private static final Set<String> CHANGING = Set.of("cancel", "retry", "rerun");

    private final Runs runs;
    private final Pages pages;
    private final InstantSource clock;
    private final Reruns reruns;

    RunEndpoints(Runs runs, Pages pages, InstantSource clock, Reruns reruns) {
        this.reruns = reruns;
        this.runs = runs;
        this.pages = pages;
        this.clock = clock;
    }

    /**
     * Answers.
     *
     * @param what the rest of the path
     */
    void serve(Request request, String id, String what) throws IOException {
        RunFolder folder = runs.folder(id).orElseThrow(() -> new HttpError(404, "there is no such run"));
        boolean changes = request.method().equals("POST");
        if (changes != CHANGING.contains(what)) {
            throw new HttpError(405, changes ? "this is only read" : "this is done by POST");
        }
        switch (what) {
            case "" ->
                request.answer(200, "text/html; charset=utf-8", pages.run(runs.standing(folder), clock.instant()));
            case "state" -> state(request, folder);
            case "stage" -> stage(request, folder);
            case "log" -> log(request, folder);
            case "logLines" -> logLines(request, folder);
            case "logSearch" ->
                request.json(
                        ViewJson.line(runs.log(attempt(request, folder).file()).find(request.required("q"))));
            case "history" -> history(request, folder);
            case "dag.yaml" -> dag(request, folder);
            case "cancel" -> cancel(request, folder);
            case "retry" -> retry(request, folder);
            case "rerun" -> rerun(request, folder);
            default -> throw new HttpError(404, "there is nothing of that name");
        }
    }

    private void state(Request request, RunFolder folder) throws IOException {
        long since = request.number("since", -1);
        Standing standing = runs.standing(folder);
        if (!request.unchanged(standing.tag(since))) {
            byte[] json = runs.feed(folder.id()).since(standing, since, clock.instant());
            request.answer(200, "application/json; charset=utf-8", json);
        }
        runs.told(standing);
    }

    private void stage(Request request, RunFolder folder) throws IOException {
        RunState state = runs.state(folder);
        int i = stage(state, request.required("stage"));
        String context = state.info().host().getOrDefault("context", "");
        String kubectl = "embedded".equals(state.info().host().get("cluster"))
                ? "kubectl --kubeconfig " + folder.path().resolve("embedded").resolve("kubeconfig")
                : "kubectl" + (context.isEmpty() ? "" : " --context " + context);
        request.json(ViewJson.line(StageDetail.of(state, i, kubectl, folder.journal())));
    }

    private static int stage(RunState state, String name) {
        int i = state.dag().indexOf(name);
        if (i < 0) {
            throw new HttpError(404, "the run has no such stage");
        }
        return i;
    }

    /** An attempt's log and whether it is whole. */
    private record Log(Path file, boolean complete) {}

    private Log attempt(Request request, RunFolder folder) throws IOException {
        RunState state = runs.state(folder);
        String stage = request.required("stage");
        int number = (int) request.number("attempt", 1);
        Attempt attempt = state.stage(stage(state, stage))
                .attempt(number)
                .orElseThrow(() -> new HttpError(404, "the stage has no such attempt"));
        boolean complete = attempt.drained() || state.phase() == RunPhase.ENDED;
        return new Log(LogFiles.of(folder.logs(), stage, number), complete);
    }

    private void log(Request request, RunFolder folder) throws IOException {
        Log log = attempt(request, folder);
        try (LogReader reader = LogReader.open(log.file());
                OutputStream out = request.stream(PLAIN)) {
            if (log.complete()) {
                reader.copyAll(out);
            } else {
                reader.copy(out);
            }
        }
    }

    private void logLines(Request request, RunFolder folder) throws IOException {
        Log log = attempt(request, folder);
        int count = (int) Math.min(MOST_LINES, request.number("count", MOST_LINES));
        request.json(ViewJson.line(runs.log(log.file()).lines(request.number("from", 0), count, log.complete())));
    }

    private void history(Request request, RunFolder folder) throws IOException {
        RunState mine = runs.state(folder);
        List<History.Of> earlier = runs.all().stream()
                .filter(s -> s.dag().name().equals(mine.dag().name()))
                .limit(History.RUNS)
                .map(s ->
                        new History.Of(s, s.info().runId(), "/runs/" + s.info().runId() + "/"))
                .toList();
        request.json(ViewJson.line(History.of(earlier)));
    }

    private void dag(Request request, RunFolder folder) throws IOException {
        if (!Files.exists(folder.dagFile())) {
            throw new HttpError(404, "the run's file was not kept");
        }
        request.set("Content-Disposition", "attachment; filename=\"dag.yaml\"");
        request.answer(200, PLAIN, Files.readAllBytes(folder.dagFile()));
    }

    /** Answers once there is something to see of the new run. */
    private void rerun(Request request, RunFolder folder) throws IOException {
        Optional<String> from = request.formIfAny("from");
        if (!runs.standing(folder).actions().contains("rerun")) {
            throw new HttpError(409, "the run has not ended, or all of it succeeded");
        }
        try {
            request.set("Location", "/runs/" + reruns.start(folder, from) + "/");
        } catch (IOException e) {
            throw new HttpError(409, e.getMessage());
        }
        request.answer(201, PLAIN, new byte[0]);
    }

    /** Answers once it is decided. */
    private void retry(Request request, RunFolder folder) throws IOException {
        String stage = request.form("stage");
        if (!runs.standing(folder).actions().contains("retry")) {
            throw new HttpError(409, "the run has ended or is being stopped, or no process drives it");
        }
        Optional<String> refusal = runs.retry(folder, stage, "the page");
        if (refusal.isPresent()) {
            throw new HttpError(409, refusal.get());
        }
        request.answer(204, PLAIN, new byte[0]);
    }

    private void cancel(Request request, RunFolder folder) throws IOException {
        request.drain();
        if (!runs.standing(folder).actions().contains("cancel")) {
            throw new HttpError(409, "the run has ended, or no process drives it");
        }
        runs.cancel(folder, "the page");
        request.answer(204, PLAIN, new byte[0]);
    }
}

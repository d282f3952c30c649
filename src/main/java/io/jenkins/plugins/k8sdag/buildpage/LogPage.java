package io.jenkins.plugins.k8sdag.buildpage;

import hudson.console.AnnotatedLargeText;
import hudson.model.Run;
import io.jenkins.plugins.k8sdag.kubernetes.LogFiles;
import io.jenkins.plugins.k8sdag.kubernetes.LogReader;
import io.jenkins.plugins.k8sdag.page.LogHits;
import io.jenkins.plugins.k8sdag.page.LogLines;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** The log of one attempt on the page. Made for one request. */
public final class LogPage {
    /** So many lines are asked for at once at most. */
    private static final int MOST_LINES = 2000;

    private final RunPage run;
    private final String stage;
    private final int attempt;
    private final Path file;
    private final boolean complete;

    private LogPage(RunPage run, String stage, int attempt, Path file, boolean complete) {
        this.run = run;
        this.stage = stage;
        this.attempt = attempt;
        this.file = file;
        this.complete = complete;
    }

    /** The log of an attempt that the run knows; anything else is not found, so that no request makes up a file's name. */
    static LogPage of(RunPage run, String stage, int attempt) {
        RunState state = run.state();
        Attempt known = IntStream.range(0, state.dag().size())
                .filter(i -> state.dag().stage(i).name().equals(stage))
                .boxed()
                .findFirst()
                .flatMap(i -> state.stage(i).attempt(attempt))
                .orElseThrow(HttpResponses::notFound);
        return new LogPage(
                run,
                stage,
                attempt,
                LogFiles.of(run.folder().logs(), stage, attempt),
                known.drained() || run.isEnded());
    }

    public Run<?, ?> getBuild() {
        return run.getBuild();
    }

    public Run<?, ?> getObject() {
        return run.getBuild();
    }

    public String getDisplayName() {
        return Messages.LogPage_DisplayName(stage, attempt);
    }

    public RunPage getRun() {
        return run;
    }

    public String getStage() {
        return stage;
    }

    public int getAttempt() {
        return attempt;
    }

    public boolean isComplete() {
        return complete;
    }

    LogLines lines(long from, int count) throws IOException {
        return Feeds.get().log(file).lines(from, Math.min(MOST_LINES, count), complete);
    }

    LogHits find(String text) throws IOException {
        return Feeds.get().log(file).find(text);
    }

    void text(StaplerRequest2 req, StaplerResponse2 rsp) throws IOException {
        long size = Files.exists(file) ? Files.size(file) : 0;
        if (Caching.unchanged(
                req, rsp, run.getId() + "-log-" + stage.hashCode() + "-" + attempt + "-" + size, complete)) {
            return;
        }
        rsp.setContentType("text/plain;charset=UTF-8");
        rsp.setHeader("X-Content-Type-Options", "nosniff");
        try (LogReader reader = LogReader.open(file)) {
            if (complete) {
                reader.copyAll(rsp.getOutputStream());
            } else {
                reader.copy(rsp.getOutputStream());
            }
        }
    }

    void progressive(StaplerRequest2 req, StaplerResponse2 rsp) throws IOException {
        if (!Files.exists(file)) {
            rsp.setContentType("text/html;charset=UTF-8");
            rsp.setHeader("X-Text-Size", "0");
            if (!complete) {
                rsp.setHeader("X-More-Data", "true");
            }
            return;
        }
        new AnnotatedLargeText<>(file.toFile(), StandardCharsets.UTF_8, complete, this).doProgressiveHtml(req, rsp);
    }
}

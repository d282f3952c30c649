package io.jenkins.plugins.k8sdag.pipeline;

import hudson.AbortException;
import hudson.console.HyperlinkNote;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.engine.RunEnd;
import io.jenkins.plugins.k8sdag.kubernetes.LogFiles;
import io.jenkins.plugins.k8sdag.kubernetes.LogReader;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.DiagnosisText;
import io.jenkins.plugins.k8sdag.view.FailureGroup;
import io.jenkins.plugins.k8sdag.view.ResultView;
import io.jenkins.plugins.k8sdag.view.RunView;
import io.jenkins.plugins.k8sdag.view.StageView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What a run's end means for its step: what the console says, and what the step ends with. Blocking. */
final class Conclusion {
    private static final int LAST_LINES = 20;

    /** Of a log that stands in the console above. */
    private static final int LAST_LINES_AGAIN = 8;

    private final StepContext context;
    private final RunRequest request;
    private final DrivenRun run;
    private final RunConsole console;

    Conclusion(StepContext context, RunRequest request, DrivenRun run) {
        this.context = context;
        this.request = request;
        this.run = run;
        this.console = run.console();
    }

    LinkedHashMap<String, Serializable> result(RunEnd end) {
        return StepResult.of(ResultView.of(end.state(), end.state().endedAt().orElseThrow()));
    }

    /**
     * Says how the run ended.
     *
     * @param stop what stopped the step, if anything did
     * @return what the step fails with, or empty if it succeeds
     */
    Optional<Throwable> of(RunEnd end, Optional<Throwable> stop) throws IOException, InterruptedException {
        RunState state = end.state();
        RunView view = RunView.of(state, state.endedAt().orElseThrow(), Optional.empty());
        console.sayRest();
        for (FailureGroup group : view.failures()) {
            explain(view, group);
        }
        if (!end.leftovers().isEmpty()) {
            console.say(end.leftovers().size()
                    + " things could not be cleaned up in time; Jobs go by themselves within a day");
        }
        String summary = masked(stop.isPresent() ? EndText.alone(view) : EndText.of(view, state.stop()));
        RunLabel.end(context.get(FlowNode.class), run, EndText.alone(view));
        Optional<Throwable> failure =
                request.propagate && stop.isEmpty() ? failure(state.status().orElseThrow(), summary) : Optional.empty();
        if (failure.isEmpty()) {
            console.say(summary);
        }
        return stop.or(() -> failure);
    }

    /** What the pipeline prints for these is the summary. */
    private Optional<Throwable> failure(RunStatus status, String summary) throws IOException, InterruptedException {
        return switch (status) {
            case SUCCEEDED -> Optional.empty();
            case UNSTABLE -> {
                context.get(FlowNode.class).addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(summary));
                context.get(Run.class).setResult(Result.UNSTABLE);
                yield Optional.empty();
            }
            case CANCELLED -> Optional.of(new FlowInterruptedException(Result.ABORTED, true, new Cancelled(summary)));
            case FAILED, ERROR -> Optional.of(new AbortException(summary));
        };
    }

    /** What a failure says is not written through the step's listener, which masks. */
    private String masked(String text) throws IOException, InterruptedException {
        Optional<Masking> masking = Masking.around(context);
        return masking.isPresent() ? masking.get().text(text) : text;
    }

    private void explain(RunView view, FailureGroup group) throws IOException, InterruptedException {
        String stage = group.stages().get(0);
        StageView failed = view.stages().stream()
                .filter(s -> s.name().equals(stage))
                .findFirst()
                .orElseThrow();
        int attempt = failed.attempts().size();
        List<String> last = attempt == 0 ? List.of() : lastLines(view.id(), stage, attempt);
        // A path from Jenkins' root: the note adds the context path, and works where no root URL is configured.
        String page = "/" + context.get(Run.class).getUrl() + "k8s-dag/run/" + view.id() + "/logView?stage="
                + URLEncoder.encode(stage, StandardCharsets.UTF_8) + "&attempt=" + attempt;
        String link = HyperlinkNote.encodeTo(page, "the log of " + stage);
        DiagnosisText.of(group, last, last.isEmpty() ? "" : link).forEach(console::say);
    }

    private List<String> lastLines(String runId, String stage, int attempt) throws IOException, InterruptedException {
        Path folder = RunFolder.of(context.get(Run.class), runId).logs();
        int lines = request.logs == LogsMode.none ? LAST_LINES : LAST_LINES_AGAIN;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (LogReader reader = LogReader.tail(LogFiles.of(folder, stage, attempt), lines)) {
            reader.copyAll(text);
        }
        return text.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Says in the build who cancelled the run. */
    private static final class Cancelled extends CauseOfInterruption {
        private static final long serialVersionUID = 1;
        private final String summary;

        Cancelled(String summary) {
            this.summary = summary;
        }

        @Override
        public String getShortDescription() {
            return summary;
        }
    }
}

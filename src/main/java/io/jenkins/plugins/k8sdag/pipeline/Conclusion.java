package io.jenkins.plugins.k8sdag.pipeline;

import hudson.AbortException;
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
import io.jenkins.plugins.k8sdag.view.ShortDuration;
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
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What a run's end means for its step: what the console says, and what the step ends with. Blocking. */
final class Conclusion {
    private static final int LAST_LINES = 20;

    private final StepContext context;
    private final RunRequest request;
    private final RunConsole console;

    Conclusion(StepContext context, RunRequest request, RunConsole console) {
        this.context = context;
        this.request = request;
        this.console = console;
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
        String summary = view.name() + ": " + view.status() + " in " + ShortDuration.of(view.durationMillis())
                + (view.message().isEmpty() ? "" : ": " + view.message());
        console.say(summary);
        if (!end.leftovers().isEmpty()) {
            console.say(end.leftovers().size()
                    + " things could not be cleaned up in time; Jobs go by themselves within a day");
        }
        if (stop.isPresent()) {
            return stop;
        }
        return request.propagate ? failure(state.status().orElseThrow(), view, summary) : Optional.empty();
    }

    private Optional<Throwable> failure(RunStatus status, RunView view, String summary)
            throws IOException, InterruptedException {
        return switch (status) {
            case SUCCEEDED -> Optional.empty();
            case UNSTABLE -> {
                context.get(FlowNode.class)
                        .addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(shortly(view, summary)));
                context.get(Run.class).setResult(Result.UNSTABLE);
                yield Optional.empty();
            }
            case CANCELLED -> Optional.of(new FlowInterruptedException(Result.ABORTED, true, new Cancelled(summary)));
            case FAILED, ERROR -> Optional.of(new AbortException(shortly(view, summary)));
        };
    }

    private String shortly(RunView view, String summary) throws IOException, InterruptedException {
        String text = view.failures().isEmpty()
                ? summary
                : view.name() + ": " + view.status() + ": "
                        + view.failures().get(0).line();
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
        String root = Jenkins.get().getRootUrl();
        String url = (root == null ? "/" : root) + context.get(Run.class).getUrl() + "k8s-dag/run/" + view.id()
                + "/log?stage=" + URLEncoder.encode(stage, StandardCharsets.UTF_8) + "&attempt=" + attempt;
        DiagnosisText.of(group, last, last.isEmpty() ? "" : url).forEach(console::say);
    }

    private List<String> lastLines(String runId, String stage, int attempt) throws IOException, InterruptedException {
        Path folder = RunFolder.of(context.get(Run.class), runId).logs();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (LogReader reader = LogReader.tail(LogFiles.of(folder, stage, attempt), LAST_LINES)) {
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

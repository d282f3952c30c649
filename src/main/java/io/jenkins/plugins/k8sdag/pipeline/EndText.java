package io.jenkins.plugins.k8sdag.pipeline;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.view.FailureGroup;
import io.jenkins.plugins.k8sdag.view.RunView;
import io.jenkins.plugins.k8sdag.view.ShortDuration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a run ended, in one line; the diagnoses above it in the console say the rest. Pure. */
final class EndText {
    private static final int GROUPS = 3;
    private static final int STAGES = 3;

    private EndText() {}

    /** {@code release: FAILED after 1m05s: unit (ExitCode), a, b, c and 3 more (ImageNotFound)}. */
    static String of(RunView view, Optional<Fact.StopReason> stop) {
        String end = alone(view);
        if (RunStatus.CANCELLED.name().equals(view.status())) {
            String why = StopText.words(view.message());
            return end + (why.startsWith("cancelled ") ? why.substring("cancelled".length()) : ": " + why);
        }
        boolean failuresSayIt = stop.equals(Optional.of(Fact.StopReason.FAIL_FAST));
        String failures = failures(view.failures());
        return end
                + (view.message().isEmpty() || failuresSayIt ? "" : ": " + view.message())
                + (failures.isEmpty() ? "" : ": " + failures);
    }

    /** The same without why. */
    static String alone(RunView view) {
        return view.name() + ": " + view.status() + " after " + ShortDuration.of(view.durationMillis());
    }

    private static String failures(List<FailureGroup> groups) {
        String named = groups.stream().limit(GROUPS).map(EndText::group).collect(Collectors.joining(", "));
        int more = groups.size() - GROUPS;
        return more > 0 ? named + " and " + more + " more failures" : named;
    }

    private static String group(FailureGroup group) {
        int more = group.stages().size() - STAGES;
        return group.stages().stream().limit(STAGES).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "") + " ("
                + group.failure().cause() + ")";
    }
}

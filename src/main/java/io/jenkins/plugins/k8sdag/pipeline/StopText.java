package io.jenkins.plugins.k8sdag.pipeline;

import java.util.stream.Collectors;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Who or what stops a step, in words. */
final class StopText {
    /** How a run's message begins when somebody cancelled it. */
    private static final String CANCELLED = "cancelled: ";

    private StopText() {}

    /** A run's message about why it was stopped, without the word that stands beside it anyway. */
    static String words(String message) {
        String why = message.startsWith(CANCELLED) ? message.substring(CANCELLED.length()) : message;
        return why.startsWith("by ") ? "cancelled " + why : why;
    }

    static String by(Throwable cause) {
        if (cause instanceof FlowInterruptedException interrupted
                && !interrupted.getCauses().isEmpty()) {
            return interrupted.getCauses().stream()
                    .map(CauseOfInterruption::getShortDescription)
                    .collect(Collectors.joining("; "));
        }
        return "the build was aborted";
    }
}

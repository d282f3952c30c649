package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.run.AttemptId;
import java.time.Instant;

/** What is to be shown next of a run. */
sealed interface Step {
    /** A line. */
    record Show(String line) implements Step {}

    /** From here on an attempt's log is shown. */
    record LogBegins(AttemptId id) implements Step {}

    /**
     * An attempt has ended: what comes after is not shown before the end of its log, which arrives a moment later.
     *
     * @param at when it became known
     */
    record LogEnds(AttemptId id, Instant at) implements Step {}
}

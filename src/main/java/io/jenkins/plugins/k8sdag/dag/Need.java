package io.jenkins.plugins.k8sdag.dag;

import java.util.Objects;

/**
 * One edge of the graph: a stage waits for another to end, and requires something of how it ended.
 *
 * @param stage the name of the stage waited for
 * @param requirement what its end must be
 */
public record Need(String stage, Requirement requirement) {
    public Need {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(requirement, "requirement");
    }

    /** What a need asks of the stage it names. */
    public enum Requirement {
        /** Succeeded, unstable, or skipped without its outputs being read. The default. */
        SUCCEEDED,
        /** Failed; neither success nor an allowed failure. */
        FAILED,
        /** Ran to an end of its own: succeeded, unstable or failed. */
        COMPLETED,
        /** Any end at all, also when it never ran. */
        ALWAYS
    }
}

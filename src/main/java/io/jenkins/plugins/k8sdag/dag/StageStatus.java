package io.jenkins.plugins.k8sdag.dag;

/** How a stage ends. */
public enum StageStatus {
    SUCCEEDED,
    /** It failed and was allowed to. */
    UNSTABLE,
    FAILED,
    /** Its {@code when} was false. */
    SKIPPED,
    /** A need was not met, or {@code failFast} ended the run before it started. */
    OMITTED,
    /** Someone or something stopped it: an abort, the run's timeout, {@code failFast} while it was running. */
    CANCELLED
}

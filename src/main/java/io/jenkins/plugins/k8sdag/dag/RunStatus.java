package io.jenkins.plugins.k8sdag.dag;

/** How a run ends. */
public enum RunStatus {
    SUCCEEDED,
    /** Every failure was an allowed one. */
    UNSTABLE,
    FAILED,
    CANCELLED,
    /** The run itself broke; what its stages did is still told. */
    ERROR
}

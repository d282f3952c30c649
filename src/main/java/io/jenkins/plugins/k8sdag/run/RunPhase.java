package io.jenkins.plugins.k8sdag.run;

/** Where a run stands. */
public enum RunPhase {
    RUNNING,
    /** It starts nothing more and waits for what it started to end. */
    STOPPING,
    /** Its status stands; only cleaning up may be left. */
    ENDED
}

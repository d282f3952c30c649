package io.jenkins.plugins.k8sdag.run;

/** Where a run stands. */
public enum RunPhase {
    /** For its turn in its concurrency group; nothing of it has started. */
    WAITING,
    RUNNING,
    /** It starts nothing more but {@code finally}, and waits for what it started to end. */
    STOPPING,
    /** All but the stages in {@code finally} have ended, and those may run. */
    FINALLY,
    /** Its status stands; only cleaning up may be left. */
    ENDED
}

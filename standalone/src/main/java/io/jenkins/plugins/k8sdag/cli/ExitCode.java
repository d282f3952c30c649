package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.dag.RunStatus;

/** The exit statuses of the command line. Scripts rely on them: they never change their meaning. */
public final class ExitCode {
    public static final int OK = 0;
    /** The DAG ran and failed. */
    public static final int FAILED = 1;
    /** The file, a parameter or a flag is wrong; nothing was started. */
    public static final int USAGE = 2;
    /** The cluster or the machine let us down, or k8s-dag itself broke. */
    public static final int WORLD = 3;
    /** Every failure was an allowed one, and {@code --allow-unstable} was not given. */
    public static final int UNSTABLE = 4;
    /** Cancelled: by Ctrl-C, a signal, or {@code k8sdag cancel}; 128 + SIGINT, as shells have it. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** The exit status of a command that drove a run to its end. */
    static int of(RunStatus status, boolean allowUnstable) {
        return switch (status) {
            case SUCCEEDED -> OK;
            case UNSTABLE -> allowUnstable ? OK : UNSTABLE;
            case FAILED -> FAILED;
            case CANCELLED -> INTERRUPTED;
            case ERROR -> WORLD;
        };
    }
}

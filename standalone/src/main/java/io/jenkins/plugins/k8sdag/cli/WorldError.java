package io.jenkins.plugins.k8sdag.cli;

/** The cluster or the machine let us down. The message says how and what to do; it ends with {@link ExitCode#WORLD}. */
public final class WorldError extends RuntimeException {
    private static final long serialVersionUID = 1;

    public WorldError(String message, Throwable cause) {
        super(message, cause);
    }
}

package io.jenkins.plugins.k8sdag.cli;

/** The file, a parameter or a flag is wrong. The message says what and what to write instead; it ends with {@link ExitCode#USAGE}. */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UserError(String message) {
        super(message);
    }
}

package io.jenkins.plugins.k8sdag.run;

/** A fact that cannot follow on the state it met: a bug in this project. The run ends as ERROR and says so. */
public final class IllegalTransitionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public IllegalTransitionException(String message) {
        super(message);
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import io.jenkins.plugins.k8sdag.run.Failure;

/** A stage of which no Job can be made as it is written. */
public final class ManifestException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    ManifestException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    /** What is wrong and what to do, in words for people. */
    public Failure failure() {
        return failure;
    }
}

package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.Failure;
import java.time.Duration;
import java.util.Optional;

/** The cluster did not do what it was asked, for now: it is away, busy, or does not let us. */
public final class ClusterException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final transient Optional<Duration> retryAfter;

    public ClusterException(Failure failure, Optional<Duration> retryAfter, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    /** What happened, in words for people: ApiUnavailable or ApiForbidden. */
    public Failure failure() {
        return failure;
    }

    /** How long the API asked us to wait. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}

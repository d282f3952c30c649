package io.jenkins.plugins.k8sdag.run;

import java.util.Objects;

/**
 * What keeps an attempt from running, as the cluster tells it; a failure only once its patience has run out.
 *
 * @param cause what would be blamed if it stayed so
 * @param message the cluster's own words, normalised so that the same trouble reads the same on every stage
 * @param remedy what to do
 * @param hopeless waiting longer cannot help: the attempt fails at once
 * @param backOff the cluster gave up for now and will try again by itself, such as ImagePullBackOff
 */
public record Waiting(Cause cause, String message, String remedy, boolean hopeless, boolean backOff) {
    public Waiting {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** The failure it becomes. */
    public Failure failure() {
        return Failure.of(cause, message, remedy);
    }
}

package io.jenkins.plugins.k8sdag.dag;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The user's own retries of a stage. Trouble of the cluster is retried on another budget and never charged here.
 *
 * @param limit further attempts after the first, 0 for none
 * @param on the ends that are tried again
 * @param backoff the waits between attempts
 * @param memory how the memory limit grows after running out of memory, if it does
 */
public record RetryPolicy(int limit, Set<On> on, Backoff backoff, Optional<MemoryGrowth> memory) {
    public static final RetryPolicy NONE = new RetryPolicy(0, Set.of(), Backoff.DEFAULT, Optional.empty());

    public RetryPolicy {
        if (limit < 0) {
            throw new IllegalArgumentException("retry.limit is negative: " + limit);
        }
        on = Set.copyOf(on);
        Objects.requireNonNull(backoff, "backoff");
        Objects.requireNonNull(memory, "memory");
    }

    /** What an attempt may have ended by to be tried again. */
    public enum On {
        /** The stage's own failure: an exit code other than 0, or out of memory. */
        FAILURE,
        /** One of the stage's own timeouts. */
        TIMEOUT,
        /** Out of memory only. */
        OUT_OF_MEMORY
    }

    /**
     * A memory limit that grows from attempt to attempt.
     *
     * @param factor growth per attempt that ran out of memory, over 1
     * @param max the largest limit, a Kubernetes quantity
     */
    public record MemoryGrowth(double factor, String max) {
        public MemoryGrowth {
            if (!(factor > 1) || Double.isInfinite(factor)) {
                throw new IllegalArgumentException("retry.memory.factor must be over 1, not " + factor);
            }
            Objects.requireNonNull(max, "max");
        }
    }
}

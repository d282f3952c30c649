package io.jenkins.plugins.k8sdag.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the cluster shows of one attempt at one moment, judged by its main container. Sightings may come twice, late, or with
 * steps left out: a pod first seen when it has ended tells all in one {@link Ended}.
 */
public sealed interface Sighting {
    /** The pod's name, or "" while there is none. */
    String pod();

    /** The Job is there and has no pod yet. */
    record NoPod(Optional<Waiting> waiting) implements Sighting {
        @Override
        public String pod() {
            return "";
        }
    }

    /** The pod is there and waits for a node. */
    record Pending(String pod, Optional<Waiting> waiting) implements Sighting {}

    /** The pod has a node; volumes, images and init containers are on their way. */
    record Pulling(String pod, String node, Optional<Waiting> waiting) implements Sighting {}

    /**
     * The main container runs.
     *
     * @param startedAt by the node's clock
     */
    record Running(String pod, String node, Instant startedAt) implements Sighting {}

    /**
     * Something other than us is ending the pod, and its container has not ended yet.
     *
     * @param failure what it will have been
     * @param grace how long the pod has to end by itself
     */
    record Disrupted(String pod, String node, Failure failure, Duration grace) implements Sighting {}

    /**
     * The main container has ended, or the pod has without it.
     *
     * @param startedAt when the main container started, by the node's clock; empty if it never ran
     * @param finishedAt when it ended; the time of the observation where the cluster does not tell
     * @param output its termination message: at most 4096 bytes, as the kubelet cuts it
     * @param failure empty when it succeeded
     */
    record Ended(
            String pod,
            String node,
            Optional<Instant> startedAt,
            Instant finishedAt,
            String output,
            Optional<Failure> failure)
            implements Sighting {
        public Ended {
            Objects.requireNonNull(startedAt, "startedAt");
            Objects.requireNonNull(finishedAt, "finishedAt");
            Objects.requireNonNull(output, "output");
            Objects.requireNonNull(failure, "failure");
        }
    }

    /**
     * The Job or its pod is no more, confirmed by a 404, and how it ended was not seen.
     *
     * @param failure PodDeleted or JobDeleted
     */
    record Gone(String pod, Failure failure) implements Sighting {}
}

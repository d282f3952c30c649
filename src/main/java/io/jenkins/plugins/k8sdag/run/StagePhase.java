package io.jenkins.plugins.k8sdag.run;

/** Where a stage stands. The transitions between phases are listed in {@link Transitions}. */
public enum StagePhase {
    /** For its needs to end. */
    WAITING,
    /** A group whose stages may run; for them to end. */
    OPEN,
    /** Its needs are met; for a free slot. */
    QUEUED,
    /** It has a slot; its Job is being created, or the cluster refused it for now. */
    SUBMITTING,
    /** Its Job exists; for a pod and a node. */
    PENDING,
    /** Its pod has a node; for volumes, images, init containers. */
    PULLING,
    /** Its main container runs. */
    RUNNING,
    /** We told it to stop; for its pod to end. */
    STOPPING,
    /** The cluster is ending its pod; for that to end. */
    DISRUPTED,
    /** An attempt has ended; what follows is decided in the same turn. */
    JUDGING,
    /** For the time of its next attempt. */
    BACKOFF,
    ENDED;

    /** Whether the stage takes one of the run's {@code maxParallel} places. */
    public boolean inFlight() {
        return switch (this) {
            case SUBMITTING, PENDING, PULLING, RUNNING, STOPPING, DISRUPTED, JUDGING -> true;
            case WAITING, OPEN, QUEUED, BACKOFF, ENDED -> false;
        };
    }
}

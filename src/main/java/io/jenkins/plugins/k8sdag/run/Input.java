package io.jenkins.plugins.k8sdag.run;

import java.time.Duration;
import java.util.Optional;

/** What the world tells a run. Any input may come late, twice, or for something long past; deciding ignores what is old. */
public sealed interface Input {
    /**
     * The cluster shows something of an attempt.
     *
     * @param jobUid of the Job it belongs to; sightings of another Job of the same name are dropped
     */
    record Observed(AttemptId id, String jobUid, Sighting sighting) implements Input {}

    /** A Job was created, or found and adopted. */
    record Submitted(AttemptId id, String jobName, String jobUid) implements Input {}

    /**
     * The Job was not created.
     *
     * @param failure why
     * @param retryable whether it may be tried again: quota, an API that is away
     * @param retryAfter how long the API asked us to wait
     */
    record SubmitRefused(AttemptId id, Failure failure, boolean retryable, Optional<Duration> retryAfter)
            implements Input {}

    /**
     * The log of an attempt is complete in its file.
     *
     * @param lines how many lines the file holds
     * @param gaps how many places in it are known to miss lines, each marked in the file
     */
    record Drained(AttemptId id, long lines, int gaps) implements Input {}

    /** A Job and its pod are deleted, or were gone already. */
    record Deleted(AttemptId id) implements Input {}

    /** All Jobs of the run were told to go. */
    record Swept() implements Input {}

    /** Nothing of the run is left in the cluster. */
    record Confirmed() implements Input {}

    /**
     * How the run stands in its concurrency group. Nobody else of the group is told so until what follows is in the journal.
     *
     * @param queue who is in its way
     */
    record QueueSeen(RunQueue queue) implements Input {}

    /** A slot that all runs of the host share may have become free. */
    record SlotFreed() implements Input {}

    /** Time has passed; whatever is due now is decided. */
    record TimeReached() implements Input {}

    /**
     * Someone wants the run stopped.
     *
     * @param by who or what, for people: "Ctrl-C", "aborted by alice"
     */
    record CancelRequested(String by) implements Input {}

    /**
     * Someone wants a stage that failed to be tried again. Ignored where {@link Decider#refusal} has a reason.
     *
     * @param stage its position
     * @param by who or what, for people
     */
    record RetryRequested(int stage, String by) implements Input {}
}

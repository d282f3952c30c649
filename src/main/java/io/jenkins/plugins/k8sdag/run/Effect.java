package io.jenkins.plugins.k8sdag.run;

/**
 * Something that should be so in the cluster, given a state. Idempotent: doing it twice, or again after a crash, changes nothing
 * more. What it needs to know beyond its key is read from the state it was due in.
 */
public sealed interface Effect {
    /** The attempt's Job exists. Answered by {@link Input.Submitted} or {@link Input.SubmitRefused}. */
    record CreateJob(AttemptId id) implements Effect {}

    /** The attempt's log is followed into its file to the end. Answered by {@link Input.Drained}. */
    record FollowLog(AttemptId id) implements Effect {}

    /** The attempt's Job and pod are gone or going. Answered by {@link Input.Deleted}. */
    record DeleteJob(AttemptId id) implements Effect {}

    /** All Jobs of the run are gone or going. Answered by {@link Input.Swept}. */
    record Sweep() implements Effect {}

    /** Nothing of the run is left, checked by a list. Answered by {@link Input.Confirmed}. */
    record ConfirmEmpty() implements Effect {}
}

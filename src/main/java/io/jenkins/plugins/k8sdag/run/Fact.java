package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Instance;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened in a run. Facts are what the journal holds: replaying them gives the state again, and decides nothing
 * anew, so they carry every number that was decided.
 */
public sealed interface Fact {
    /** When it was decided, by the controller's clock. */
    Instant at();

    /** A fact about one stage. */
    sealed interface OfStage extends Fact {
        /** The stage's position in the graph. */
        int stage();
    }

    /** A fact about one attempt at a stage. */
    sealed interface OfAttempt extends OfStage {
        AttemptId id();

        @Override
        default int stage() {
            return id().stage();
        }
    }

    /** The first fact; holds the whole resolved graph, so that the file is never read again. */
    record RunStarted(RunInfo info, Dag dag, Instant at) implements Fact {}

    /**
     * What the run waits for in its concurrency group changed.
     *
     * @param queue who is in its way
     */
    record RunQueued(RunQueue queue, Instant at) implements Fact {}

    /** The run has a place in its concurrency group, and keeps it to its end. */
    record RunAdmitted(Instant at) implements Fact {}

    /**
     * All needs are met and {@code when} was true.
     *
     * @param values the text of every interpolation of the stage, by its source
     * @param allowFailure whether a failure will be an allowed one
     */
    record StageReady(int stage, Map<String, String> values, boolean allowFailure, Instant at) implements OfStage {
        public StageReady {
            values = Map.copyOf(values);
        }
    }

    /**
     * All needs of a group are met and {@code when} was true: its stages may start.
     *
     * @param instances what a fan-out found to do; empty for other groups
     * @param params what the used file is given, by name; empty for other groups
     * @param allowFailure whether a failure of the group will be an allowed one
     */
    record GroupOpened(
            int stage, List<Instance> instances, Map<String, Object> params, boolean allowFailure, Instant at)
            implements OfStage {
        public GroupOpened {
            instances = List.copyOf(instances);
            params = Map.copyOf(params);
        }
    }

    /**
     * The stage got a slot.
     *
     * @param memorySteps how many times its memory limit has to grow for this attempt
     */
    record AttemptAdmitted(AttemptId id, int memorySteps, Instant at) implements OfAttempt {}

    /**
     * The cluster refused the Job for now.
     *
     * @param tries refusals of this attempt so far
     * @param firstAt when the first of them came
     * @param until when it is tried again
     */
    record SubmitDelayed(AttemptId id, Failure why, int tries, Instant firstAt, Instant until, Instant at)
            implements OfAttempt {}

    /** The wait after a refusal is over. */
    record SubmitDue(AttemptId id, Instant at) implements OfAttempt {}

    record JobSubmitted(AttemptId id, String jobName, String jobUid, Instant at) implements OfAttempt {}

    /** The attempt reached PULLING or RUNNING. */
    record AttemptMoved(AttemptId id, StagePhase to, String pod, String node, Instant at) implements OfAttempt {}

    /**
     * What the attempt waits for changed.
     *
     * @param waiting empty: for nothing in particular
     * @param backOffs how often the cluster backed off so far
     */
    record AttemptWaiting(AttemptId id, String pod, Optional<Waiting> waiting, int backOffs, Instant at)
            implements OfAttempt {}

    /**
     * We stop the attempt.
     *
     * @param why the failure it ends with, unless it succeeded before
     * @param until when we stop waiting for its pod to end
     */
    record StopOrdered(AttemptId id, Failure why, Instant until, Instant at) implements OfAttempt {}

    /**
     * The cluster is ending the attempt's pod.
     *
     * @param until when we take it for lost
     */
    record AttemptDisrupted(AttemptId id, String pod, String node, Failure why, Instant until, Instant at)
            implements OfAttempt {}

    /**
     * The attempt is over: its pod has ended, is gone, or never came to be.
     *
     * @param startedAt when its main container started, by the node's clock; empty if it never did
     * @param finishedAt when it ended, likewise
     */
    record AttemptEnded(
            AttemptId id,
            String pod,
            String node,
            Optional<Instant> startedAt,
            Instant finishedAt,
            Optional<Failure> failure,
            Map<String, String> outputs,
            Instant at)
            implements OfAttempt {
        public AttemptEnded {
            outputs = Map.copyOf(outputs);
        }
    }

    record LogDrained(AttemptId id, long lines, int gaps, Instant at) implements OfAttempt {}

    record JobDeleted(AttemptId id, Instant at) implements OfAttempt {}

    /** The budgets a further attempt can be charged to. */
    enum Budget {
        USER,
        INFRASTRUCTURE
    }

    /**
     * There will be another attempt.
     *
     * @param id the attempt to come
     * @param delay the wait, jitter included
     * @param due when it is over
     */
    record RetryScheduled(AttemptId id, Budget budget, Duration delay, Instant due, Instant at) implements OfAttempt {}

    /** The wait before an attempt is over. */
    record RetryDue(AttemptId id, Instant at) implements OfAttempt {}

    /**
     * The stage is over.
     *
     * @param reason for a stage that did not run: why, in a sentence; else ""
     * @param outputs by name: strings, of a group lists of those of its instances
     */
    record StageEnded(
            int stage,
            StageStatus status,
            Optional<Failure> failure,
            String reason,
            Map<String, Object> outputs,
            Instant at)
            implements OfStage {
        public StageEnded {
            outputs = Map.copyOf(outputs);
        }
    }

    /**
     * The stage ended in an earlier run, and this one takes its end over. Follows on {@link RunStarted} in the same turn.
     *
     * @param fromRun the run in which it ran
     * @param attempts how many it took there
     * @param failure what it failed by there, if it did
     * @param reason why it did not run there, or ""
     * @param outputs as in {@link StageEnded}
     */
    record StageTakenOver(
            int stage,
            String fromRun,
            StageStatus status,
            int attempts,
            Optional<Failure> failure,
            String reason,
            Map<String, Object> outputs,
            Instant at)
            implements OfStage {
        public StageTakenOver {
            outputs = Map.copyOf(outputs);
        }
    }

    /**
     * Someone wants a stage that failed to be tried again while the run goes on.
     *
     * @param reopened what is taken back with it: stages and groups that were left out because of it wait again, and groups that had
     *     ended with it are open again
     * @param by who, for people
     */
    record StageRetried(int stage, List<Integer> reopened, String by, Instant at) implements OfStage {
        public StageRetried {
            reopened = List.copyOf(reopened);
        }
    }

    /** What can end a run before its stages have. */
    enum StopReason {
        CANCELLED,
        TIMEOUT,
        FAIL_FAST
    }

    /** The run starts nothing more, and stops what it started. */
    record RunStopping(StopReason reason, String message, Instant at) implements Fact {}

    /**
     * All other stages have ended: those in {@code finally} may start.
     *
     * @param status how the run would end without them, which their expressions read
     */
    record FinallyStarted(RunStatus status, Instant at) implements Fact {}

    /** Nothing more is started in {@code finally} either, and what runs there is stopped. */
    record FinallyStopping(StopReason reason, String message, Instant at) implements Fact {}

    /** All Jobs of the run were told to go. */
    record RunSwept(Instant at) implements Fact {}

    /** Nothing of the run is left in the cluster. */
    record RunConfirmedEmpty(Instant at) implements Fact {}

    /**
     * The last fact but for cleaning up.
     *
     * @param message why, where the status does not say it all; else ""
     */
    record RunEnded(RunStatus status, String message, Instant at) implements Fact {}
}

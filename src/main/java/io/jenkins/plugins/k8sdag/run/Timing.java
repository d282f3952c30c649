package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.Timeouts;
import java.util.Optional;

/** What follows from time having passed. */
final class Timing {
    private Timing() {}

    static void decide(Turn turn) {
        if (turn.state().deadline().filter(d -> !d.isAfter(turn.now())).isPresent()) {
            Stopping.timeout(turn);
        }
        while (!turn.state().wakes().isEmpty()
                && !turn.state().wakes().first().at().isAfter(turn.now())) {
            wake(turn, turn.state().wakes().first().stage());
        }
    }

    private static void wake(Turn turn, int stage) {
        StageState s = turn.stage(stage);
        AttemptId id = new AttemptId(stage, s.attempts().size());
        Timeouts limits = turn.state().dag().stage(stage).timeouts();
        switch (s.phase()) {
            case BACKOFF -> turn.emit(new Fact.RetryDue(new AttemptId(stage, id.attempt() + 1), turn.now()));
            case SUBMITTING -> turn.emit(new Fact.SubmitDue(id, turn.now()));
            case STOPPING, DISRUPTED -> Ending.overdue(turn, id);
            case PENDING -> Stopping.attempt(turn, id, pending(s.attempt().orElseThrow(), limits));
            case PULLING -> Stopping.attempt(turn, id, pulling(s.attempt().orElseThrow(), limits));
            case RUNNING ->
                Stopping.attempt(turn, id, running(turn.state().dag().stage(stage)));
            case WAITING, OPEN, QUEUED, JUDGING, ENDED ->
                throw new IllegalTransitionException("a stage that is " + s.phase() + " waits for no time");
        }
    }

    private static Failure pending(Attempt a, Timeouts limits) {
        String limit = Text.duration(limits.pending()) + " (timeout.pending)";
        return waited(a, limit)
                .orElseGet(
                        () -> Failure.of(
                                a.pod().isEmpty() ? Cause.POD_NOT_CREATED : Cause.UNSCHEDULABLE,
                                a.pod().isEmpty()
                                        ? "No pod was created for the stage's Job within " + limit + "."
                                        : "The stage's pod had no node within " + limit
                                                + ", and the scheduler gave no reason.",
                                "Look at the events of the Job and the pod; raise timeout.pending if the cluster is only slow."));
    }

    private static Failure pulling(Attempt a, Timeouts limits) {
        String limit = Text.duration(limits.pull()) + " (timeout.pull)";
        return waited(a, limit)
                .orElseGet(() -> Failure.of(
                                Cause.DEADLINE_EXCEEDED,
                                "The stage's container had not started within " + limit
                                        + " of its pod having a node: images, volumes or init containers took too long.",
                                "Look at the pod's events; use a smaller image, or raise timeout.pull.")
                        .withBlame(Blame.INFRASTRUCTURE));
    }

    private static Optional<Failure> waited(Attempt a, String limit) {
        return a.waiting()
                .map(w -> Failure.of(w.cause(), "The stage waited " + limit + ": " + w.message(), w.remedy()));
    }

    private static Failure running(Stage stage) {
        String limit = Text.duration(stage.timeouts().run().orElseThrow());
        return Failure.of(
                Cause.DEADLINE_EXCEEDED,
                "The stage ran longer than " + limit + " (timeout.run) and was stopped.",
                "Find out what takes the time in its log, or raise timeout.run.");
    }
}

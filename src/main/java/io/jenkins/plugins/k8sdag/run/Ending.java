package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Backoff;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The end of an attempt, and whether there will be another. */
final class Ending {
    private static final Backoff INFRASTRUCTURE = new Backoff(Duration.ofSeconds(5), 2, Duration.ofMinutes(1));

    private Ending() {}

    static void ended(Turn turn, AttemptId id, Sighting.Ended seen) {
        Attempt a = turn.live(id).orElseThrow();
        Stage stage = turn.state().dag().stage(id.stage());
        Outputs outputs = seen.failure().isEmpty() ? Outputs.parse(stage.outputs(), seen.output()) : Outputs.NONE;
        Optional<Failure> failure =
                seen.failure().map(f -> blame(turn, id, a, f)).or(outputs::problem);
        end(turn, id, seen.pod(), seen.node(), seen.startedAt(), seen.finishedAt(), failure, outputs.values());
    }

    /** What ended a pod that was being stopped is the stop, not the exit code its program made of the signal. */
    private static Failure blame(Turn turn, AttemptId id, Attempt a, Failure seen) {
        if (a.stop().isEmpty()) {
            return seen;
        }
        boolean ours = turn.stage(id.stage()).phase() == StagePhase.STOPPING;
        return ours || seen.blame() != Blame.INFRASTRUCTURE ? a.stop().get() : seen;
    }

    static void gone(Turn turn, AttemptId id, Sighting.Gone seen) {
        Attempt a = turn.live(id).orElseThrow();
        Failure failure = a.stop().orElse(seen.failure());
        end(turn, id, seen.pod(), "", Optional.empty(), turn.now(), Optional.of(failure), Map.of());
    }

    /** The Job was never created and never will be. */
    static void refused(Turn turn, AttemptId id, Failure failure) {
        end(turn, id, "", "", Optional.empty(), turn.now(), Optional.of(failure), Map.of());
    }

    /** The wait for a pod to end is over. */
    static void overdue(Turn turn, AttemptId id) {
        Attempt a = turn.live(id).orElseThrow();
        Failure failure = a.stop().orElseThrow();
        if (!a.pod().isEmpty()) {
            List<String> evidence = new ArrayList<>(failure.evidence());
            evidence.add("pod " + a.pod() + " had still not ended when the wait for it was over");
            failure = failure.withEvidence(evidence);
        }
        end(turn, id, "", "", Optional.empty(), turn.now(), Optional.of(failure), Map.of());
    }

    private static void end(
            Turn turn,
            AttemptId id,
            String pod,
            String node,
            Optional<Instant> startedAt,
            Instant finishedAt,
            Optional<Failure> failure,
            Map<String, String> outputs) {
        turn.emit(new Fact.AttemptEnded(id, pod, node, startedAt, finishedAt, failure, outputs, turn.now()));
        if (failure.isEmpty()) {
            stageEnded(turn, id.stage(), StageStatus.SUCCEEDED, failure, Map.copyOf(outputs));
        } else {
            judge(turn, id, failure.get());
        }
    }

    private static void judge(Turn turn, AttemptId id, Failure failure) {
        StageState s = turn.stage(id.stage());
        Optional<Fact.Budget> budget = turn.state().starts() ? budget(turn, id.stage(), s, failure) : Optional.empty();
        if (budget.isPresent()) {
            boolean user = budget.get() == Fact.Budget.USER;
            Backoff backoff =
                    user ? turn.state().dag().stage(id.stage()).retry().backoff() : INFRASTRUCTURE;
            int failures = 1 + (user ? s.userRetries() : s.infrastructureRetries());
            Duration delay = turn.jitter(backoff.delay(failures), id, 0);
            AttemptId next = new AttemptId(id.stage(), id.attempt() + 1);
            turn.emit(new Fact.RetryScheduled(
                    next, budget.get(), delay, turn.now().plus(delay), turn.now()));
            return;
        }
        StageStatus status = failure.cause() == Cause.CANCELLED
                ? StageStatus.CANCELLED
                : s.allowFailure() ? StageStatus.UNSTABLE : StageStatus.FAILED;
        stageEnded(turn, id.stage(), status, Optional.of(failure), Map.of());
    }

    private static Optional<Fact.Budget> budget(Turn turn, int stage, StageState s, Failure failure) {
        RetryPolicy retry = turn.state().dag().stage(stage).retry();
        boolean user = switch (failure.cause().retry()) {
            case FAILURE -> retry.on().contains(RetryPolicy.On.FAILURE);
            case OUT_OF_MEMORY ->
                retry.on().contains(RetryPolicy.On.FAILURE) || retry.on().contains(RetryPolicy.On.OUT_OF_MEMORY);
            case TIMEOUT -> retry.on().contains(RetryPolicy.On.TIMEOUT);
            case INFRASTRUCTURE, NEVER -> false;
        };
        if (user && s.userRetries() < retry.limit()) {
            return Optional.of(Fact.Budget.USER);
        }
        boolean infrastructure = failure.cause().retry() == Cause.Retry.INFRASTRUCTURE;
        return infrastructure && s.infrastructureRetries() < turn.state().info().infrastructureRetries()
                ? Optional.of(Fact.Budget.INFRASTRUCTURE)
                : Optional.empty();
    }

    private static void stageEnded(
            Turn turn, int stage, StageStatus status, Optional<Failure> failure, Map<String, Object> outputs) {
        turn.emit(new Fact.StageEnded(stage, status, failure, "", outputs, turn.now()));
        if (status == StageStatus.FAILED) {
            Stopping.failFast(turn, stage);
        }
    }
}

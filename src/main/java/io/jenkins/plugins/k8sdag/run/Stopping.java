package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Stopping one attempt, or all that a run has under way. */
final class Stopping {
    /** How long a pod may take to end once told to: Kubernetes' usual 30 s of grace and a minute for the news to arrive. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

    private Stopping() {}

    /**
     * A first cancel stops all but {@code finally}, which has yet to tidy up; one more, or one for a run that is being stopped
     * already, stops that, too; so does one for a run of which nothing has begun, for it has no place to run anything.
     */
    static void cancel(Turn turn, String by) {
        RunState s = turn.state();
        String message = "cancelled: " + by;
        if (s.stop().filter(r -> r != Fact.StopReason.FAIL_FAST).isPresent()) {
            if (hasFinally(s) && s.finallyStop().isEmpty()) {
                finallyStages(turn, Fact.StopReason.CANCELLED, message);
            }
        } else if (s.phase() == RunPhase.FINALLY) {
            turn.emit(new Fact.RunStopping(Fact.StopReason.CANCELLED, message, turn.now()));
        } else {
            boolean nothingBegan = s.phase() == RunPhase.WAITING;
            all(turn, Fact.StopReason.CANCELLED, message);
            if (nothingBegan && hasFinally(turn.state())) {
                finallyStages(turn, Fact.StopReason.CANCELLED, message);
            }
        }
    }

    private static boolean hasFinally(RunState s) {
        return s.tally().left() > s.tally().mainLeft();
    }

    static void timeout(Turn turn) {
        if (turn.state().phase() == RunPhase.FINALLY) {
            String limit = Text.duration(turn.state().dag().finallyTimeout().orElseThrow());
            finallyStages(
                    turn, Fact.StopReason.TIMEOUT, "the stages in finally took longer than finallyTimeout, " + limit);
            return;
        }
        String limit = Text.duration(turn.state().dag().timeout().orElseThrow());
        all(turn, Fact.StopReason.TIMEOUT, "the run took longer than its timeout of " + limit);
    }

    static void failFast(Turn turn, int failed) {
        if (turn.state().dag().failFast()
                && turn.state().phase() == RunPhase.RUNNING
                && !allowedByGroup(turn.state(), failed)) {
            String name = turn.state().dag().stage(failed).name();
            all(turn, Fact.StopReason.FAIL_FAST, "stage '" + name + "' failed and failFast is on");
        }
    }

    private static boolean allowedByGroup(RunState s, int stage) {
        for (int group = s.dag().parentOf(stage); group >= 0; group = s.dag().parentOf(group)) {
            if (s.stage(group).allowFailure()) {
                return true;
            }
        }
        return false;
    }

    private static void all(Turn turn, Fact.StopReason reason, String message) {
        turn.emit(new Fact.RunStopping(reason, message, turn.now()));
        stop(turn, reason, message, false);
    }

    private static void finallyStages(Turn turn, Fact.StopReason reason, String message) {
        turn.emit(new Fact.FinallyStopping(reason, message, turn.now()));
        stop(turn, reason, message, true);
    }

    private static void stop(Turn turn, Fact.StopReason reason, String message, boolean inFinally) {
        StageStatus notStarted = reason == Fact.StopReason.FAIL_FAST ? StageStatus.OMITTED : StageStatus.CANCELLED;
        Failure failure = Failure.of(Cause.CANCELLED, message, "Start the run again when the reason is gone.");
        for (int i = 0; i < turn.state().dag().size(); i++) {
            if (turn.state().dag().stage(i).inFinally() != inFinally) {
                continue;
            }
            StageState s = turn.stage(i);
            switch (s.phase()) {
                case WAITING, QUEUED, BACKOFF -> notStarted(turn, i, s, notStarted, message);
                case SUBMITTING, PENDING, PULLING, RUNNING, DISRUPTED ->
                    attempt(turn, new AttemptId(i, s.attempts().size()), failure);
                case OPEN, STOPPING, JUDGING, ENDED -> {}
            }
        }
    }

    private static void notStarted(Turn turn, int stage, StageState s, StageStatus status, String message) {
        Optional<Failure> last = s.attempt().flatMap(Attempt::failure);
        // A stage that waited for its next attempt did run, so it is not one that was left out.
        StageStatus end = last.isPresent() ? StageStatus.CANCELLED : status;
        turn.emit(new Fact.StageEnded(stage, end, last, message, Map.of(), turn.now()));
    }

    /** Gives an attempt up: its Job is deleted, and it ends with this failure once its pod has. */
    static void attempt(Turn turn, AttemptId id, Failure why) {
        Instant until = turn.now().plus(STOP_LIMIT);
        turn.emit(new Fact.StopOrdered(id, why, until, turn.now()));
    }
}

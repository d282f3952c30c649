package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.util.function.BooleanSupplier;

/** What has become possible: stages whose needs have ended, slots that are free, a run with nothing left to do. */
final class Advancing {
    private Advancing() {}

    static void decide(Turn turn, Expressions expressions, BooleanSupplier slots) {
        ready(turn, expressions);
        if (startsFinally(turn.state())) {
            turn.emit(new Fact.FinallyStarted(status(turn.state()), turn.now()));
            ready(turn, expressions);
        }
        while (turn.state().starts()
                && !turn.state().queued().isEmpty()
                && turn.state().tally().inFlight() < turn.state().dag().maxParallel()
                && slots.getAsBoolean()) {
            int stage = turn.state().queued().first();
            StageState s = turn.stage(stage);
            turn.emit(new Fact.AttemptAdmitted(
                    new AttemptId(stage, s.attempts().size() + 1), s.memorySteps(), turn.now()));
        }
        if (turn.state().phase() != RunPhase.ENDED && turn.state().allEnded()) {
            turn.emit(new Fact.RunEnded(status(turn.state()), turn.state().stopMessage(), turn.now()));
        }
    }

    private static void ready(Turn turn, Expressions expressions) {
        while (turn.state().phase() != RunPhase.ENDED
                && turn.state().phase() != RunPhase.WAITING
                && !turn.state().unblocked().isEmpty()) {
            int stage = turn.state().unblocked().first();
            if (turn.stage(stage).phase() == StagePhase.OPEN) {
                Closing.decide(turn, stage, expressions);
            } else {
                Readying.decide(turn, stage, expressions);
            }
        }
    }

    /** Not before the one call that deletes all Jobs of a stopped run was made: it would take those of {@code finally}, too. */
    private static boolean startsFinally(RunState s) {
        return (s.phase() == RunPhase.RUNNING || s.phase() == RunPhase.STOPPING)
                && s.finallyStop().isEmpty()
                && s.tally().mainLeft() == 0
                && s.tally().left() > 0
                && Due.ofRun(s).isEmpty();
    }

    /** How the run ends, or would end if it ended now. */
    static RunStatus status(RunState s) {
        if (s.stop().filter(r -> r == Fact.StopReason.CANCELLED).isPresent()) {
            return RunStatus.CANCELLED;
        }
        boolean failed = s.tally().outer(StageStatus.FAILED) > 0
                || s.stop().filter(r -> r == Fact.StopReason.TIMEOUT).isPresent()
                || s.finallyStop().filter(r -> r == Fact.StopReason.TIMEOUT).isPresent();
        if (failed) {
            return RunStatus.FAILED;
        }
        return s.tally().outer(StageStatus.UNSTABLE) > 0 ? RunStatus.UNSTABLE : RunStatus.SUCCEEDED;
    }
}

package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;

/** What has become possible: stages whose needs have ended, slots that are free, a run with nothing left to do. */
final class Advancing {
    private Advancing() {}

    static void decide(Turn turn, Expressions expressions) {
        while (turn.state().phase() == RunPhase.RUNNING
                && !turn.state().unblocked().isEmpty()) {
            Readying.decide(turn, turn.state().unblocked().first(), expressions);
        }
        while (turn.state().phase() == RunPhase.RUNNING
                && !turn.state().queued().isEmpty()
                && turn.state().tally().inFlight() < turn.state().dag().maxParallel()) {
            int stage = turn.state().queued().first();
            StageState s = turn.stage(stage);
            turn.emit(new Fact.AttemptAdmitted(
                    new AttemptId(stage, s.attempts().size() + 1), s.memorySteps(), turn.now()));
        }
        if (turn.state().phase() != RunPhase.ENDED && turn.state().allEnded()) {
            turn.emit(new Fact.RunEnded(status(turn.state()), message(turn.state()), turn.now()));
        }
    }

    /** How the run ends, or would end if it ended now. */
    static RunStatus status(RunState s) {
        if (s.stop().filter(r -> r == Fact.StopReason.CANCELLED).isPresent()) {
            return RunStatus.CANCELLED;
        }
        boolean failed = s.tally().ended(StageStatus.FAILED) > 0
                || s.stop().filter(r -> r == Fact.StopReason.TIMEOUT).isPresent();
        if (failed) {
            return RunStatus.FAILED;
        }
        return s.tally().ended(StageStatus.UNSTABLE) > 0 ? RunStatus.UNSTABLE : RunStatus.SUCCEEDED;
    }

    private static String message(RunState s) {
        return s.stopMessage();
    }
}

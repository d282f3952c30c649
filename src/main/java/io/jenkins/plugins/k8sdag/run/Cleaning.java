package io.jenkins.plugins.k8sdag.run;

import java.util.Optional;

/** What follows from effects that clean up after attempts. */
final class Cleaning {
    private Cleaning() {}

    static void decide(Turn turn, Input input) {
        if (input instanceof Input.Drained in) {
            turn.known(in.id())
                    .filter(a -> !a.drained())
                    .ifPresent(a -> turn.emit(new Fact.LogDrained(in.id(), in.lines(), in.gaps(), turn.now())));
        } else if (input instanceof Input.Deleted in) {
            turn.known(in.id()).filter(a -> !a.deleted()).ifPresent(a -> deleted(turn, in.id(), a));
        } else if (input instanceof Input.Swept && !turn.state().swept()) {
            turn.emit(new Fact.RunSwept(turn.now()));
        } else if (input instanceof Input.Confirmed && !turn.state().confirmed()) {
            turn.emit(new Fact.RunConfirmedEmpty(turn.now()));
        }
    }

    private static void deleted(Turn turn, AttemptId id, Attempt a) {
        turn.emit(new Fact.JobDeleted(id, turn.now()));
        Optional<Attempt> live = turn.live(id);
        boolean stopping = turn.stage(id.stage()).phase() == StagePhase.STOPPING;
        if (live.isPresent() && stopping && a.pod().isEmpty()) {
            // No pod of it was ever seen, so no end of one will be.
            Ending.refused(turn, id, a.stop().orElseThrow());
        }
    }
}

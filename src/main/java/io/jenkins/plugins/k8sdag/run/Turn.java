package io.jenkins.plugins.k8sdag.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One decision under way: the facts so far, and the state they lead to, so that each next step sees the ones before it. */
final class Turn {
    private final Instant now;
    private final List<Fact> facts = new ArrayList<>();
    private RunState state;

    Turn(RunState state, Instant now) {
        this.state = state;
        this.now = now;
    }

    void emit(Fact fact) {
        state = state.apply(fact);
        facts.add(fact);
    }

    RunState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    List<Fact> facts() {
        return facts;
    }

    StageState stage(int i) {
        return state.stage(i);
    }

    /** The attempt, if it is its stage's latest and not over: all others are past and what is told of them is old. */
    Optional<Attempt> live(AttemptId id) {
        if (id.stage() < 0 || id.stage() >= state.dag().size()) {
            return Optional.empty();
        }
        return stage(id.stage()).attempt().filter(a -> a.number() == id.attempt() && !a.ended());
    }

    /** Any attempt that there was. */
    Optional<Attempt> known(AttemptId id) {
        return id.stage() < 0 || id.stage() >= state.dag().size()
                ? Optional.empty()
                : stage(id.stage()).attempt(id.attempt());
    }

    /** Stretches a delay by up to a tenth, by chance that is the same on every replay, so that many do not come back at once. */
    Duration jitter(Duration delay, AttemptId id, int salt) {
        int hash = (state.info().runId() + '/' + id.stage() + '/' + id.attempt() + '/' + salt).hashCode();
        long tenth = delay.toMillis() / 10;
        return tenth == 0 ? delay : delay.plusMillis(Math.floorMod(hash * 0x9E3779B1, tenth + 1));
    }
}

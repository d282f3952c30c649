package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Expressions;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Decides what follows from what the world tells. Pure: the same state, input and time give the same facts. What it decides
 * comes out as facts only; what should be done about them is {@link #due}, a function of the state they lead to.
 */
public final class Decider {
    private final Expressions expressions;

    public Decider(Expressions expressions) {
        this.expressions = expressions;
    }

    /**
     * What follows from an input.
     *
     * @param state the state before
     * @param input what the world tells
     * @param now the controller's clock
     * @return the facts, in order; empty when nothing is new
     */
    public List<Fact> decide(RunState state, Input input, Instant now) {
        return decide(state, input, now, () -> true);
    }

    /**
     * The same for a run that shares slots with others.
     *
     * @param slots asked for every stage that is to start; one that gets no slot stays queued until {@link Input.SlotFreed}
     */
    public List<Fact> decide(RunState state, Input input, Instant now, BooleanSupplier slots) {
        if (state.phase() == RunPhase.ENDED && !cleansUp(input)) {
            return List.of();
        }
        Turn turn = new Turn(state, now);
        if (input instanceof Input.Observed in) {
            Observing.decide(turn, in);
        } else if (input instanceof Input.Submitted in) {
            Submitting.submitted(turn, in);
        } else if (input instanceof Input.SubmitRefused in) {
            Submitting.refused(turn, in);
        } else if (input instanceof Input.TimeReached) {
            Timing.decide(turn);
        } else if (input instanceof Input.CancelRequested in) {
            Stopping.cancel(turn, in.by());
        } else if (input instanceof Input.QueueSeen in) {
            in.queue().decide(turn);
        } else if (input instanceof Input.RetryRequested in) {
            Retrying.decide(turn, in);
        } else {
            Cleaning.decide(turn, input);
        }
        Advancing.decide(turn, expressions, slots);
        return turn.facts();
    }

    private static boolean cleansUp(Input input) {
        return input instanceof Input.Drained
                || input instanceof Input.Deleted
                || input instanceof Input.Swept
                || input instanceof Input.Confirmed;
    }

    /**
     * Why a stage of a run cannot be retried by hand as the run stands, in a sentence; empty if it can.
     *
     * @param stage its position
     */
    public static Optional<String> refusal(RunState state, int stage) {
        return Retrying.refusal(state, stage);
    }

    /** All that should be so in the cluster, given a state. For a stage at a time there is {@link #due(RunState, int)}. */
    public static Set<Effect> due(RunState state) {
        Set<Effect> due = new LinkedHashSet<>();
        dueOfRun(state).ifPresent(due::add);
        for (Integer i : state.busy()) {
            due.addAll(due(state, i));
        }
        return due;
    }

    /** What should be so for one stage. */
    public static Set<Effect> due(RunState state, int stage) {
        return Due.of(state.info(), Due.Flags.of(state), state.stage(stage), stage);
    }

    /** What should be so for the run as a whole. */
    public static Optional<Effect> dueOfRun(RunState state) {
        return Due.ofRun(state);
    }

    /** When the run wants to be told that time has passed, if it waits for time. */
    public static Optional<Instant> nextWake(RunState state) {
        Optional<Instant> wake = state.wakes().isEmpty()
                ? Optional.empty()
                : Optional.of(state.wakes().first().at());
        Optional<Instant> deadline = state.deadline();
        return wake.isEmpty() || deadline.filter(d -> d.isBefore(wake.get())).isPresent() ? deadline : wake;
    }
}

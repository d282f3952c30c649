package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunQueue;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a stage that is not running, or a run, waits for, in a few words. */
public final class WaitingText {
    private static final int NAMED = 3;

    private WaitingText() {}

    /** What a run waits for that has yet to start: its place in its concurrency group. */
    public static Optional<String> ofRun(RunState state) {
        return state.phase() != RunPhase.WAITING
                ? Optional.empty()
                : Optional.of("waiting for " + group(state)
                        + state.entry().queue().map(WaitingText::queue).orElse(""));
    }

    /** That a run has its place in its concurrency group. */
    public static String entered(RunState state) {
        return "has its place in " + group(state);
    }

    private static String group(RunState state) {
        return "concurrency group '" + state.info().concurrency().orElseThrow().group() + "'";
    }

    private static String queue(RunQueue queue) {
        List<String> parts = new ArrayList<>();
        if (!queue.heldBy().isEmpty()) {
            int more = queue.heldBy().size() - NAMED;
            parts.add("held by "
                    + String.join(
                            ", ",
                            queue.heldBy()
                                    .subList(0, Math.min(NAMED, queue.heldBy().size())))
                    + (more > 0 ? " and " + more + " more" : ""));
        }
        if (queue.ahead() > 0) {
            parts.add(queue.ahead() + " ahead");
        }
        return parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    }

    /** What a stage waits for. */
    static Optional<String> of(RunState state, int i) {
        StageState s = state.stage(i);
        Optional<Attempt> a = s.attempt();
        return switch (s.phase()) {
            case WAITING -> Optional.of(waiting(state, i));
            case QUEUED -> Optional.of(slot(state));
            case BACKOFF ->
                a.flatMap(Attempt::failure).map(f -> "attempt " + a.get().number() + " failed: " + f.message());
            case STOPPING ->
                Optional.of(a.flatMap(Attempt::stop)
                        .map(f -> "being stopped: " + f.message())
                        .orElse("being stopped"));
            case DISRUPTED -> a.flatMap(Attempt::stop).map(Failure::message);
            case SUBMITTING, PENDING, PULLING ->
                a.flatMap(Attempt::waiting).map(w -> w.cause().text() + ": " + w.message());
            case OPEN, RUNNING, JUDGING, ENDED -> Optional.empty();
        };
    }

    private static String waiting(RunState state, int i) {
        if (state.phase() == RunPhase.WAITING && state.dag().needsOf(i).length == 0) {
            return "the run waits for " + group(state);
        }
        int group = state.dag().parentOf(i);
        if (group >= 0 && state.stage(group).phase() == StagePhase.WAITING) {
            return "for its group '" + state.dag().stage(group).name() + "'";
        }
        boolean late = state.dag().stage(i).inFinally() && state.finallyStatus().isEmpty();
        return late ? "for all stages outside of finally" : "needs " + unendedNeeds(state, i);
    }

    /** With one of its own slots free, a run has no more of those that all runs share. */
    private static String slot(RunState state) {
        boolean shared = state.tally().inFlight() < state.dag().maxParallel();
        return shared
                ? "waiting for one of the slots that all runs share"
                : "waiting for one of the run's " + state.dag().maxParallel() + " slots";
    }

    private static String unendedNeeds(RunState state, int i) {
        List<String> names = new ArrayList<>();
        int more = 0;
        for (int need : state.dag().needsOf(i)) {
            if (state.stage(need).status().isEmpty()) {
                if (names.size() < NAMED) {
                    names.add(state.dag().stage(need).name());
                } else {
                    more++;
                }
            }
        }
        return names.isEmpty() ? "nothing more" : String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }
}

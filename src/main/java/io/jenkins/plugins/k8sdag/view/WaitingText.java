package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a stage that is not running waits for, in a few words. */
final class WaitingText {
    private static final int NAMED = 3;

    private WaitingText() {}

    static Optional<String> of(RunState state, int i) {
        StageState s = state.stage(i);
        Optional<Attempt> a = s.attempt();
        return switch (s.phase()) {
            case WAITING -> Optional.of(waiting(state, i));
            case QUEUED ->
                Optional.of("waiting for one of the run's " + state.dag().maxParallel() + " slots");
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
        int group = state.dag().parentOf(i);
        if (group >= 0 && state.stage(group).phase() == StagePhase.WAITING) {
            return "for its group '" + state.dag().stage(group).name() + "'";
        }
        boolean late = state.dag().stage(i).inFinally() && state.finallyStatus().isEmpty();
        return late ? "for all stages outside of finally" : "needs " + unendedNeeds(state, i);
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

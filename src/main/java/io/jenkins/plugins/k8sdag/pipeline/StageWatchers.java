package io.jenkins.plugins.k8sdag.pipeline;

import io.jenkins.plugins.k8sdag.engine.RunListener;
import io.jenkins.plugins.k8sdag.kubernetes.LogListener;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the steps that show single stages of a run when there may be something new of theirs. Told on the run's turn and by the
 * threads that write logs; what it calls must return at once.
 */
final class StageWatchers implements RunListener, LogListener {
    private final Map<String, Set<Runnable>> watchers = new ConcurrentHashMap<>();

    /** From now on, says so when there is news of a stage. */
    void add(String stage, Runnable watcher) {
        watchers.computeIfAbsent(stage, s -> ConcurrentHashMap.newKeySet()).add(watcher);
    }

    void remove(String stage, Runnable watcher) {
        watchers.computeIfPresent(stage, (s, known) -> {
            known.remove(watcher);
            return known.isEmpty() ? null : known;
        });
    }

    @Override
    public void onTurn(RunState state, List<Fact> facts) {
        if (watchers.isEmpty()) {
            return;
        }
        for (Fact fact : facts) {
            if (fact instanceof Fact.OfStage f) {
                tell(state.dag().stage(f.stage()).name());
            }
        }
    }

    @Override
    public void lines(String stage, int attempt, byte[] bytes, int length) {
        tell(stage);
    }

    /** There is news of the run as a whole. */
    void tellAll() {
        watchers.values().forEach(known -> known.forEach(Runnable::run));
    }

    private void tell(String stage) {
        watchers.getOrDefault(stage, Set.of()).forEach(Runnable::run);
    }
}

package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Which stages of an ended run a rerun takes over: those that let others go on, as far as nothing they depend on runs again. Stages
 * of {@code finally} never are.
 */
final class Kept {
    private final RunState run;
    private final Dag dag;
    private final boolean[] forced;
    private final boolean[] entered;
    private final boolean[] kept;

    /** What is kept if one stage, or none, is to run again in any case. */
    Kept(RunState run, Optional<Integer> from) {
        this.run = run;
        this.dag = run.dag();
        this.forced = new boolean[dag.size()];
        this.entered = new boolean[dag.size()];
        this.kept = new boolean[dag.size()];
        from.ifPresent(this::force);
        // Each stage stands behind its group, and behind all it needs with all that belongs to those.
        for (int i : dag.topologicalOrder()) {
            entered[i] = enters(i);
            kept[i] = !dag.stage(i).isGroup() && entered[i] && stays(i);
        }
        for (int i = 0; i < dag.size(); i++) {
            kept[i] = keeps(i);
        }
    }

    private void force(int from) {
        Deque<Integer> todo = new ArrayDeque<>();
        todo.add(from);
        while (!todo.isEmpty()) {
            int i = todo.remove();
            forced[i] = true;
            for (int child : dag.childrenOf(i)) {
                todo.add(child);
            }
        }
    }

    /** Whether nothing it depends on runs again, so that what was decided about it when it began still holds. */
    private boolean enters(int i) {
        if (dag.stage(i).inFinally() || forced[i]) {
            return false;
        }
        for (int need : dag.needsOf(i)) {
            if (!keeps(need)) {
                return false;
            }
        }
        int group = dag.parentOf(i);
        return group < 0 || entered[group];
    }

    /** Whether an end stands, of a stage that is no group or never opened. */
    private boolean stays(int i) {
        StageState s = run.stage(i);
        if (s.status().isEmpty()) {
            return false;
        }
        int group = dag.parentOf(i);
        if (group >= 0 && run.stage(group).readyAt().isEmpty()) {
            return stays(group);
        }
        return switch (s.status().get()) {
            case SUCCEEDED, UNSTABLE, SKIPPED -> true;
            case OMITTED -> Readying.unmet(run, i, dag.stage(i)).isPresent() || allowed(i);
            case FAILED -> allowed(i);
            case CANCELLED -> false;
        };
    }

    /** Whether a group around it was allowed to fail, did, and lost nothing to a stop. */
    private boolean allowed(int i) {
        for (int group = dag.parentOf(i); group >= 0; group = dag.parentOf(group)) {
            StageState s = run.stage(group);
            boolean unstable = s.status().filter(StageStatus.UNSTABLE::equals).isPresent();
            if (unstable && s.allowFailure() && !touched(group)) {
                return true;
            }
        }
        return false;
    }

    private boolean touched(int group) {
        for (int child : dag.childrenOf(group)) {
            boolean cancelled = run.stage(child)
                    .status()
                    .filter(StageStatus.CANCELLED::equals)
                    .isPresent();
            if (cancelled || forced[child] || touched(child)) {
                return true;
            }
        }
        return false;
    }

    /** Whether its end is taken over; of a group only once all its stages were looked at. */
    boolean keeps(int i) {
        Stage spec = dag.stage(i);
        if (!spec.isGroup() || !entered[i]) {
            return kept[i];
        }
        if (!opens(i)) {
            return stays(i);
        }
        for (int child : dag.childrenOf(i)) {
            if (!keeps(child)) {
                return false;
            }
        }
        return run.stage(i)
                .status()
                .filter(status -> status != StageStatus.FAILED && status != StageStatus.CANCELLED || allowed(i))
                .isPresent();
    }

    /** Whether it is a group that had opened, and opens again as it did then. */
    boolean opens(int i) {
        return dag.stage(i).isGroup() && entered[i] && run.stage(i).readyAt().isPresent();
    }

    /** Whether all stages but those of {@code finally} are kept. */
    boolean all() {
        for (int i = 0; i < dag.size(); i++) {
            if (!kept[i] && !dag.stage(i).inFinally()) {
                return false;
            }
        }
        return true;
    }
}

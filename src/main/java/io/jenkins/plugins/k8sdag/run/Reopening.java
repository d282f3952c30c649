package io.jenkins.plugins.k8sdag.run;

import java.util.Set;
import java.util.TreeSet;

/** What a retry by hand changes beside the stage itself: ends that are taken back, and how much everyone around waits for. */
final class Reopening {
    private Reopening() {}

    /** The stage itself is queued already. */
    static void apply(RunEdit run, Fact.StageRetried fact) {
        for (int i : fact.reopened()) {
            StageState before = run.stage(i);
            if (before.phase() != StagePhase.ENDED) {
                throw new IllegalTransitionException(
                        "fact " + fact + " cannot be: stage " + i + " is " + before.phase());
            }
            run.stage(i, s -> s.reopen(opened(run, i)));
        }
        affected(run, fact).forEach(i -> recount(run, i));
    }

    /** Whether it is a group whose stages were let start. */
    private static boolean opened(RunEdit run, int i) {
        return run.dag().stage(i).isGroup() && run.stage(i).readyAt().isPresent();
    }

    private static Set<Integer> affected(RunEdit run, Fact.StageRetried fact) {
        Set<Integer> affected = new TreeSet<>(fact.reopened());
        affected.add(fact.stage());
        for (int i : Set.copyOf(affected)) {
            for (int dependent : run.dag().dependentsOf(i)) {
                affected.add(dependent);
            }
            for (int child : run.dag().childrenOf(i)) {
                affected.add(child);
            }
            if (run.dag().parentOf(i) >= 0) {
                affected.add(run.dag().parentOf(i));
            }
        }
        return affected;
    }

    private static void recount(RunEdit run, int i) {
        StagePhase phase = run.stage(i).phase();
        if (phase == StagePhase.WAITING) {
            int parent = run.dag().parentOf(i);
            boolean group = parent >= 0 && run.stage(parent).phase() == StagePhase.WAITING;
            boolean late = parent < 0 && run.dag().stage(i).inFinally() && run.phase != RunPhase.FINALLY;
            int unmet = notEnded(run, run.dag().needsOf(i)) + (group || late ? 1 : 0);
            run.stage(i, s -> s.unmet = unmet);
        } else if (phase == StagePhase.OPEN) {
            int unmet = notEnded(run, run.dag().childrenOf(i));
            run.stage(i, s -> s.unmet = unmet);
        }
    }

    private static int notEnded(RunEdit run, int[] stages) {
        int n = 0;
        for (int i : stages) {
            n += run.stage(i).phase() == StagePhase.ENDED ? 0 : 1;
        }
        return n;
    }
}

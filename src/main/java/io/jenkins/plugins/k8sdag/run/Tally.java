package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** How many stages stand in which phase, and how many ended how. Immutable; changed by one stage at a time. */
public final class Tally {
    private final int[] phases;
    private final int[] statuses;
    private final int[] outer;
    private final int left;
    private final int mainLeft;

    private Tally(int[] phases, int[] statuses, int[] outer, int left, int mainLeft) {
        this.phases = phases;
        this.statuses = statuses;
        this.outer = outer;
        this.left = left;
        this.mainLeft = mainLeft;
    }

    static Tally waiting(Dag dag) {
        int kinds = StageStatus.values().length;
        int[] phases = new int[StagePhase.values().length];
        phases[StagePhase.WAITING.ordinal()] = dag.pods();
        int main = 0;
        for (Stage stage : dag.stages()) {
            main += stage.inFinally() ? 0 : 1;
        }
        return new Tally(phases, new int[kinds], new int[kinds], dag.size(), main);
    }

    /** Groups are not counted beside what is in them; a fan-out stands for its instances until they are known. */
    private static boolean counts(Stage stage, boolean opened) {
        return !stage.isGroup() || stage.isForEach() && !opened;
    }

    private static boolean opened(StageState s) {
        return s.readyAt().isPresent();
    }

    /** One more stage, which waits. */
    Tally added(Stage stage) {
        int[] p = phases.clone();
        p[StagePhase.WAITING.ordinal()] += counts(stage, false) ? 1 : 0;
        return new Tally(p, statuses, outer, left + 1, mainLeft + (stage.inFinally() ? 0 : 1));
    }

    Tally move(Stage stage, StageState before, StageState after) {
        if (before.phase() == after.phase()) {
            return this;
        }
        int[] p = phases.clone();
        p[before.phase().ordinal()] -= counts(stage, opened(before)) ? 1 : 0;
        p[after.phase().ordinal()] += counts(stage, opened(after)) ? 1 : 0;
        int change = (after.status().isPresent() ? 1 : 0) - (before.status().isPresent() ? 1 : 0);
        if (change == 0) {
            return new Tally(p, statuses, outer, left, mainLeft);
        }
        int which = after.status().or(before::status).orElseThrow().ordinal();
        int[] s = statuses.clone();
        s[which] += counts(stage, opened(after)) ? change : 0;
        int[] o = outer.clone();
        o[which] += stage.parent().isEmpty() ? change : 0;
        return new Tally(p, s, o, left - change, mainLeft - (stage.inFinally() ? 0 : change));
    }

    /** Stages of any kind that have not ended. */
    int left() {
        return left;
    }

    /** Those of them that are not in {@code finally}. */
    int mainLeft() {
        return mainLeft;
    }

    /** Stages and groups that belong to no group and ended so: they decide how the run ends. */
    int outer(StageStatus status) {
        return outer[status.ordinal()];
    }

    /** Stages that are counted: those that run a pod, and fan-outs whose instances are not known. */
    public int total() {
        return Arrays.stream(phases).sum();
    }

    /** Stages that stand in a phase. */
    public int in(StagePhase phase) {
        return phases[phase.ordinal()];
    }

    /** Stages that ended so. */
    public int ended(StageStatus status) {
        return statuses[status.ordinal()];
    }

    /** Stages that take one of the run's places. */
    public int inFlight() {
        int sum = 0;
        for (StagePhase phase : StagePhase.values()) {
            sum += phase.inFlight() ? in(phase) : 0;
        }
        return sum;
    }

    /** The numbers other than 0, by status. */
    public Map<StageStatus, Integer> byStatus() {
        Map<StageStatus, Integer> map = new EnumMap<>(StageStatus.class);
        for (StageStatus status : StageStatus.values()) {
            if (ended(status) > 0) {
                map.put(status, ended(status));
            }
        }
        return map;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Tally that
                && Arrays.equals(phases, that.phases)
                && Arrays.equals(statuses, that.statuses)
                && Arrays.equals(outer, that.outer)
                && left == that.left
                && mainLeft == that.mainLeft;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(phases) + Arrays.hashCode(statuses);
    }

    @Override
    public String toString() {
        return "Tally[left=" + left + ", phases=" + Arrays.toString(phases) + ", statuses=" + Arrays.toString(statuses)
                + "]";
    }
}

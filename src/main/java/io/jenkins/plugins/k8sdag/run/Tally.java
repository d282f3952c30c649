package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** How many stages stand in which phase, and how many ended how. Immutable; changed by one stage at a time. */
public final class Tally {
    private final int[] phases;
    private final int[] statuses;

    private Tally(int[] phases, int[] statuses) {
        this.phases = phases;
        this.statuses = statuses;
    }

    static Tally waiting(int stages) {
        int[] phases = new int[StagePhase.values().length];
        phases[StagePhase.WAITING.ordinal()] = stages;
        return new Tally(phases, new int[StageStatus.values().length]);
    }

    Tally move(StageState before, StageState after) {
        if (before.phase() == after.phase()) {
            return this;
        }
        int[] p = phases.clone();
        p[before.phase().ordinal()]--;
        p[after.phase().ordinal()]++;
        int[] s = statuses;
        if (after.status().isPresent() && before.status().isEmpty()) {
            s = statuses.clone();
            s[after.status().get().ordinal()]++;
        }
        return new Tally(p, s);
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
        return o instanceof Tally that && Arrays.equals(phases, that.phases) && Arrays.equals(statuses, that.statuses);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(phases) + Arrays.hashCode(statuses);
    }

    @Override
    public String toString() {
        return "Tally[phases=" + Arrays.toString(phases) + ", statuses=" + Arrays.toString(statuses) + "]";
    }
}

package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a run is, in stages.
 *
 * @param total all that run a pod; a fan-out counts as one until its instances are known
 * @param ended however they ended
 * @param inFlight those that take one of the run's slots
 * @param running those of {@code inFlight} whose main container runs
 * @param byStatus ended ones by status; a status that none has is left out
 */
public record ProgressView(int total, int ended, int inFlight, int running, Map<String, Integer> byStatus) {
    /** The progress of a run; does not depend on how many stages there are. */
    public static ProgressView of(RunState state) {
        Map<String, Integer> byStatus = new LinkedHashMap<>();
        state.tally().byStatus().forEach((status, n) -> byStatus.put(status.name(), n));
        return new ProgressView(
                state.tally().total(),
                state.tally().in(StagePhase.ENDED),
                state.tally().inFlight(),
                state.tally().in(StagePhase.RUNNING),
                byStatus);
    }
}

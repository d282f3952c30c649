package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.time.Duration;
import java.time.Instant;

/**
 * A run in a list of runs.
 *
 * @param id the run's id
 * @param name the DAG's name
 * @param status how it ended; while it goes on, its phase
 * @param stages how many it has
 * @param stagesEnded how many of them have ended
 * @param startedAt when it began
 * @param durationMillis from then to its end, or to now
 * @param abandoned whether it has not ended and nothing drives it
 * @param waiting what it waits for before it starts, or null
 */
public record RunLine(
        String id,
        String name,
        String status,
        int stages,
        int stagesEnded,
        String startedAt,
        long durationMillis,
        boolean abandoned,
        String waiting) {
    /**
     * A run in a line.
     *
     * @param driven whether a process drives it just now
     */
    public static RunLine of(RunState state, Instant now, boolean driven) {
        return new RunLine(
                state.info().runId(),
                state.dag().name(),
                state.status().map(Enum::name).orElse(state.phase().name()),
                state.tally().total(),
                state.tally().in(StagePhase.ENDED),
                state.info().startedAt().toString(),
                Duration.between(state.info().startedAt(), state.endedAt().orElse(now))
                        .toMillis(),
                state.phase() != RunPhase.ENDED && !driven,
                WaitingText.ofRun(state).orElse(null));
    }
}

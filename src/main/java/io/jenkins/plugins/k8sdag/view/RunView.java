package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.engine.Health;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All of a run that people may want to see.
 *
 * @param id the run's id
 * @param name the DAG's name
 * @param rerunOf the run whose stages it took over, or null
 * @param seq grows by every change; the same number is the same state
 * @param phase {@code WAITING}, {@code RUNNING}, {@code STOPPING}, {@code FINALLY}, {@code ENDED}
 * @param status how it ended, or null
 * @param message what it waits for, or why it is being stopped or ended so, where the status does not say it all; else ""
 * @param progress how far it is
 * @param startedAt when it began
 * @param endedAt when it ended, or null
 * @param durationMillis from the one to the other, or to now
 * @param params the resolved parameters
 * @param maxParallel stages that may be in flight at once
 * @param failures the failed stages, the same trouble said once
 * @param health the connection to the cluster; null when this is read from a journal alone
 * @param stages in the file's order, those of a group behind it
 */
public record RunView(
        String id,
        String name,
        String rerunOf,
        long seq,
        String phase,
        String status,
        String message,
        ProgressView progress,
        String startedAt,
        String endedAt,
        long durationMillis,
        Map<String, Object> params,
        int maxParallel,
        List<FailureGroup> failures,
        HealthView health,
        List<StageView> stages) {

    /**
     * A run as it stands.
     *
     * @param now by the controller's clock, for the clocks that run
     * @param health of its cluster, if this process is connected to it
     */
    public static RunView of(RunState state, Instant now, Optional<Health> health) {
        List<StageView> stages = new ArrayList<>(state.dag().size());
        for (int i : ReadingOrder.of(state.dag())) {
            stages.add(StageView.of(state, i, now));
        }
        return of(state, now, health, FailureGroup.of(stages), stages);
    }

    /**
     * A run of which only some stages are told.
     *
     * @param failures of all its stages
     * @param stages those to tell, in the file's order
     */
    public static RunView of(
            RunState state, Instant now, Optional<Health> health, List<FailureGroup> failures, List<StageView> stages) {
        RunInfo info = state.info();
        return new RunView(
                info.runId(),
                state.dag().name(),
                info.rerunOf().orElse(null),
                state.seq(),
                state.phase().name(),
                state.status().map(Enum::name).orElse(null),
                WaitingText.ofRun(state).orElse(state.message().isEmpty() ? state.stopMessage() : state.message()),
                ProgressView.of(state),
                info.startedAt().toString(),
                state.endedAt().map(Instant::toString).orElse(null),
                Duration.between(info.startedAt(), state.endedAt().orElse(now)).toMillis(),
                new TreeMap<>(info.params()),
                state.dag().maxParallel(),
                failures,
                health.map(HealthView::of).orElse(null),
                stages);
    }

    /** How it ended, or where it stands. */
    public String standing() {
        return status == null ? phase : status;
    }
}

package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.run.RunState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run came to: the last line of {@code --output json}, and the result of the Jenkins step.
 *
 * @param type always {@code result}
 * @param run the run's id
 * @param status how it ended; while it goes on, its phase
 * @param stages by name, in the file's order, those of a group behind it
 */
public record ResultView(String type, String run, String status, Map<String, StageResult> stages) {
    /**
     * What a stage came to.
     *
     * @param status how it ended; while it has not, its phase
     * @param attempts how many there were
     * @param outputs what it wrote, by name: strings; of a group lists
     * @param cause of its failure, or null
     * @param blame whose fault, or null
     * @param message what happened, or why it did not run; or null
     * @param durationMillis from its needs being met to its end
     */
    public record StageResult(
            String status,
            int attempts,
            Map<String, Object> outputs,
            String cause,
            String blame,
            String message,
            long durationMillis) {
        static StageResult of(StageView s) {
            FailureView f = s.failure();
            return new StageResult(
                    s.standing(),
                    s.attempts().size(),
                    s.outputs(),
                    f == null ? null : f.cause(),
                    f == null ? null : f.blame(),
                    f == null ? (s.reason().isEmpty() ? null : s.reason()) : f.message(),
                    s.durationMillis());
        }
    }

    /** The result of a run as it stands. */
    public static ResultView of(RunState state, Instant now) {
        Map<String, StageResult> stages = new LinkedHashMap<>();
        for (int i : ReadingOrder.of(state.dag())) {
            stages.put(state.dag().stage(i).name(), StageResult.of(StageView.of(state, i, now)));
        }
        String status = state.status().map(Enum::name).orElse(state.phase().name());
        return new ResultView("result", state.info().runId(), status, stages);
    }
}

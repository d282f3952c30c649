package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of one stage of a run.
 *
 * @param phase where it stands
 * @param unmet how many of its needs have not ended
 * @param attempts from the first on
 * @param values the text of every interpolation, by its source, once it is ready
 * @param allowFailure whether a failure is an allowed one, once it is ready
 * @param userRetries attempts charged to the user's budget
 * @param infrastructureRetries attempts charged to the infrastructure budget
 * @param memorySteps how many attempts ran out of memory
 * @param queuedSince since when it waits for a slot, while it does
 * @param retryAt when its next attempt is due, while it waits for that
 * @param status how it ended
 * @param failure what it failed by
 * @param reason why it did not run, or ""
 * @param outputs what it wrote; of a group what its stages wrote, as lists, or what the used file puts out
 * @param params of a group that uses another file: what that is given
 * @param takenOver where it was taken over from, if it did not run here
 * @param given attempts that retries by hand have added to what its policy allows
 * @param readyAt when its needs were met
 * @param endedAt when it ended
 */
public record StageState(
        StagePhase phase,
        int unmet,
        List<Attempt> attempts,
        Map<String, String> values,
        boolean allowFailure,
        int userRetries,
        int infrastructureRetries,
        int memorySteps,
        Optional<Instant> queuedSince,
        Optional<Instant> retryAt,
        Optional<StageStatus> status,
        Optional<Failure> failure,
        String reason,
        Map<String, Object> outputs,
        Map<String, Object> params,
        Optional<TakenOver> takenOver,
        int given,
        Optional<Instant> readyAt,
        Optional<Instant> endedAt) {
    /**
     * The end of a stage in another run.
     *
     * @param run the run in which it ran
     * @param attempts how many it took there
     */
    public record TakenOver(String run, int attempts) {}

    static StageState waiting(int unmet) {
        return new StageState(
                StagePhase.WAITING,
                unmet,
                List.of(),
                Map.of(),
                false,
                0,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                Map.of(),
                Map.of(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }

    /** The latest attempt, if there was one. */
    public Optional<Attempt> attempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }

    /** How many attempts there may be by now: what its policy allows, what was given by hand, and what the cluster cost already. */
    public int most(Stage stage) {
        return given + 1 + stage.retry().limit() + infrastructureRetries;
    }

    /** An attempt by number, if there was one. */
    public Optional<Attempt> attempt(int number) {
        return number < 1 || number > attempts.size() ? Optional.empty() : Optional.of(attempts.get(number - 1));
    }
}

package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A {@link StageState} being changed by one fact; lives within {@link Fold} only. */
final class StageEdit {
    StagePhase phase;
    int unmet;
    List<Attempt> attempts;
    Map<String, String> values;
    boolean allowFailure;
    int userRetries;
    int infrastructureRetries;
    int memorySteps;
    Optional<Instant> queuedSince;
    Optional<Instant> retryAt;
    Optional<StageStatus> status;
    Optional<Failure> failure;
    String reason;
    Map<String, Object> outputs;
    Map<String, Object> params;
    Optional<StageState.TakenOver> takenOver;
    int given;
    Optional<Instant> readyAt;
    Optional<Instant> endedAt;

    StageEdit(StageState s) {
        phase = s.phase();
        unmet = s.unmet();
        attempts = s.attempts();
        values = s.values();
        allowFailure = s.allowFailure();
        userRetries = s.userRetries();
        infrastructureRetries = s.infrastructureRetries();
        memorySteps = s.memorySteps();
        queuedSince = s.queuedSince();
        retryAt = s.retryAt();
        status = s.status();
        failure = s.failure();
        reason = s.reason();
        outputs = s.outputs();
        params = s.params();
        takenOver = s.takenOver();
        given = s.given();
        readyAt = s.readyAt();
        endedAt = s.endedAt();
    }

    /** Takes an end back: of a group that had opened it is open again, of all else nothing was decided yet. */
    void reopen(boolean opened) {
        phase = opened ? StagePhase.OPEN : StagePhase.WAITING;
        values = Map.of();
        allowFailure = opened && allowFailure;
        status = Optional.empty();
        failure = Optional.empty();
        reason = "";
        outputs = Map.of();
        params = opened ? params : Map.of();
        readyAt = opened ? readyAt : Optional.empty();
        endedAt = Optional.empty();
    }

    void addAttempt(Attempt attempt) {
        List<Attempt> more = new ArrayList<>(attempts);
        more.add(attempt);
        attempts = List.copyOf(more);
    }

    void editAttempt(int number, Consumer<AttemptEdit> change) {
        if (number < 1 || number > attempts.size()) {
            throw new IllegalTransitionException("there is no attempt " + number + " of " + attempts.size());
        }
        AttemptEdit edit = new AttemptEdit(attempts.get(number - 1));
        change.accept(edit);
        List<Attempt> changed = new ArrayList<>(attempts);
        changed.set(number - 1, edit.build());
        attempts = List.copyOf(changed);
    }

    StageState build() {
        return new StageState(
                phase,
                unmet,
                attempts,
                values,
                allowFailure,
                userRetries,
                infrastructureRetries,
                memorySteps,
                queuedSince,
                retryAt,
                status,
                failure,
                reason,
                outputs,
                params,
                takenOver,
                given,
                readyAt,
                endedAt);
    }
}

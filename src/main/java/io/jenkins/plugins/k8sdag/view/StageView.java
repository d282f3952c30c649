package io.jenkins.plugins.k8sdag.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Need;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One stage of a run.
 *
 * @param name unique in the run
 * @param kind {@code job} for one that runs a pod; for groups {@code matrix}, {@code forEach} or {@code uses}
 * @param parent the group it belongs to, or null
 * @param label what tells it apart within its group, or its name
 * @param inFinally whether it runs after all others have ended
 * @param needs names of the stages it waits for
 * @param phase where it stands: {@code WAITING}, {@code OPEN} (a group whose stages may run), {@code QUEUED}, {@code SUBMITTING}, {@code PENDING}, {@code PULLING},
 *     {@code RUNNING}, {@code STOPPING}, {@code DISRUPTED}, {@code BACKOFF}, {@code ENDED}
 * @param status how it ended, or null
 * @param clocks the clocks of all its attempts together
 * @param attempts from the first on
 * @param maxAttempts how many there may be by now on the user's budget, by hand, and what the cluster cost already
 * @param failure what it failed by, or null
 * @param reason why it did not run, or ""
 * @param takenFrom the run in which it ran, if it was taken over from there; else null
 * @param waiting what it waits for, in a few words, or null
 * @param retryAt when its next attempt is due, or null
 * @param outputs what it wrote, by name
 * @param startedAt when its needs were met, or null
 * @param endedAt when it ended, or null
 * @param durationMillis from the one to the other, or to now
 */
public record StageView(
        String name,
        String kind,
        String parent,
        String label,
        @JsonProperty("finally") boolean inFinally,
        List<String> needs,
        String phase,
        String status,
        ClocksView clocks,
        List<AttemptView> attempts,
        int maxAttempts,
        FailureView failure,
        String reason,
        String takenFrom,
        String waiting,
        String retryAt,
        Map<String, Object> outputs,
        String startedAt,
        String endedAt,
        long durationMillis) {

    /**
     * A stage as it stands.
     *
     * @param state its run
     * @param i its position
     * @param now by the controller's clock
     */
    public static StageView of(RunState state, int i, Instant now) {
        Stage spec = state.dag().stage(i);
        StageState s = state.stage(i);
        List<AttemptView> attempts = new ArrayList<>();
        s.attempts().forEach(a -> attempts.add(AttemptView.of(a, now)));
        return new StageView(
                spec.name(),
                spec.group().map(Group::kind).orElse("job"),
                spec.parent().orElse(null),
                label(spec),
                spec.inFinally(),
                spec.needs().stream().map(Need::stage).toList(),
                s.phase().name(),
                s.status().map(Enum::name).orElse(null),
                ClocksView.of(s, now),
                attempts,
                s.most(spec),
                s.failure().map(FailureView::of).orElse(null),
                s.reason(),
                s.takenOver().map(StageState.TakenOver::run).orElse(null),
                WaitingText.of(state, i).orElse(null),
                s.retryAt().map(Instant::toString).orElse(null),
                new TreeMap<>(s.outputs()),
                s.readyAt().map(Instant::toString).orElse(null),
                s.endedAt().map(Instant::toString).orElse(null),
                duration(s, now));
    }

    private static String label(Stage spec) {
        String group = spec.parent().orElse("");
        boolean within =
                !group.isEmpty() && spec.name().startsWith(group) && spec.name().length() > group.length() + 1;
        return within ? spec.name().substring(group.length() + 1) : spec.name();
    }

    private static long duration(StageState s, Instant now) {
        return s.readyAt()
                .map(from -> Duration.between(from, s.endedAt().orElse(now)).toMillis())
                .orElse(0L);
    }

    /** How it ended, or where it stands. */
    public String standing() {
        return status == null ? phase : status;
    }
}

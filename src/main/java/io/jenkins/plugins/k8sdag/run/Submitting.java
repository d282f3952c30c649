package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What follows from the cluster's answer to a Job. */
final class Submitting {
    private static final Backoff QUOTA = new Backoff(Duration.ofSeconds(2), 2, Duration.ofSeconds(30));
    private static final Backoff API = new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(30));

    /** How long an API that is away is waited for; quota is waited for without end, as a queue is. */
    private static final Duration API_PATIENCE = Duration.ofMinutes(30);

    private Submitting() {}

    static void submitted(Turn turn, Input.Submitted in) {
        Optional<Attempt> live = turn.live(in.id()).filter(a -> !a.submitted());
        StagePhase phase = live.isPresent() ? turn.stage(in.id().stage()).phase() : null;
        if (phase == StagePhase.SUBMITTING || phase == StagePhase.STOPPING) {
            turn.emit(new Fact.JobSubmitted(in.id(), in.jobName(), in.jobUid(), turn.now()));
        }
    }

    static void refused(Turn turn, Input.SubmitRefused in) {
        Optional<Attempt> live = turn.live(in.id());
        if (live.isEmpty() || turn.stage(in.id().stage()).phase() != StagePhase.SUBMITTING) {
            return;
        }
        Attempt a = live.get();
        if (!in.retryable()) {
            Ending.refused(turn, in.id(), in.failure());
            return;
        }
        Instant firstAt = a.refusedAt().orElse(turn.now());
        boolean quota = in.failure().cause() == Cause.QUOTA_EXCEEDED;
        if (!quota && Duration.between(firstAt, turn.now()).compareTo(API_PATIENCE) > 0) {
            // The answer may have got lost rather than the Job: it is deleted before the stage ends.
            Stopping.attempt(turn, in.id(), in.failure());
            return;
        }
        int tries = a.submitTries() + 1;
        Duration delay = turn.jitter((quota ? QUOTA : API).delay(tries), in.id(), tries);
        Duration asked = in.retryAfter().orElse(Duration.ZERO);
        Instant until = turn.now().plus(delay.compareTo(asked) < 0 ? asked : delay);
        turn.emit(new Fact.SubmitDelayed(in.id(), in.failure(), tries, firstAt, until, turn.now()));
    }
}

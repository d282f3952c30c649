package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The next moment at which a stage needs a decision whatever the cluster says; at most one at a time. */
final class Deadlines {
    private Deadlines() {}

    static Optional<Instant> of(Stage stage, StageState s) {
        return switch (s.phase()) {
            case BACKOFF -> s.retryAt();
            case SUBMITTING, STOPPING, DISRUPTED -> s.attempt().flatMap(Attempt::until);
            case PENDING, PULLING, RUNNING -> s.attempt().flatMap(a -> clock(stage, a));
            case WAITING, OPEN, QUEUED, JUDGING, ENDED -> Optional.empty();
        };
    }

    private static Optional<Instant> clock(Stage stage, Attempt a) {
        Clocks c = a.clocks();
        return switch (c.current()) {
            case QUEUED -> Optional.empty();
            case PENDING -> Optional.of(end(c.since(), stage.timeouts().pending(), c.pending()));
            case PULLING -> Optional.of(end(c.since(), stage.timeouts().pull(), c.pulling()));
            case RUNNING -> stage.timeouts().run().map(run -> end(c.since(), run, c.running()));
        };
    }

    private static Instant end(Instant since, Duration limit, Duration used) {
        return since.plus(limit).minus(used);
    }
}

package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.Clocks;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * The four clocks at one moment, in milliseconds.
 *
 * @param queued for a slot or quota
 * @param pending for a pod and a node
 * @param pulling for volumes, images and init containers
 * @param running in the main container
 * @param current the one that runs: {@code queued}, {@code pending}, {@code pulling}, {@code running}; null when none does
 */
public record ClocksView(long queued, long pending, long pulling, long running, String current) {
    static ClocksView of(Clocks clocks, Instant now) {
        Clocks at = clocks.at(now);
        return new ClocksView(
                at.queued().toMillis(),
                at.pending().toMillis(),
                at.pulling().toMillis(),
                at.running().toMillis(),
                at.current() == null ? null : at.current().name().toLowerCase(Locale.ROOT));
    }

    /** A stage's clocks: those of all its attempts together, and the wait for a slot that is under way. */
    static ClocksView of(StageState stage, Instant now) {
        ClocksView sum = new ClocksView(0, 0, 0, 0, null);
        for (Attempt a : stage.attempts()) {
            sum = sum.plus(of(a.clocks(), now));
        }
        if (stage.queuedSince().isPresent()) {
            long waited =
                    Math.max(0, Duration.between(stage.queuedSince().get(), now).toMillis());
            sum = sum.plus(new ClocksView(waited, 0, 0, 0, "queued"));
        }
        return sum;
    }

    private ClocksView plus(ClocksView more) {
        return new ClocksView(
                queued + more.queued,
                pending + more.pending,
                pulling + more.pulling,
                running + more.running,
                more.current);
    }
}

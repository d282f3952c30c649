package io.jenkins.plugins.k8sdag.dag;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The longest an attempt may stay on one of its clocks. Time spent queued (caps, concurrency, quota) counts on none of them.
 *
 * @param pending until a node was found, and until whatever the pod mounts was there
 * @param pull from then until the main container runs: images and init containers
 * @param run from the start of the main container; empty for no limit
 */
public record Timeouts(Duration pending, Duration pull, Optional<Duration> run) {
    /** Pending and pulling have limits even where the file names none: a Job whose image is missing stays active for ever. */
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofMinutes(15), Duration.ofMinutes(30), Optional.empty());

    public Timeouts {
        requirePositive("pending", pending);
        requirePositive("pull", pull);
        Objects.requireNonNull(run, "run");
        run.ifPresent(d -> requirePositive("run", d));
    }

    private static void requirePositive(String name, Duration d) {
        if (d.isNegative() || d.isZero()) {
            throw new IllegalArgumentException("timeout." + name + " must be longer than 0s, not " + d);
        }
    }
}

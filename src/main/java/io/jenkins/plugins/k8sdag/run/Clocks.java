package io.jenkins.plugins.k8sdag.run;

import java.time.Duration;
import java.time.Instant;

/**
 * The four clocks of an attempt; one runs at a time, until the attempt ends.
 *
 * @param queued time spent waiting for us: caps, quota
 * @param pending for a pod and a node
 * @param pulling for volumes, images and init containers
 * @param running in the main container
 * @param current the one that runs, or null when the attempt has ended
 * @param since when {@code current} started, or when the attempt ended
 */
public record Clocks(
        Duration queued, Duration pending, Duration pulling, Duration running, Clock current, Instant since) {
    /** Names of the clocks. */
    public enum Clock {
        QUEUED,
        PENDING,
        PULLING,
        RUNNING
    }

    static Clocks start(Instant at) {
        return new Clocks(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Clock.QUEUED, at);
    }

    /** Stops the running clock and starts another; null stops all. Time never runs backwards, whatever nodes say. */
    Clocks to(Clock next, Instant at) {
        Instant now = at.isBefore(since) ? since : at;
        Clocks read = at(now);
        return new Clocks(read.queued, read.pending, read.pulling, read.running, next, now);
    }

    /** The clocks as they stand at a moment, the running one included. */
    public Clocks at(Instant now) {
        Duration more = current == null || now.isBefore(since) ? Duration.ZERO : Duration.between(since, now);
        return new Clocks(
                current == Clock.QUEUED ? queued.plus(more) : queued,
                current == Clock.PENDING ? pending.plus(more) : pending,
                current == Clock.PULLING ? pulling.plus(more) : pulling,
                current == Clock.RUNNING ? running.plus(more) : running,
                current,
                now.isBefore(since) ? since : current == null ? since : now);
    }
}

package io.jenkins.plugins.k8sdag.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A run of a concurrency group that has not ended: it holds a place, or it waits for one.
 *
 * @param runId its id
 * @param startedAt when it began, by which the group queues
 * @param entered whether it holds a place
 * @param label what people know it by, with what is to be done about it where it does not move by itself
 */
public record Peer(String runId, Instant startedAt, boolean entered, String label) {
    /** The order in which a group's runs get places. */
    public static final Comparator<Peer> ORDER =
            Comparator.comparing(Peer::startedAt).thenComparing(Peer::runId);

    /** What a run is in a group; empty if it is not of it, has ended, or is being stopped and never had a place. */
    public static Optional<Peer> of(RunState run, String group, String label) {
        boolean member =
                run.info().concurrency().filter(c -> c.group().equals(group)).isPresent();
        boolean holds = run.entry().at().isPresent() && run.phase() != RunPhase.ENDED;
        return member && (holds || run.phase() == RunPhase.WAITING)
                ? Optional.of(new Peer(run.info().runId(), run.info().startedAt(), holds, label))
                : Optional.empty();
    }
}

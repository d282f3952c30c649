package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Concurrency;
import java.util.Collection;
import java.util.List;

/**
 * Who is in a run's way in its concurrency group. Computed from the runs that there are, whenever it is asked: nothing is counted up
 * and down, so nothing can leak.
 *
 * @param heldBy labels of the runs that hold places, the one that began first in front
 * @param ahead how many others wait and began before it
 */
public record RunQueue(List<String> heldBy, int ahead) {
    /** Nobody. */
    public static final RunQueue EMPTY = new RunQueue(List.of(), 0);

    public RunQueue {
        heldBy = List.copyOf(heldBy);
    }

    /**
     * Who of a group is in a run's way.
     *
     * @param run the run that asks
     * @param others runs of its group; itself does not count
     */
    public static RunQueue of(RunInfo run, Collection<Peer> others) {
        Peer self = new Peer(run.runId(), run.startedAt(), false, "");
        List<Peer> before = others.stream()
                .filter(m -> !m.runId().equals(run.runId()))
                .filter(m -> m.entered() || Peer.ORDER.compare(m, self) < 0)
                .sorted(Peer.ORDER)
                .toList();
        List<String> heldBy =
                before.stream().filter(Peer::entered).map(Peer::label).toList();
        return new RunQueue(heldBy, before.size() - heldBy.size());
    }

    /** Whether a run of this concurrency has a place: its own limit counts, whatever others of the group say. */
    public boolean open(Concurrency concurrency) {
        return heldBy.size() + ahead < concurrency.limit();
    }

    /** What follows for a run that waits. */
    void decide(Turn turn) {
        RunState run = turn.state();
        if (run.phase() != RunPhase.WAITING) {
            return;
        }
        if (open(run.info().concurrency().orElseThrow())) {
            turn.emit(new Fact.RunAdmitted(turn.now()));
        } else if (run.entry().queue().filter(this::equals).isEmpty()) {
            turn.emit(new Fact.RunQueued(this, turn.now()));
        }
    }
}

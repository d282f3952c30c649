package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pcollections.PSortedSet;
import org.pcollections.PVector;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/**
 * The state of a run: a fold of its facts. Immutable, so that anyone may read it while the run goes on; applying a fact shares
 * all but the one stage it is about, and the sets that make the next decision cheap are kept along the way, so that neither
 * depends on how many stages there are.
 *
 * @param info what never changes
 * @param dag the graph
 * @param seq how many facts were applied
 * @param phase where the run stands
 * @param entry how it stands in its concurrency group, if it has one
 * @param stop why it is being stopped, if it is
 * @param stopMessage the same for people, or ""
 * @param swept whether all Jobs were told to go after a stop
 * @param confirmed whether nothing is left in the cluster after a stop
 * @param finallyStatus how the stages outside of {@code finally} ended, once they have and there are others
 * @param finallyAt since when those in {@code finally} may run
 * @param finallyStop why those are being stopped, if they are
 * @param status how it ended
 * @param message why, where the status does not say it all; else ""
 * @param endedAt when it ended
 * @param stages by position
 * @param tally how many stages stand where
 * @param unblocked waiting stages whose needs have all ended
 * @param queued stages that wait for a slot, in the order in which they are to start
 * @param open stages that have not ended but were started or queued
 * @param busy stages for which some effect is due
 * @param wakes what is due when
 */
public record RunState(
        RunInfo info,
        Dag dag,
        long seq,
        RunPhase phase,
        Entry entry,
        Optional<Fact.StopReason> stop,
        String stopMessage,
        boolean swept,
        boolean confirmed,
        Optional<RunStatus> finallyStatus,
        Optional<Instant> finallyAt,
        Optional<Fact.StopReason> finallyStop,
        Optional<RunStatus> status,
        String message,
        Optional<Instant> endedAt,
        PVector<StageState> stages,
        Tally tally,
        PSortedSet<Integer> unblocked,
        PSortedSet<Integer> queued,
        PSortedSet<Integer> open,
        PSortedSet<Integer> busy,
        PSortedSet<Wake> wakes) {

    /** The state after a run's first fact. */
    public static RunState start(Fact.RunStarted fact) {
        Dag dag = fact.dag();
        PVector<StageState> stages = TreePVector.empty();
        PSortedSet<Integer> unblocked = TreePSet.empty();
        for (int i = 0; i < dag.size(); i++) {
            int unmet = unmet(dag, i);
            stages = stages.plus(StageState.waiting(unmet));
            if (unmet == 0) {
                unblocked = unblocked.plus(i);
            }
        }
        return new RunState(
                fact.info(),
                dag,
                1,
                fact.info().concurrency().isPresent() ? RunPhase.WAITING : RunPhase.RUNNING,
                Entry.NONE,
                Optional.empty(),
                "",
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                stages,
                Tally.waiting(dag),
                unblocked,
                TreePSet.empty(Ranks.of(dag, fact.info().expected())),
                TreePSet.empty(),
                TreePSet.empty(),
                TreePSet.empty());
    }

    /** What a stage waits for: the ends of its needs, the opening of its group, and in {@code finally} the end of all else. */
    static int unmet(Dag dag, int i) {
        boolean inGroup = dag.parentOf(i) >= 0;
        return dag.needsOf(i).length + (inGroup || dag.stage(i).inFinally() ? 1 : 0);
    }

    /** The state after a list of facts, the first of which starts the run. */
    public static RunState fold(List<Fact> facts) {
        if (facts.isEmpty() || !(facts.get(0) instanceof Fact.RunStarted first)) {
            throw new IllegalTransitionException("a run's facts do not begin with RunStarted");
        }
        RunState state = start(first);
        for (Fact fact : facts.subList(1, facts.size())) {
            state = state.apply(fact);
        }
        return state;
    }

    /**
     * The state after one more fact.
     *
     * @throws IllegalTransitionException when the fact cannot follow on this state: a bug, never bad luck
     */
    public RunState apply(Fact fact) {
        return Fold.apply(this, fact);
    }

    public StageState stage(int i) {
        return stages.get(i);
    }

    /** An attempt that is known to exist. */
    public Attempt attempt(AttemptId id) {
        return stage(id.stage())
                .attempt(id.attempt())
                .orElseThrow(() -> new IllegalTransitionException("there is no attempt " + id));
    }

    /** Whether every stage has ended. */
    public boolean allEnded() {
        return tally.left() == 0;
    }

    /** Whether stages may start that are ready. */
    public boolean starts() {
        return phase == RunPhase.RUNNING || phase == RunPhase.FINALLY && finallyStop.isEmpty();
    }

    /**
     * When the run's own timeout is over, or that of {@code finally}, while the one or the other counts. What a run waited for its
     * concurrency group does not count.
     */
    public Optional<Instant> deadline() {
        return switch (phase) {
            case RUNNING ->
                dag.timeout()
                        .map((Duration t) -> entry.at().orElse(info.startedAt()).plus(t));
            case FINALLY ->
                finallyStop.isPresent()
                        ? Optional.empty()
                        : dag.finallyTimeout().map(t -> finallyAt.orElseThrow().plus(t));
            case WAITING, STOPPING, ENDED -> Optional.empty();
        };
    }
}

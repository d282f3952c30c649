package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A new run that takes over what an earlier one brought to a good end, and runs the rest. The earlier run stays as it is. Immutable.
 */
public final class Rerun {
    private final RunState before;
    private final Dag dag;
    private final Map<String, Fact.GroupOpened> opened = new HashMap<>();
    private final Kept kept;
    private final Optional<String> from;

    /**
     * Plans a rerun.
     *
     * @param facts of the earlier run, which has ended
     * @param from a stage that runs again, with all that depends on it, whether it succeeded or not
     * @throws IllegalArgumentException when there is no such stage, or the run has not ended
     */
    public Rerun(List<Fact> facts, Optional<String> from) {
        this.from = from;
        RunState state = RunState.start((Fact.RunStarted) facts.get(0));
        dag = state.dag();
        for (Fact fact : facts.subList(1, facts.size())) {
            if (fact instanceof Fact.GroupOpened group) {
                opened.put(state.dag().stage(group.stage()).name(), group);
            }
            state = state.apply(fact);
        }
        before = state;
        problem(state, from).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        kept = new Kept(state, from.map(state.dag()::indexOf));
    }

    /** What is wrong with a rerun of a run, in a sentence; empty if nothing is. */
    public static Optional<String> problem(RunState run, Optional<String> from) {
        String id = run.info().runId();
        if (run.phase() != RunPhase.ENDED) {
            return Optional.of("run " + id + " is still under way (" + run.phase()
                    + "): wait until it has ended, or cancel it first");
        }
        return from.filter(stage -> run.dag().indexOf(stage) < 0)
                .map(stage -> "run " + id + " has no stage '" + stage + "'");
    }

    /** The earlier run, with the instances of its groups. */
    public RunState before() {
        return before;
    }

    /** The graph of the earlier run as it began. */
    public Dag dag() {
        return dag;
    }

    /** Whether the earlier run came to a good end and no stage is asked for, so that only those of {@code finally} would run. */
    public boolean nothingToDo() {
        RunStatus status = before.status().orElseThrow();
        boolean good = status == RunStatus.SUCCEEDED || status == RunStatus.UNSTABLE;
        return good && from.isEmpty() && kept.all();
    }

    /**
     * The first facts of the new run: all of its first turn.
     *
     * @param info of the new run; its parameters must be the earlier run's
     * @param graph {@link #dag()}, perhaps with another number of stages in flight
     */
    public List<Fact> facts(RunInfo info, Dag graph) {
        List<Fact> facts = new ArrayList<>();
        RunInfo rerun = info.rerunOf(before.info().runId());
        Fact.RunStarted first = new Fact.RunStarted(rerun, graph, info.startedAt());
        facts.add(first);
        RunState state = RunState.start(first);
        // Opened groups first: by then all stages that are taken over are there.
        for (int i = 0; i < state.dag().size(); i++) {
            int old = before.dag().indexOf(state.dag().stage(i).name());
            if (old >= 0 && state.dag().stage(i).isGroup() && kept.opens(old)) {
                Fact fact = open(i, old, rerun);
                facts.add(fact);
                state = state.apply(fact);
            }
        }
        for (int i = 0; i < state.dag().size(); i++) {
            int old = before.dag().indexOf(state.dag().stage(i).name());
            if (old >= 0 && kept.keeps(old)) {
                facts.add(takeOver(i, old, rerun));
            }
        }
        return facts;
    }

    private Fact open(int i, int old, RunInfo info) {
        Fact.GroupOpened group = opened.get(before.dag().stage(old).name());
        return new Fact.GroupOpened(i, group.instances(), group.params(), group.allowFailure(), info.startedAt());
    }

    private Fact takeOver(int i, int old, RunInfo info) {
        StageState s = before.stage(old);
        Optional<StageState.TakenOver> earlier = s.takenOver();
        return new Fact.StageTakenOver(
                i,
                earlier.map(StageState.TakenOver::run).orElse(before.info().runId()),
                s.status().orElseThrow(),
                s.attempts().size()
                        + earlier.map(StageState.TakenOver::attempts).orElse(0),
                s.failure(),
                s.reason(),
                s.outputs(),
                info.startedAt());
    }
}

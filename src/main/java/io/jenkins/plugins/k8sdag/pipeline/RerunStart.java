package io.jenkins.plugins.k8sdag.pipeline;

import hudson.model.Run;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.journal.JournalReader;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.IllegalTransitionException;
import io.jenkins.plugins.k8sdag.run.Rerun;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The first facts of a step's run in a build that may be a rerun of another: what it takes over from there. Blocking. */
final class RerunStart {
    private final Controller controller;
    private final Run<?, ?> build;
    private final Consumer<String> say;

    /**
     * For one step.
     *
     * @param say tells people
     */
    RerunStart(Controller controller, Run<?, ?> build, Consumer<String> say) {
        this.controller = controller;
        this.build = build;
        this.say = say;
    }

    /**
     * What the run begins with.
     *
     * @param first what it would begin with if it took nothing over
     * @param node the step's flow node
     */
    List<Fact> facts(Fact.RunStarted first, String node) {
        RerunOf rerun = build.getAction(RerunOf.class);
        if (rerun == null) {
            return List.of(first);
        }
        try {
            return facts(first, node, rerun);
        } catch (IOException | IllegalTransitionException e) {
            return afresh(first, "the journal of #" + rerun.build() + " cannot be read: " + e.getMessage());
        }
    }

    private List<Fact> facts(Fact.RunStarted first, String node, RerunOf rerun) throws IOException {
        Run<?, ?> earlier = build.getParent().getBuildByNumber(rerun.build());
        if (earlier == null) {
            return afresh(first, "build #" + rerun.build() + " is gone");
        }
        Dag dag = first.dag();
        Optional<String> id = match(earlier, node, dag.name());
        if (id.isEmpty()) {
            return afresh(first, "#" + rerun.build() + " has no run of '" + dag.name() + "' in this place");
        }
        List<Fact> facts =
                JournalReader.read(RunFolder.of(earlier, id.get()).journal()).facts();
        Optional<String> from = rerun.from(id.get());
        Optional<String> problem = Rerun.problem(RunState.fold(facts), from);
        if (problem.isPresent()) {
            return afresh(first, problem.get());
        }
        Rerun plan = new Rerun(facts, from);
        if (!plan.dag().withMaxParallel(dag.maxParallel()).equals(dag)) {
            return afresh(first, "the DAG is not the one of #" + rerun.build() + " any more");
        }
        if (!plan.before().info().params().equals(first.info().params())) {
            return afresh(first, "its parameters are not those of #" + rerun.build());
        }
        say.accept("rerun of " + id.get() + " of #" + rerun.build());
        return plan.facts(first.info(), dag);
    }

    private List<Fact> afresh(Fact.RunStarted first, String why) {
        say.accept("nothing is taken over, all stages run: " + why);
        return List.of(first);
    }

    /** The run of the same step; where steps were not begun in the same order, the only one of that DAG. */
    private Optional<String> match(Run<?, ?> earlier, String node, String dag) throws IOException {
        List<String> same = new ArrayList<>();
        for (DagRuns runs : earlier.getActions(DagRuns.class)) {
            for (String id : runs.ids()) {
                if (isOf(RunFolder.of(earlier, id), id, dag)) {
                    same.add(id);
                }
            }
        }
        String own = RunIds.run(earlier, node);
        if (same.contains(own)) {
            return Optional.of(own);
        }
        return same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty();
    }

    private boolean isOf(RunFolder folder, String id, String dag) throws IOException {
        if (!folder.hasJournal() || controller.run(id).isPresent()) {
            return false;
        }
        List<Fact> facts = JournalReader.read(folder.journal()).facts();
        return !facts.isEmpty() && ((Fact.RunStarted) facts.get(0)).dag().name().equals(dag);
    }
}

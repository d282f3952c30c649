package io.jenkins.plugins.k8sdag.pipeline;

import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/**
 * What pipeline views call the step: its run's progress, and in the end how that ended. The progress is looked up whenever somebody
 * looks and is never saved; the flow node is written twice in the life of a run, when it begins and when it has ended.
 */
final class RunLabel extends LabelAction {
    private final String run;
    private final String dag;

    private RunLabel(String run, String dag, String otherwise) {
        super(otherwise);
        this.run = run;
        this.dag = dag;
    }

    /** From now on the step is called by the progress of a run. */
    static void begin(FlowNode node, DrivenRun run) {
        String dag = run.state().dag().name();
        RunLabel known = node.getPersistentAction(RunLabel.class);
        if (known == null || !known.run.equals(run.id())) {
            node.addOrReplaceAction(new RunLabel(run.id(), dag, dag));
        }
    }

    /** From now on the step is called by how its run ended. */
    static void end(FlowNode node, DrivenRun run, String summary) {
        node.addOrReplaceAction(new RunLabel(run.id(), run.state().dag().name(), summary));
    }

    @Override
    public String getDisplayName() {
        return Controller.get()
                .run(run)
                .map(live -> dag + ": " + live.progress())
                .orElseGet(super::getDisplayName);
    }
}

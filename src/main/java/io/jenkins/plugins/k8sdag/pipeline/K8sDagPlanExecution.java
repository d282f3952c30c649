package io.jenkins.plugins.k8sdag.pipeline;

import hudson.model.Run;
import io.jenkins.plugins.k8sdag.dag.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A {@code k8sDagPlan} step: over as soon as its run is under way. Works on the controller's threads. */
final class K8sDagPlanExecution extends StepExecution {
    private static final long serialVersionUID = 1;

    private final RunRequest request;
    private String runId;

    K8sDagPlanExecution(StepContext context, RunRequest request) {
        super(context);
        this.request = request;
    }

    @Override
    public boolean start() throws Exception {
        runId = RunIds.run(
                getContext().get(Run.class), getContext().get(FlowNode.class).getId());
        onResume();
        return false;
    }

    @Override
    public void onResume() {
        Controller.get().work().execute(this::begin);
    }

    private void begin() {
        try {
            Controller controller = Controller.get();
            Run<?, ?> build = getContext().get(Run.class);
            RunDriver driver = new RunDriver(controller, getContext(), request, build, runId);
            DrivenRun run = controller.runOrElse(runId, driver::driveQuietly);
            LinkedHashMap<String, Serializable> plan = new LinkedHashMap<>();
            plan.put("id", runId);
            plan.put(
                    "branches",
                    new ArrayList<>(
                            run.state().dag().stages().stream().map(Stage::name).toList()));
            getContext().onSuccess(plan);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            getContext().onFailure(e);
        } catch (Exception e) {
            getContext().onFailure(StepFailure.of(e));
        }
    }
}

package io.jenkins.plugins.k8sdag.pipeline;

import hudson.AbortException;
import hudson.model.Run;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A {@code k8sDagStage} step that runs; a {@link StageFollower} on the controller's threads does its work. */
final class K8sDagStageExecution extends StepExecution {
    private static final long serialVersionUID = 1;

    private final String plan;
    private final String stage;
    private transient volatile StageFollower follower;
    private transient volatile Throwable stopCause;

    K8sDagStageExecution(StepContext context, String plan, String stage) {
        super(context);
        this.plan = plan;
        this.stage = stage;
    }

    @Override
    public boolean start() {
        Controller.get().work().execute(() -> begin(false));
        return false;
    }

    @Override
    public void onResume() {
        Controller.get().work().execute(() -> begin(true));
    }

    private void begin(boolean again) {
        try {
            Controller controller = Controller.get();
            Run<?, ?> build = getContext().get(Run.class);
            DagRuns known = build.getAction(DagRuns.class);
            if (known == null || !known.ids().contains(plan)) {
                throw new AbortException(
                        "this build has no plan '" + plan + "' (give the id of what k8sDagPlan gave back)");
            }
            DrivenRun run = controller.runOrElse(
                    plan, new RunDriver(controller, getContext(), null, build, plan)::driveQuietly);
            StageFollower mine = new StageFollower(getContext(), run, stage, again);
            follower = mine;
            if (stopCause != null) {
                mine.stop(stopCause);
            }
            mine.begin();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            getContext().onFailure(e);
        } catch (Exception e) {
            getContext().onFailure(StepFailure.of(e));
        }
    }

    /** Stopping one branch stops the run: its other stages would be left with nobody to tell of them. */
    @Override
    public void stop(Throwable cause) {
        stopCause = cause;
        StageFollower known = follower;
        if (known != null) {
            known.stop(cause);
        }
    }

    @Override
    public String getStatus() {
        StageFollower known = follower;
        return stage + ": " + (known == null ? "begins" : known.status());
    }
}

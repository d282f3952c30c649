package io.jenkins.plugins.k8sdag.pipeline;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.StageView;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A {@code k8sDagStage} step that runs: looks at its stage twice a second, shows what is new of its log, and ends as the stage does.
 * Works on the controller's threads, one look after the other.
 */
final class K8sDagStageExecution extends StepExecution {
    private static final long serialVersionUID = 1;
    private static final long PERIOD_MILLIS = 500;

    private final String plan;
    private final String stage;
    private transient volatile DrivenRun run;
    private transient volatile Throwable stopCause;
    private transient StageLog log;

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
        attempt(() -> {
            Controller controller = Controller.get();
            Run<?, ?> build = getContext().get(Run.class);
            DagRuns known = build.getAction(DagRuns.class);
            if (known == null || !known.ids().contains(plan)) {
                throw new AbortException(
                        "this build has no plan '" + plan + "' (give the id of what k8sDagPlan gave back)");
            }
            // Before the run goes on: what its file holds now was shown before the restart.
            log = new StageLog(RunFolder.of(build, plan).logs(), stage, again);
            run = controller.runOrElse(plan, new RunDriver(controller, getContext(), null, build, plan)::driveQuietly);
            if (stopCause != null) {
                run.cancel(StopText.by(stopCause));
            }
            look();
        });
    }

    private void look() {
        attempt(() -> {
            Controller controller = Controller.get();
            if (controller.closing()) {
                return;
            }
            RunState state = run.state();
            int i = IntStream.range(0, state.dag().size())
                    .filter(n -> state.dag().stage(n).name().equals(stage))
                    .findFirst()
                    .orElseThrow(() -> new AbortException("the plan has no stage '" + stage + "'"));
            boolean finished = state.stage(i).status().isPresent()
                    && (state.stage(i).attempts().stream().allMatch(a -> a.drained() || !a.hasLog())
                            || run.handle().done().isDone());
            log.show(state.stage(i).attempts().size(), finished, getContext().get(TaskListener.class));
            if (finished) {
                end(
                        StageView.of(state, i, controller.clock().instant()),
                        state.stage(i).status().orElseThrow());
            } else {
                controller.later(PERIOD_MILLIS, this::look);
            }
        });
    }

    private void end(StageView view, StageStatus status) throws IOException, InterruptedException {
        String why = view.failure() == null
                ? view.reason()
                : view.failure().cause() + ": " + view.failure().message();
        String text = stage + ": " + status + (why.isEmpty() ? "" : ": " + why);
        if (stopCause != null) {
            getContext().onFailure(stopCause);
            return;
        }
        switch (status) {
            case SUCCEEDED -> getContext().onSuccess(status.name());
            case UNSTABLE -> {
                getContext().get(Run.class).setResult(Result.UNSTABLE);
                warn(Result.UNSTABLE, text);
            }
            case SKIPPED, OMITTED -> warn(Result.NOT_BUILT, text);
            case FAILED -> {
                TaskListener listener = getContext().get(TaskListener.class);
                Optional.ofNullable(view.failure())
                        .ifPresent(f -> listener.getLogger().println("what to do: " + f.remedy()));
                getContext().onFailure(new AbortException(text));
            }
            case CANCELLED -> getContext().onFailure(new FlowInterruptedException(Result.ABORTED, true));
        }
    }

    private void warn(Result result, String text) throws IOException, InterruptedException {
        getContext().get(TaskListener.class).getLogger().println(text);
        getContext().get(FlowNode.class).addOrReplaceAction(new WarningAction(result).withMessage(text));
        getContext().onSuccess(text.substring(stage.length() + 2).split(":")[0]);
    }

    /** Something that may go wrong in a way that ends the step. */
    private interface Attempt {
        void run() throws Exception;
    }

    private void attempt(Attempt attempt) {
        try {
            attempt.run();
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
        DrivenRun known = run;
        if (known != null) {
            known.cancel(StopText.by(cause));
        }
    }

    @Override
    public String getStatus() {
        DrivenRun known = run;
        return known == null ? "stage " + stage + " begins" : known.status();
    }
}

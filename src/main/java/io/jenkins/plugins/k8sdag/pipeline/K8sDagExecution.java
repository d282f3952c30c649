package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.k8sdag.engine.RunEnd;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A {@code k8sDag} step that runs. Its lasting parts are the request and the run's id; the truth about the run is in its journal and
 * in the cluster, so nothing is saved as it goes on and a restart begins exactly as a start does.
 *
 * <p>{@code start}, {@code onResume} and {@code stop} are called on threads that must not wait, so everything else happens on the
 * controller's own.
 */
final class K8sDagExecution extends StepExecution {
    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = Logger.getLogger(K8sDagExecution.class.getName());

    /** How long an abort may take before the step ends without waiting for the cluster any longer. */
    static final long FORCE_MILLIS = 150_000;

    private final RunRequest request;

    @CheckForNull
    private String runId;

    private transient volatile DrivenRun driven;
    private transient volatile Throwable stopCause;
    private transient boolean answered;

    K8sDagExecution(StepContext context, RunRequest request) {
        super(context);
        this.request = request;
    }

    @Override
    public boolean start() throws Exception {
        FlowNode node = getContext().get(FlowNode.class);
        runId = RunIds.run(getContext().get(Run.class), node.getId());
        Controller.get().work().execute(this::begin);
        return false;
    }

    @Override
    public void onResume() {
        Controller.get().work().execute(this::begin);
    }

    private void begin() {
        Controller controller = Controller.get();
        try {
            Run<?, ?> build = getContext().get(Run.class);
            if (stopCause != null) {
                fail(stopCause);
                return;
            }
            DrivenRun run = new RunDriver(controller, getContext(), request, build, runId).drive();
            driven = run;
            RunLabel.begin(getContext().get(FlowNode.class), run);
            if (stopCause != null) {
                run.cancel(StopText.by(stopCause));
            }
            run.handle().done().whenComplete((end, error) -> controller.work().execute(() -> ended(run, end, error)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } catch (Exception e) {
            fail(StepFailure.of(e));
        }
    }

    private void ended(DrivenRun run, RunEnd end, Throwable error) {
        Controller controller = Controller.get();
        if (controller.closing()) {
            return;
        }
        controller.remove(run);
        if (error != null) {
            run.console().flush();
            fail(StepFailure.of(error));
            return;
        }
        run.console().quiet().whenCompleteAsync((done, copying) -> conclude(run, end), controller.work());
    }

    private void conclude(DrivenRun run, RunEnd end) {
        try {
            Conclusion conclusion = new Conclusion(getContext(), request, run);
            Optional<Throwable> failure = conclusion.of(end, Optional.ofNullable(stopCause));
            run.console().flush();
            if (failure.isPresent()) {
                fail(failure.get());
            } else {
                succeed(conclusion.result(end));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void stop(Throwable cause) {
        stopCause = cause;
        DrivenRun run = driven;
        if (run != null) {
            run.cancel(StopText.by(cause));
        }
        Controller controller = Controller.get();
        controller.later(FORCE_MILLIS, () -> force(cause));
    }

    private void force(Throwable cause) {
        DrivenRun run = driven;
        if (run != null && run.tidiesUp()) {
            // What is in finally has a limit of its own, and one more abort ends it.
            Controller.get().later(FORCE_MILLIS, () -> force(cause));
            return;
        }
        if (unanswered()) {
            try {
                getContext()
                        .get(TaskListener.class)
                        .error("the cluster has not confirmed within " + FORCE_MILLIS / 1000
                                + " s that nothing is left of run " + runId + "; it goes on being cleaned up");
            } catch (IOException | InterruptedException e) {
                LOGGER.log(Level.FINE, "the console of run " + runId + " is gone", e);
            }
            fail(cause);
        }
    }

    private synchronized boolean unanswered() {
        return !answered;
    }

    private synchronized boolean answer() {
        boolean first = !answered && !Controller.get().closing();
        answered |= first;
        return first;
    }

    private void fail(Throwable failure) {
        if (answer()) {
            getContext().onFailure(failure);
        }
    }

    private void succeed(Object result) {
        if (answer()) {
            getContext().onSuccess(result);
        }
    }

    @Override
    public String getStatus() {
        DrivenRun run = driven;
        return run == null ? "run " + runId + " begins" : run.status();
    }
}

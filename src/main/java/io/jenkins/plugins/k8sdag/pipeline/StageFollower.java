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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Shows what is new of one stage whenever its run has told of something, and ends its step as the stage does. Looks are taken on the
 * controller's threads, one at a time; between them nothing waits.
 */
final class StageFollower {
    private static final Logger LOGGER = Logger.getLogger(StageFollower.class.getName());

    /** News is gathered for so long before it is looked at. */
    private static final long GATHER_MILLIS = 200;

    private final Controller controller = Controller.get();
    private final StepContext context;
    private final DrivenRun run;
    private final String stage;
    private final int position;
    private final StageLog log;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final Runnable news = this::news;
    private final Runnable rest = this::rest;
    private volatile Throwable stopCause;
    private boolean over;

    /**
     * A follower; {@link #begin} sets it going.
     *
     * @param again whether the step was shown in part by a Jenkins before this one
     * @throws AbortException when the run has no such stage
     */
    StageFollower(StepContext context, DrivenRun run, String stage, boolean again)
            throws IOException, InterruptedException {
        this.context = context;
        this.run = run;
        this.stage = stage;
        RunState state = run.state();
        position = IntStream.range(0, state.dag().size())
                .filter(n -> state.dag().stage(n).name().equals(stage))
                .findFirst()
                .orElseThrow(() -> new AbortException("the plan has no stage '" + stage + "'"));
        ShownLogs shown = again ? run.shown() : ShownLogs.none();
        log = new StageLog(RunFolder.of(context.get(Run.class), run.id()).logs(), stage, shown);
    }

    void begin() {
        run.watchers().add(stage, news);
        controller.beforeTheEnd(rest);
        look();
    }

    /** Stops the whole run; the step ends once its stage has, and in any case after a while. */
    void stop(Throwable cause) {
        stopCause = cause;
        run.cancel(StopText.by(cause));
        controller.later(K8sDagExecution.FORCE_MILLIS, () -> force(cause));
    }

    private void force(Throwable cause) {
        if (run.tidiesUp()) {
            // What is in finally has a limit of its own, and one more abort ends it.
            controller.later(K8sDagExecution.FORCE_MILLIS, () -> force(cause));
        } else {
            end(() -> context.onFailure(cause));
        }
    }

    private void news() {
        if (armed.compareAndSet(false, true)) {
            controller.later(GATHER_MILLIS, this::look);
        }
    }

    private synchronized void look() {
        armed.set(false);
        if (over || controller.closing()) {
            return;
        }
        try {
            boolean done = run.handle().done().isDone();
            RunState state = run.state();
            Optional<StageStatus> status = state.stage(position).status();
            boolean finished = status.isPresent()
                    && (done || state.stage(position).attempts().stream().allMatch(a -> a.drained() || !a.hasLog()));
            log.show(state.stage(position).attempts().size(), finished, context.get(TaskListener.class));
            if (finished) {
                StageView view =
                        StageView.of(state, position, controller.clock().instant());
                end(() -> conclude(view, status.get()));
            } else if (done) {
                // Its journal cannot be written: nothing more will come of it.
                run.handle().done().join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(() -> context.onFailure(e));
        } catch (Exception e) {
            end(() -> context.onFailure(StepFailure.of(e)));
        }
    }

    /** The run is let go of and its logs are at rest: what they hold now is what a later Jenkins leaves out. */
    private synchronized void rest() {
        if (over) {
            return;
        }
        try {
            log.show(run.state().stage(position).attempts().size(), false, context.get(TaskListener.class));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "the last lines of stage " + stage + " of " + run.id() + " cannot be shown", e);
        }
    }

    private interface Ending {
        void end() throws IOException, InterruptedException;
    }

    private synchronized void end(Ending ending) {
        if (over || controller.closing()) {
            return;
        }
        over = true;
        run.watchers().remove(stage, news);
        controller.notBeforeTheEnd(rest);
        try {
            ending.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.onFailure(e);
        } catch (IOException e) {
            context.onFailure(e);
        }
    }

    private void conclude(StageView view, StageStatus status) throws IOException, InterruptedException {
        String why = view.failure() == null
                ? view.reason()
                : view.failure().cause() + ": " + view.failure().message();
        String text = stage + ": " + status + (why.isEmpty() ? "" : ": " + why);
        if (stopCause != null) {
            context.onFailure(stopCause);
            return;
        }
        switch (status) {
            case SUCCEEDED -> context.onSuccess(status.name());
            case UNSTABLE -> {
                context.get(Run.class).setResult(Result.UNSTABLE);
                warn(Result.UNSTABLE, status, text);
            }
            case SKIPPED, OMITTED -> warn(Result.NOT_BUILT, status, text);
            case FAILED -> {
                TaskListener listener = context.get(TaskListener.class);
                Optional.ofNullable(view.failure())
                        .ifPresent(f -> listener.getLogger().println("what to do: " + f.remedy()));
                context.onFailure(new AbortException(text));
            }
            case CANCELLED -> context.onFailure(new FlowInterruptedException(Result.ABORTED, true));
        }
    }

    private void warn(Result result, StageStatus status, String text) throws IOException, InterruptedException {
        context.get(TaskListener.class).getLogger().println(text);
        context.get(FlowNode.class).addOrReplaceAction(new WarningAction(result).withMessage(text));
        context.onSuccess(status.name());
    }

    /** Where the stage stands, as {@code RUNNING} or {@code PENDING, Unschedulable: …}. */
    String status() {
        StageView view = StageView.of(run.state(), position, controller.clock().instant());
        return view.standing() + (view.waiting() == null ? "" : ", " + view.waiting());
    }
}

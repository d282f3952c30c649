package io.jenkins.plugins.k8sdag.buildpage;

import hudson.model.Item;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.pipeline.Controller;
import io.jenkins.plugins.k8sdag.pipeline.DrivenRun;
import io.jenkins.plugins.k8sdag.pipeline.RerunOf;
import io.jenkins.plugins.k8sdag.run.Rerun;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a reader of the page may do with a run. Each action checks for itself what it needs.
 *
 * @param build the build
 * @param id of the run
 * @param state of the run
 */
record RunActions(Run<?, ?> build, String id, RunState state) {
    /** A retry is decided on the run's next turn. */
    private static final long ANSWER_SECONDS = 10;

    /** The names of those that make sense now and that the reader has the permission for. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        boolean driven = Controller.get().run(id).isPresent() && state.phase() != RunPhase.ENDED;
        if (driven && build.hasPermission(Item.CANCEL)) {
            names.add("cancel");
        }
        if (driven && state.phase() == RunPhase.RUNNING && build.hasPermission(Item.BUILD)) {
            names.add("retry");
        }
        // Of a run that came to a good end all would be taken over.
        boolean bad = state.status()
                .filter(s -> s != RunStatus.SUCCEEDED && s != RunStatus.UNSTABLE)
                .isPresent();
        if (bad && RerunOf.canSchedule(build) && build.hasPermission(Item.BUILD)) {
            names.add("rerun");
        }
        return List.copyOf(names);
    }

    /** Who acts, for people. */
    static String by() {
        User user = User.current();
        return "by " + (user == null ? "someone without an account" : user.getDisplayName());
    }

    void cancel() {
        build.checkPermission(Item.CANCEL);
        Controller.get().run(id).ifPresent(run -> run.cancel(by()));
    }

    /** Has a failed stage tried again; empty if it is, else why not. */
    Optional<String> retry(String stage) throws InterruptedException {
        build.checkPermission(Item.BUILD);
        Optional<DrivenRun> run = Controller.get().run(id);
        if (run.isEmpty()) {
            return Optional.of("the run has ended, or goes on only when its build does");
        }
        try {
            return run.get().retry(stage, by()).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return Optional.of("the run has not answered within " + ANSWER_SECONDS + " s; look again in a moment");
        } catch (ExecutionException e) {
            return Optional.of(
                    "the journal of the run cannot be written: " + e.getCause().getMessage());
        }
    }

    /**
     * Has a new build take over what succeeded; empty if it waits in the queue, else why not.
     *
     * @param from a stage that runs again in any case; null: none
     */
    Optional<String> rerun(String from) {
        build.checkPermission(Item.BUILD);
        Optional<String> problem = Rerun.problem(state, Optional.ofNullable(from));
        if (problem.isPresent()) {
            return problem;
        }
        if (build.isBuilding()) {
            return Optional.of(
                    "#" + build.getNumber() + " is still building: wait until it has ended, or stop it first");
        }
        boolean queued = RerunOf.canSchedule(build) && RerunOf.schedule(build, id, from);
        return queued
                ? Optional.empty()
                : Optional.of("the job cannot be built just now: it is disabled, or Jenkins goes down");
    }
}

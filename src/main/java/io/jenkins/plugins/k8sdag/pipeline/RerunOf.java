package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Action;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.ParametersAction;
import hudson.model.Queue;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.ParameterizedJobMixIn;
import jenkins.scm.api.SCMRevisionAction;

/**
 * Marks a build, from the queue on, as one whose DAG steps take over what succeeded in an earlier build of the same job. Nothing but
 * {@link #schedule} makes one.
 */
public final class RerunOf extends InvisibleAction implements Queue.QueueAction {
    private final int build;
    private final String run;

    @CheckForNull
    private final String from;

    private RerunOf(int build, String run, @CheckForNull String from) {
        this.build = build;
        this.run = run;
        this.from = from;
    }

    int build() {
        return build;
    }

    /** The stage that runs again in a run in any case, if it is one of that run. */
    Optional<String> from(String runId) {
        return run.equals(runId) ? Optional.ofNullable(from) : Optional.empty();
    }

    /** Never one with another build that waits in the queue. */
    @Override
    public boolean shouldSchedule(List<Action> actions) {
        return true;
    }

    /**
     * Has a job built again as an earlier build was: with its parameters and its revision.
     *
     * @param build the earlier build, which is over
     * @param run the id of its run that the reader looked at
     * @param from a stage of that run to run again in any case; null: none
     * @return whether it waits in the queue now
     */
    public static boolean schedule(Run<?, ?> build, String run, @CheckForNull String from) {
        List<Action> actions = new ArrayList<>();
        List<Cause> causes = new ArrayList<>(List.of(new RerunCause(build.getNumber()), new Cause.UserIdCause()));
        build.getCauses().stream()
                .filter(cause -> !(cause instanceof Cause.UserIdCause) && !(cause instanceof RerunCause))
                .forEach(causes::add);
        actions.add(new CauseAction(causes));
        actions.add(new RerunOf(build.getNumber(), run, from));
        actions.addAll(build.getActions(ParametersAction.class));
        actions.addAll(build.getActions(SCMRevisionAction.class));
        Job<?, ?> job = build.getParent();
        return ParameterizedJobMixIn.scheduleBuild2(job, 0, actions.toArray(Action[]::new)) != null;
    }

    /** Whether a job can be built at all just now. */
    public static boolean canSchedule(Run<?, ?> build) {
        return !build.isBuilding() && build.getParent().isBuildable();
    }

    /** Says in the build which one it follows on. */
    public static final class RerunCause extends Cause {
        private final int build;

        RerunCause(int build) {
            this.build = build;
        }

        @Override
        public String getShortDescription() {
            return "Rerun of the Kubernetes DAG of #" + build;
        }
    }
}

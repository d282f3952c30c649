package io.jenkins.plugins.k8sdag.buildpage;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.k8sdag.pipeline.DagRuns;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;

/** Gives jobs whose latest build ran a DAG their history. */
@Extension
public final class JobHistoryFactory extends TransientActionFactory<Job<?, ?>> {
    @SuppressWarnings("unchecked")
    @Override
    public Class<Job<?, ?>> type() {
        return (Class<Job<?, ?>>) (Class<?>) Job.class;
    }

    @Override
    public Class<? extends Action> actionType() {
        return JobHistory.class;
    }

    @NonNull
    @Override
    public Collection<? extends Action> createFor(@NonNull Job<?, ?> job) {
        Run<?, ?> last = job.getLastCompletedBuild();
        boolean ran = last != null
                && last.getActions(DagRuns.class).stream().findAny().isPresent();
        return ran ? List.of(new JobHistory(job)) : List.of();
    }
}

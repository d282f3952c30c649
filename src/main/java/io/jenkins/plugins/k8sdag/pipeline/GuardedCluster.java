package io.jenkins.plugins.k8sdag.pipeline;

import hudson.AbortException;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.engine.Cluster;
import io.jenkins.plugins.k8sdag.engine.ClusterException;
import io.jenkins.plugins.k8sdag.engine.ClusterRun;
import io.jenkins.plugins.k8sdag.engine.Health;
import io.jenkins.plugins.k8sdag.engine.LogStore;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import jenkins.model.Jenkins;

/**
 * A shared cluster as one job sees it: before each Job is created, the job's right to use the cloud is looked up again, so that a
 * permission taken away while a build runs holds at once. What runs already is still watched and cleaned up.
 */
final class GuardedCluster implements Cluster {
    private final Cluster shared;
    private final String cloud;
    private final String jobName;

    GuardedCluster(Cluster shared, String cloud, Job<?, ?> job) {
        this.shared = shared;
        this.cloud = cloud;
        this.jobName = job.getFullName();
    }

    @Override
    public ClusterRun open(RunInfo run, Dag dag, LogStore logs, Consumer<Input> listener) {
        ClusterRun open = shared.open(run, dag, logs, listener);
        return new ClusterRun() {
            @Override
            public List<Input> observe(RunState state) throws ClusterException {
                return open.observe(state);
            }

            @Override
            public Input perform(RunState state, Effect effect) throws ClusterException {
                if (effect instanceof Effect.CreateJob create) {
                    Optional<Failure> refused = refused();
                    if (refused.isPresent()) {
                        return new Input.SubmitRefused(create.id(), refused.get(), false, Optional.empty());
                    }
                }
                return open.perform(state, effect);
            }

            @Override
            public CompletableFuture<Input> follow(RunState state, Effect.FollowLog effect) {
                return open.follow(state, effect);
            }

            @Override
            public void close() {
                open.close();
            }
        };
    }

    private Optional<Failure> refused() {
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            Job<?, ?> job = Jenkins.get().getItemByFullName(jobName, Job.class);
            if (job != null && Jenkins.get().clouds.getByName(cloud) != null) {
                Clouds.permitted(cloud, job);
            }
            return Optional.empty();
        } catch (AbortException e) {
            return Optional.of(Failure.of(
                    Cause.API_FORBIDDEN,
                    e.getMessage(),
                    "Have the cloud '" + cloud
                            + "' permitted in the folder's configuration, or name another in the step."));
        }
    }

    @Override
    public Health health() {
        return shared.health();
    }

    /** Closes nothing: the cluster is everybody's. */
    @Override
    public void close() {
        // The controller closes it.
    }
}

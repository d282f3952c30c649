package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.k8sdag.engine.ClusterException;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Waits until nothing of a run is left in the cluster. Blocking, on the engine's pool for requests. */
final class Emptying {
    private static final long FIRST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LAST_WAIT = TimeUnit.SECONDS.toNanos(5);

    private final KubernetesCluster cluster;
    private final RunState state;

    Emptying(KubernetesCluster cluster, RunState state) {
        this.cluster = cluster;
        this.state = state;
    }

    /**
     * Waits, and sweeps again what is still there half-way: a create under way when the run was swept comes to light only now.
     *
     * @throws ClusterException when something stays, or the API does not answer
     */
    void await() throws ClusterException {
        long began = System.nanoTime();
        long limit = cluster.options().confirmTimeout().toNanos();
        long wait = FIRST_WAIT;
        boolean swept = false;
        while (true) {
            String left = left();
            if (left.isEmpty()) {
                return;
            }
            long passed = System.nanoTime() - began;
            if (passed > limit) {
                throw new ClusterException(FailureTexts.notEmpty(state.info().runId(), left), Optional.empty(), null);
            }
            if (!swept && hasJobs || passed > limit / 2) {
                cluster.jobs().sweep(state);
                swept = true;
            }
            LockSupport.parkNanos(this, Math.min(wait, Math.max(1, limit - passed)));
            wait = Math.min(LAST_WAIT, wait * 2);
            if (Thread.currentThread().isInterrupted()) {
                throw new ClusterException(FailureTexts.notEmpty(state.info().runId(), left), Optional.empty(), null);
            }
        }
    }

    private boolean hasJobs;

    private String left() throws ClusterException {
        String selector = Labels.runSelector(state.info());
        try {
            List<Job> jobs = cluster.lookups().jobs(selector);
            hasJobs = jobs.stream().anyMatch(j -> j.getMetadata().getDeletionTimestamp() == null);
            List<Pod> pods = cluster.lookups().pods(selector).stream()
                    .filter(p -> !PodFields.isTerminal(p))
                    .toList();
            return Stream.concat(names("job/", jobs), names("pod/", pods))
                    .limit(5)
                    .collect(Collectors.joining(", "));
        } catch (ApiException e) {
            throw ApiErrors.exception(e);
        }
    }

    private static Stream<String> names(String prefix, List<? extends HasMetadata> objects) {
        return objects.stream().map(o -> prefix + o.getMetadata().getName());
    }
}

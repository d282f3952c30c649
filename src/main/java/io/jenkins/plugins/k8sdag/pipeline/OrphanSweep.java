package io.jenkins.plugins.k8sdag.pipeline;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/**
 * Once an hour, deletes Jobs of this controller that still run and belong to no run that is under way: those of a build that was
 * deleted while Jenkins was down, or whose abort the cluster never heard of. Jobs that have ended stay; they go by themselves.
 */
@Extension
public final class OrphanSweep extends AsyncPeriodicWork {
    private static final Logger LOGGER = Logger.getLogger(OrphanSweep.class.getName());

    /** A run that is just beginning has Jobs before it is known. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    public OrphanSweep() {
        super("Kubernetes DAG orphan sweep");
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.HOURS.toMillis(1);
    }

    @Override
    protected void execute(TaskListener listener) {
        sweep(listener, Instant.now().minus(GRACE));
    }

    /** Sweeps every cloud now; only Jobs that were created before a moment. */
    void sweep(TaskListener listener, Instant createdBefore) {
        Set<String> known = runsOfLiveBuilds();
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            for (KubernetesCloud cloud : Jenkins.get().clouds.getAll(KubernetesCloud.class)) {
                for (String namespace : namespaces(cloud)) {
                    sweep(cloud, namespace, known, createdBefore, listener);
                }
            }
        }
    }

    /** Also of builds that are still being taken up again after a restart, whose runs nobody drives yet. */
    private static Set<String> runsOfLiveBuilds() {
        Set<String> runs = new HashSet<>();
        for (FlowExecution execution : FlowExecutionList.get()) {
            try {
                if (execution.getOwner().getExecutable() instanceof Run<?, ?> build) {
                    build.getActions(DagRuns.class).forEach(r -> runs.addAll(r.ids()));
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "a build that is under way cannot be looked at", e);
            }
        }
        return runs;
    }

    private static Set<String> namespaces(KubernetesCloud cloud) {
        Set<String> namespaces = new TreeSet<>(Controller.get().namespaces(cloud.name));
        String byDefault = K8sDagGlobalConfiguration.get().getDefaultNamespace();
        if (byDefault != null) {
            namespaces.add(byDefault);
        }
        if (cloud.getNamespace() != null && !cloud.getNamespace().isBlank()) {
            namespaces.add(cloud.getNamespace());
        }
        return namespaces;
    }

    private static void sweep(
            KubernetesCloud cloud, String namespace, Set<String> known, Instant createdBefore, TaskListener listener) {
        try {
            KubernetesClient client = cloud.connect();
            List<Job> jobs = client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace)
                    .withLabel("app.kubernetes.io/managed-by", "k8s-dag")
                    .withLabel("k8sdag.jenkins.io/controller", RunIds.controller())
                    .list()
                    .getItems();
            for (Job job : jobs) {
                if (orphan(job, known, createdBefore)) {
                    client.resource(job)
                            .inNamespace(namespace)
                            .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                            .delete();
                    listener.getLogger()
                            .println("deleted Job " + job.getMetadata().getName() + " in " + namespace + " of "
                                    + cloud.name + ": its run is not under way");
                }
            }
        } catch (KubernetesAuthException | IOException | KubernetesClientException e) {
            listener.error(cloud.name + ", " + namespace + ": orphans cannot be looked for: " + e.getMessage());
        }
    }

    private static boolean orphan(Job job, Set<String> known, Instant createdBefore) {
        String run = job.getMetadata().getLabels().get("k8sdag.jenkins.io/run");
        boolean ended = job.getStatus() != null
                && job.getStatus().getConditions() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(c ->
                                Set.of("Complete", "Failed").contains(c.getType()) && "True".equals(c.getStatus()));
        boolean old;
        try {
            old = Instant.parse(job.getMetadata().getCreationTimestamp()).isBefore(createdBefore);
        } catch (DateTimeParseException e) {
            old = false;
        }
        return !ended
                && old
                && run != null
                && !known.contains(run)
                && Controller.get().run(run).isEmpty();
    }
}

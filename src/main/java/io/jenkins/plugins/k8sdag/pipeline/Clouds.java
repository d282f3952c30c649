package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Job;
import hudson.slaves.Cloud;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesFolderProperty;

/** The controller's Kubernetes clouds, and which job may use which: the rules of the Kubernetes plugin, read at the moment asked. */
final class Clouds {
    private Clouds() {}

    /**
     * The cloud a step runs in: the one it names, else the controller's default, else the only one the job may use.
     *
     * @param name as the step gives it, or null
     * @throws AbortException when there is none, it is not to be told which, or the job may not use it
     */
    static KubernetesCloud choose(@CheckForNull String name, Job<?, ?> job) throws AbortException {
        String wanted = name == null ? K8sDagGlobalConfiguration.get().getDefaultCloud() : name;
        if (wanted != null) {
            return permitted(wanted, job);
        }
        List<KubernetesCloud> usable = usable(job);
        if (usable.size() == 1) {
            return usable.get(0);
        }
        if (usable.isEmpty()) {
            throw new AbortException(
                    "there is no Kubernetes cloud that " + job.getFullName()
                            + " may use (an administrator adds one in Manage Jenkins » Clouds, or permits one in the folder's configuration)");
        }
        throw new AbortException("there are several Kubernetes clouds: " + names(usable) + " (say which, as in cloud: '"
                + usable.get(0).name + "', or have a default set in the system configuration)");
    }

    /**
     * A cloud by its name, if the job may use it.
     *
     * @throws AbortException when there is no such cloud or the job may not use it; both read the same, so that a name cannot be guessed
     */
    static KubernetesCloud permitted(String name, Job<?, ?> job) throws AbortException {
        Cloud cloud = Jenkins.get().clouds.getByName(name);
        if (cloud != null && !(cloud instanceof KubernetesCloud)) {
            throw new AbortException(
                    "the cloud '" + name + "' is not a Kubernetes cloud (use one of: " + names(usable(job)) + ")");
        }
        if (cloud == null || !mayUse((KubernetesCloud) cloud, job)) {
            List<KubernetesCloud> usable = usable(job);
            String remedy = usable.isEmpty() ? "there is none it may use" : "use one of: " + names(usable);
            throw new AbortException("there is no Kubernetes cloud '" + name + "' that " + job.getFullName()
                    + " may use (" + remedy + "; a restricted cloud is permitted in the folder's configuration)");
        }
        return (KubernetesCloud) cloud;
    }

    /** The clouds a job may use, in the order of the configuration. */
    static List<KubernetesCloud> usable(Job<?, ?> job) {
        return Jenkins.get().clouds.getAll(KubernetesCloud.class).stream()
                .filter(cloud -> mayUse(cloud, job))
                .toList();
    }

    private static boolean mayUse(KubernetesCloud cloud, Job<?, ?> job) {
        if (!cloud.isUsageRestricted()) {
            return true;
        }
        Set<String> allowed = new LinkedHashSet<>();
        KubernetesFolderProperty.collectAllowedClouds(allowed, job.getParent());
        return allowed.contains(cloud.name);
    }

    private static String names(List<KubernetesCloud> clouds) {
        return clouds.stream().map(c -> c.name).collect(Collectors.joining(", "));
    }
}

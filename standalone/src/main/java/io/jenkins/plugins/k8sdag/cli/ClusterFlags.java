package io.jenkins.plugins.k8sdag.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags that say which cluster. */
final class ClusterFlags {
    @Option(
            names = "--embedded",
            description = {
                "Run on an embedded cluster inside this process: every container is a process of this machine, and images are"
                        + " ignored. For trying out."
            })
    boolean embedded;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "The kubeconfig to use; by default KUBECONFIG, ~/.kube/config, or the pod's own service account.")
    Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "A context of the kubeconfig; by default its current one.")
    String context;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "The namespace of the Jobs; by default the context's, or 'default'.")
    String namespace;

    /** Whether any of them was given. */
    boolean given() {
        return embedded || kubeconfig != null || context != null || namespace != null;
    }

    /**
     * The place that the flags, and where they say nothing the earlier place, name.
     *
     * @param earlier where a run was before; null for a new one
     * @throws UserError when flags exclude each other
     */
    ClusterPlace over(ClusterPlace earlier) {
        if (embedded && (kubeconfig != null || context != null)) {
            throw new UserError(
                    "--embedded brings its own cluster (leave out --kubeconfig and --context, or --embedded)");
        }
        boolean elsewhere = kubeconfig != null || context != null;
        if (embedded || earlier != null && earlier.embedded() && !elsewhere) {
            String kept = earlier == null ? ClusterPlace.DEFAULT_NAMESPACE : earlier.namespace();
            return ClusterPlace.embedded(namespace == null ? kept : namespace);
        }
        ClusterPlace from = earlier == null || earlier.embedded() || kubeconfig != null ? ClusterPlace.USUAL : earlier;
        return new ClusterPlace(
                false,
                kubeconfig == null
                        ? from.kubeconfig()
                        : kubeconfig.toAbsolutePath().normalize().toString(),
                context == null ? from.context() : context,
                namespace == null ? from.namespace() : namespace);
    }
}

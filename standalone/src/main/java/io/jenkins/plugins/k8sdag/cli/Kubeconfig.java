package io.jenkins.plugins.k8sdag.cli;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the kubeconfig that kubectl would, and reads it, without the client library's silent fallbacks: to another context, or to a
 * host that is not there.
 */
final class Kubeconfig {
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    private Kubeconfig() {}

    /**
     * What a place means on this machine now.
     *
     * @param place not embedded
     * @param config how to reach its cluster
     */
    record Found(ClusterPlace place, Config config) {}

    /**
     * Reads the configuration of a place.
     *
     * @throws UserError when a file or context is not there, or nothing says where a cluster is
     */
    static Found find(ClusterPlace place, Map<String, String> env) {
        List<Path> files = place.kubeconfig().isEmpty() ? usual(env) : List.of(Path.of(place.kubeconfig()));
        List<Path> there = files.stream().filter(Files::isRegularFile).toList();
        if (there.isEmpty()) {
            if (place.kubeconfig().isEmpty() && inCluster(env)) {
                return found(place, "", Config.autoConfigure(null));
            }
            throw new UserError(missing(place, files));
        }
        String context = place.context().isEmpty() ? null : place.context();
        try {
            // Several files are merged by the library, which finds them in the environment as we did.
            Config config = there.size() == 1
                    ? Config.fromKubeconfig(context, there.get(0).toFile())
                    : Config.autoConfigure(context);
            requireContext(place, config, there);
            String file = there.size() == 1
                    ? there.get(0).toAbsolutePath().normalize().toString()
                    : "";
            return found(place, file, config);
        } catch (KubernetesClientException e) {
            throw new UserError(there.get(0) + " is not a kubeconfig: " + reason(e));
        }
    }

    private static Found found(ClusterPlace place, String file, Config config) {
        String context = Optional.ofNullable(config.getCurrentContext())
                .map(NamedContext::getName)
                .orElse("");
        String namespace = !place.namespace().isEmpty()
                ? place.namespace()
                : config.getNamespace() == null || config.getNamespace().isEmpty()
                        ? ClusterPlace.DEFAULT_NAMESPACE
                        : config.getNamespace();
        config.setNamespace(namespace);
        return new Found(new ClusterPlace(false, file, context, namespace), config);
    }

    private static List<Path> usual(Map<String, String> env) {
        String variable = env.getOrDefault("KUBECONFIG", "");
        if (!variable.isEmpty()) {
            return Arrays.stream(variable.split(File.pathSeparator))
                    .map(Path::of)
                    .toList();
        }
        return List.of(Path.of(env.getOrDefault("HOME", System.getProperty("user.home")), ".kube", "config"));
    }

    private static boolean inCluster(Map<String, String> env) {
        return env.containsKey("KUBERNETES_SERVICE_HOST") && Files.isReadable(SERVICE_ACCOUNT);
    }

    private static String missing(ClusterPlace place, List<Path> files) {
        return place.kubeconfig().isEmpty()
                ? "no cluster to talk to: there is no " + files.get(0)
                        + " (name one with --kubeconfig, or try the file on an embedded cluster with --embedded)"
                : "there is no kubeconfig " + place.kubeconfig();
    }

    private static void requireContext(ClusterPlace place, Config config, List<Path> files) {
        List<String> names = config.getContexts().stream()
                .map(NamedContext::getName)
                .sorted()
                .toList();
        if (!place.context().isEmpty() && !names.contains(place.context())) {
            throw new UserError(files.get(0) + " has no context '" + place.context() + "' (it has: "
                    + String.join(", ", names) + ")");
        }
        if (config.getCurrentContext() == null) {
            throw new UserError(files.get(0) + " has no current context (choose one with --context: "
                    + (names.isEmpty() ? "it has none" : String.join(", ", names)) + ")");
        }
    }

    private static String reason(KubernetesClientException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("it cannot be read");
    }
}

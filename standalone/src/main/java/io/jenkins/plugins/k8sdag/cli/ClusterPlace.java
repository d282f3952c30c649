package io.jenkins.plugins.k8sdag.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which cluster and namespace a run is in. Kept in the run's first fact, so that {@code resume} finds the same ones. Strings are ""
 * where the usual is meant.
 *
 * @param embedded whether it is the embedded cluster of the process that drives the run
 * @param kubeconfig absolute path of the file
 * @param context a context of it
 */
record ClusterPlace(boolean embedded, String kubeconfig, String context, String namespace) {
    static final String DEFAULT_NAMESPACE = "default";

    /** What kubectl would use. */
    static final ClusterPlace USUAL = new ClusterPlace(false, "", "", "");

    static ClusterPlace embedded(String namespace) {
        return new ClusterPlace(true, "", "", namespace);
    }

    /** As notes of the host for itself. */
    Map<String, String> toHost() {
        Map<String, String> host = new LinkedHashMap<>();
        host.put("cluster", embedded ? "embedded" : "kubeconfig");
        host.put("kubeconfig", kubeconfig);
        host.put("context", context);
        host.put("namespace", namespace);
        return host;
    }

    static ClusterPlace fromHost(Map<String, String> host) {
        return new ClusterPlace(
                "embedded".equals(host.get("cluster")),
                host.getOrDefault("kubeconfig", ""),
                host.getOrDefault("context", ""),
                host.getOrDefault("namespace", ""));
    }
}

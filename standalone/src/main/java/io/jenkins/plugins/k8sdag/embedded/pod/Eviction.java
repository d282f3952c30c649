package io.jenkins.plugins.k8sdag.embedded.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The mark of the Eviction API on a pod that it is about to delete. */
public final class Eviction {
    private Eviction() {}

    public static void mark(ObjectNode pod) {
        PodStatus.disrupt(pod, "EvictionByEvictionAPI", "Eviction API: evicting", false);
    }
}

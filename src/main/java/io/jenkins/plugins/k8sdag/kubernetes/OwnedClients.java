package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Two clients made from one configuration, closed with the source. For hosts that have no clients of their own. */
public final class OwnedClients implements ClientSource {
    private final KubernetesClient calls;
    private final KubernetesClient streams;

    /**
     * Makes the clients; connects to nothing yet.
     *
     * @param config where the API is and how to log in
     */
    public OwnedClients(Config config) {
        calls = new KubernetesClientBuilder().withConfig(config).build();
        streams = new KubernetesClientBuilder().withConfig(config).build();
    }

    @Override
    public KubernetesClient calls() {
        return calls;
    }

    @Override
    public KubernetesClient streams() {
        return streams;
    }

    @Override
    public void close() {
        streams.close();
        calls.close();
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** Two clients made from one configuration, closed with the source. For hosts that have no clients of their own. */
public final class OwnedClients implements ClientSource {
    /**
     * Requests under way at once, per client. The client's own default of 5 per host would let a few followed logs hold back all
     * others; how many there really are is bounded by the engine's pool for calls and by {@link ClusterOptions.Logs#maxFollows}.
     */
    private static final int REQUESTS = 2000;

    private final KubernetesClient calls;
    private final KubernetesClient streams;

    /**
     * Makes the clients; connects to nothing yet.
     *
     * @param config where the API is and how to log in
     */
    public OwnedClients(Config config) {
        calls = client(config);
        streams = client(config);
    }

    private static KubernetesClient client(Config config) {
        Config wide = new ConfigBuilder(config)
                .withMaxConcurrentRequests(REQUESTS)
                .withMaxConcurrentRequestsPerHost(REQUESTS)
                .build();
        return new KubernetesClientBuilder().withConfig(wide).build();
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

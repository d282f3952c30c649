package io.jenkins.plugins.k8sdag.realcluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.k8sdag.kubernetes.ClientSource;
import io.jenkins.plugins.k8sdag.kubernetes.OwnedClients;

/** Clients that are replaced on the way, as Jenkins replaces its own. Safe for use by several threads. */
final class Renewed implements ClientSource {
    private volatile OwnedClients clients;

    Renewed(Config config) {
        clients = new OwnedClients(config);
    }

    /** From now on, log in like this; the former clients end with whatever they have open. */
    void renew(Config config) {
        OwnedClients former = clients;
        clients = new OwnedClients(config);
        former.close();
    }

    @Override
    public KubernetesClient calls() {
        return clients.calls();
    }

    @Override
    public KubernetesClient streams() {
        return clients.streams();
    }

    @Override
    public void close() {
        clients.close();
    }
}

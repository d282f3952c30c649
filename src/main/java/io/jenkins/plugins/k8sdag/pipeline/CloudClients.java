package io.jenkins.plugins.k8sdag.pipeline;

import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.slaves.Cloud;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.k8sdag.kubernetes.ClientSource;
import java.io.IOException;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;

/**
 * The clients of a cloud, looked up by name at every request: the Kubernetes plugin makes a new one every ten minutes and whenever
 * the cloud or its credentials change. Those are its own and never closed here.
 *
 * <p>Streams get connections of their own, so that they take no request slot from agents being provisioned. The client before the
 * present one stays open, for what still flows through it; a watch never lives as long as two of them. Safe for use by several
 * threads.
 */
final class CloudClients implements ClientSource {
    /** Open at once; how many there really are is bounded by how many logs are followed. */
    private static final int STREAMS = 2000;

    private final String cloudName;
    private KubernetesClient source;
    private KubernetesClient streams;
    private KubernetesClient previous;

    CloudClients(String cloudName) {
        this.cloudName = cloudName;
    }

    @Override
    public KubernetesClient calls() {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        Cloud cloud = jenkins == null ? null : jenkins.clouds.getByName(cloudName);
        if (!(cloud instanceof KubernetesCloud kubernetes)) {
            throw new IllegalStateException(
                    "the cloud '" + cloudName
                            + "' is not configured any more (configure it again under this name and the run goes on, or abort the build)");
        }
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            return kubernetes.connect();
        } catch (KubernetesAuthException | IOException e) {
            throw new IllegalStateException(
                    "the cloud '" + cloudName + "' cannot be connected to: " + e.getMessage()
                            + " (correct its address or credentials in Manage Jenkins » Clouds)",
                    e);
        }
    }

    @Override
    public KubernetesClient streams() {
        KubernetesClient now = calls();
        synchronized (this) {
            if (now != source) {
                close(previous);
                previous = streams;
                streams = wide(now);
                source = now;
            }
            return streams;
        }
    }

    /** A client to the same API as the same account, that holds no stream back for another. */
    private static KubernetesClient wide(KubernetesClient client) {
        Config config = new ConfigBuilder(client.getConfiguration())
                .withMaxConcurrentRequests(STREAMS)
                .withMaxConcurrentRequestsPerHost(STREAMS)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Override
    public synchronized void close() {
        close(previous);
        close(streams);
        source = null;
        streams = null;
        previous = null;
    }

    private static void close(KubernetesClient client) {
        if (client != null) {
            client.close();
        }
    }
}

package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.fail;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;

/** A webhook that is asked about creates in one namespace and never answers, as when its Service has no pod. */
final class Webhook implements AutoCloseable {
    private final KubernetesClient client;
    private final ValidatingWebhookConfiguration configuration;

    private Webhook(KubernetesClient client, ValidatingWebhookConfiguration configuration) {
        this.client = client;
        this.configuration = configuration;
    }

    /** Registers one, and returns once the API server asks it. */
    static Webhook away(KubernetesClient client, String namespace, String group, String resource) {
        ValidatingWebhookConfiguration configuration = new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .addNewWebhook()
                .withName("check.k8sdag.test")
                .withAdmissionReviewVersions("v1")
                .withSideEffects("None")
                .withFailurePolicy("Fail")
                .withTimeoutSeconds(1)
                .withNewClientConfig()
                .withUrl("https://127.0.0.1:1/")
                .endClientConfig()
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of("kubernetes.io/metadata.name", namespace))
                .endNamespaceSelector()
                .addNewRule()
                .withApiGroups(group)
                .withApiVersions("v1")
                .withOperations("CREATE")
                .withResources(resource)
                .endRule()
                .endWebhook()
                .build();
        client.resource(configuration).create();
        Webhook webhook = new Webhook(client, configuration);
        webhook.awaitAsked(namespace, resource);
        return webhook;
    }

    /** Every try of a create that changes nothing is one question. */
    private void awaitAsked(String namespace, String resource) {
        long end = System.nanoTime() + LiveRun.PATIENCE.toNanos();
        int n = 0;
        while (System.nanoTime() < end) {
            try {
                client.resource(probe(resource, "probe-" + n++))
                        .inNamespace(namespace)
                        .dryRun(true)
                        .create();
            } catch (KubernetesClientException e) {
                if (e.getMessage().contains(name())) {
                    return;
                }
                throw e;
            }
        }
        fail("webhook " + name() + " was never asked about " + resource + " in " + namespace);
    }

    private static HasMetadata probe(String resource, String name) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("probe")
                .withImage("k8sdag.test/busybox:1")
                .endContainer()
                .endSpec();
        return resource.equals("pods")
                ? pod.build()
                : new JobBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withNewTemplate()
                        .withSpec(pod.buildSpec())
                        .endTemplate()
                        .endSpec()
                        .build();
    }

    String name() {
        return configuration.getWebhooks().get(0).getName();
    }

    @Override
    public void close() {
        client.resource(configuration).delete();
    }
}

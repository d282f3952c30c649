package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.fail;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.LocalSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.LocalSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A namespace of its own, with the service account and the Role of docs/rbac.yaml, and no right more. */
final class Team implements AutoCloseable {
    static final String ACCOUNT = "k8s-dag";

    /** Surefire starts tests in the module's folder. */
    static final Path DOCS = Path.of("../docs");

    private static final int TOKEN_SECONDS = 3600;

    private final ClusterUnderTest cluster = ClusterUnderTest.get();
    private final KubernetesClient client = cluster.client();
    private final String namespace;

    /**
     * Makes it.
     *
     * @param labels of the namespace, such as those of Pod Security admission
     * @param change made to the Role before it is written
     */
    Team(String namespace, Map<String, String> labels, Consumer<Role> change) throws IOException {
        this.namespace = namespace;
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create();
        for (HasMetadata object :
                client.load(Files.newInputStream(DOCS.resolve("rbac.yaml"))).items()) {
            object.getMetadata().setNamespace(namespace);
            if (object instanceof Role role) {
                change.accept(role);
            }
            client.resource(object).create();
        }
        // Pods without an account of their own run under this one, which a controller makes.
        client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, 60, TimeUnit.SECONDS);
    }

    String namespace() {
        return namespace;
    }

    /** How our service account connects. */
    Config config() {
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds((long) TOKEN_SECONDS)
                .endSpec()
                .build();
        TokenRequest answer = client.serviceAccounts()
                .inNamespace(namespace)
                .withName(ACCOUNT)
                .tokenRequest(request);
        return cluster.withToken(answer.getStatus().getToken());
    }

    /** Waits until our service account has that verb no more: authorizers learn of a change a moment later. */
    void awaitDenied(String verb, String resource) {
        String[] parts = resource.split("/");
        LocalSubjectAccessReview review = new LocalSubjectAccessReviewBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withUser("system:serviceaccount:" + namespace + ":" + ACCOUNT)
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(verb)
                .withGroup(parts[0].equals("jobs") ? "batch" : "")
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : null)
                .endResourceAttributes()
                .endSpec()
                .build();
        long end = System.nanoTime() + LiveRun.PATIENCE.toNanos();
        while (client.authorization()
                .v1()
                .localSubjectAccessReview()
                .inNamespace(namespace)
                .create(review)
                .getStatus()
                .getAllowed()) {
            if (System.nanoTime() > end) {
                fail(ACCOUNT + " in " + namespace + " may still " + verb + " " + resource);
            }
        }
    }

    /** Tells the cluster to remove it with all that is in it; the removal goes on by itself. */
    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
    }
}

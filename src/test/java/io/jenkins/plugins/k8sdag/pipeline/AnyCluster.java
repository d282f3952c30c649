package io.jenkins.plugins.k8sdag.pipeline;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The cluster of tests that hold on any: the real one of {@code K8SDAG_TEST_KUBECONFIG} where that is set, in a namespace of the
 * test's own and with the account and the Role of docs/rbac.yaml; else an embedded one. A stage there cannot reach the test's
 * files, so such tests go by logs alone.
 */
public final class AnyCluster implements BeforeEachCallback, AfterEachCallback {
    private static final String KUBECONFIG = System.getenv("K8SDAG_TEST_KUBECONFIG");
    private static final long TOKEN_SECONDS = 3600;

    private final Embedded embedded = new Embedded();
    private KubernetesClient admin;
    private String namespace = "default";

    private static boolean real() {
        return KUBECONFIG != null && !KUBECONFIG.isBlank();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (!real()) {
            embedded.beforeEach(context);
            return;
        }
        Config config = Config.fromKubeconfig(Files.readString(Path.of(KUBECONFIG)));
        admin = new KubernetesClientBuilder().withConfig(config).build();
        namespace = "k8sdag-jenkins-" + UUID.randomUUID().toString().substring(0, 8);
        admin.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        for (HasMetadata object :
                admin.load(Files.newInputStream(Path.of("docs/rbac.yaml"))).items()) {
            object.getMetadata().setNamespace(namespace);
            admin.resource(object).create();
        }
        // Pods without an account of their own run under this one, which a controller makes.
        admin.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(Objects::nonNull, 60, TimeUnit.SECONDS);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (admin == null) {
            embedded.afterEach(context);
        } else {
            admin.namespaces().withName(namespace).delete();
            admin.close();
        }
    }

    /** Has busybox in it. */
    public String image() {
        return admin == null ? "busybox:1.37" : "k8sdag.test/busybox:1";
    }

    /** The Jobs there are. */
    public List<Job> jobs() {
        return admin == null
                ? Waiting.jobs(embedded.cluster().url())
                : admin.batch().v1().jobs().inNamespace(namespace).list().getItems();
    }

    /** Configures this cluster as a cloud of the Jenkins of this very process, as its administrator would. */
    public KubernetesCloud addCloud(String name) throws IOException {
        if (admin == null) {
            return embedded.addCloud(name);
        }
        Config config = admin.getConfiguration();
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.SYSTEM, name, "", Secret.fromString(token())));
        credentials.save();
        KubernetesCloud cloud = new KubernetesCloud(name);
        cloud.setServerUrl(config.getMasterUrl());
        cloud.setServerCertificate(certificate(config));
        cloud.setCredentialsId(name);
        cloud.setNamespace(namespace);
        Jenkins.get().clouds.add(cloud);
        return cloud;
    }

    private String token() {
        return admin.serviceAccounts()
                .inNamespace(namespace)
                .withName("k8s-dag")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(TOKEN_SECONDS)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    private static String certificate(Config config) throws IOException {
        return config.getCaCertData() == null
                ? Files.readString(Path.of(config.getCaCertFile()))
                : new String(Base64.getDecoder().decode(config.getCaCertData()), StandardCharsets.UTF_8);
    }
}

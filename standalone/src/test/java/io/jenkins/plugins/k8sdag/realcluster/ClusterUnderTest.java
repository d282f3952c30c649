package io.jenkins.plugins.k8sdag.realcluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The real cluster that the tests run on, from {@code K8SDAG_TEST_KUBECONFIG}, seen with its administrator's eyes. Where {@code
 * K8SDAG_TEST_CLUSTER} is set too, it is test-cluster/ and may be disturbed. Safe for use by several threads.
 */
final class ClusterUnderTest {
    /** Connections per server: watches and followed logs stay open, and the library's default of 5 would starve the rest. */
    private static final int REQUESTS = 500;

    private static ClusterUnderTest only;

    private final Config admin;
    private final KubernetesClient client;

    private ClusterUnderTest() {
        String kubeconfig = System.getenv("K8SDAG_TEST_KUBECONFIG");
        if (kubeconfig == null || kubeconfig.isBlank() || !Files.isReadable(Path.of(kubeconfig))) {
            throw new IllegalStateException(
                    "K8SDAG_TEST_KUBECONFIG must name the kubeconfig of a cluster to test on, and is "
                            + (kubeconfig == null ? "not set" : "'" + kubeconfig + "'")
                            + "; test-cluster/run -- mvn -f standalone verify -Pcluster brings a cluster up and sets it");
        }
        try {
            admin = wide(Config.fromKubeconfig(Files.readString(Path.of(kubeconfig))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client = new KubernetesClientBuilder().withConfig(admin).build();
    }

    /** The cluster; an error in one sentence where none is named. */
    static synchronized ClusterUnderTest get() {
        if (only == null) {
            only = new ClusterUnderTest();
        }
        return only;
    }

    /** The same with room for every watch and log at once. */
    static Config wide(Config config) {
        return new ConfigBuilder(config)
                .withMaxConcurrentRequests(REQUESTS)
                .withMaxConcurrentRequestsPerHost(REQUESTS)
                .build();
    }

    /** The administrator's client; not to be closed. */
    KubernetesClient client() {
        return client;
    }

    /** How the administrator connects. */
    Config admin() {
        return admin;
    }

    /** How somebody with that token connects. */
    Config withToken(String token) {
        return wide(new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl(admin.getMasterUrl())
                .withCaCertData(admin.getCaCertData())
                .withCaCertFile(admin.getCaCertFile())
                .withTrustCerts(admin.isTrustCerts())
                .withOauthToken(token)
                .build());
    }

    /** The commands of test-cluster/. */
    Ctl ctl() {
        return Optional.ofNullable(System.getenv("K8SDAG_TEST_CLUSTER"))
                .filter(folder -> !folder.isBlank())
                .map(folder -> new Ctl(Path.of(folder)))
                .orElseThrow(
                        () -> new IllegalStateException("K8SDAG_TEST_CLUSTER must name the folder test-cluster/ of the"
                                + " cluster that runs, because this test disturbs it; it is not set"));
    }
}

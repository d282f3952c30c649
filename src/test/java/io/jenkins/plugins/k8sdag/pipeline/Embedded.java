package io.jenkins.plugins.k8sdag.pipeline;

import io.jenkins.plugins.k8sdag.embedded.EmbeddedCluster;
import io.jenkins.plugins.k8sdag.embedded.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An embedded cluster per test, which outlives the Jenkins of that test and its restarts. For tests whose stages leave signs in files
 * or play trouble that no real cluster has at hand; they carry the tag {@code embedded-cluster}, whatever {@code
 * K8SDAG_TEST_KUBECONFIG} says. Those that hold on any cluster have {@link AnyCluster}.
 */
public final class Embedded implements BeforeEachCallback, AfterEachCallback {
    private Path directory;
    private EmbeddedCluster cluster;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        directory = Files.createTempDirectory("embedded");
        cluster = EmbeddedCluster.start(Options.defaults(directory).withJobSyncDelay(Duration.ofMillis(20)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        cluster.close();
    }

    public EmbeddedCluster cluster() {
        return cluster;
    }

    /** A folder that stages can reach, for signs between tests and stages. */
    public Path directory() {
        return directory;
    }

    /** Configures this cluster as a cloud of the Jenkins of this very process. */
    public KubernetesCloud addCloud(String name) {
        return addCloud(name, cluster.url());
    }

    /** Configures a cluster as a cloud. */
    public static KubernetesCloud addCloud(String name, String url) {
        KubernetesCloud cloud = new KubernetesCloud(name);
        cloud.setServerUrl(url);
        cloud.setNamespace("default");
        Jenkins.get().clouds.add(cloud);
        return cloud;
    }
}

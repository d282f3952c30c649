package io.jenkins.plugins.k8sdag.embedded;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.k8sdag.embedded.api.Verb;
import io.jenkins.plugins.k8sdag.kubernetes.KubernetesFixture;
import java.nio.file.Path;
import java.time.Duration;

/** An embedded cluster of its own, for one test. */
final class EmbeddedFixture extends KubernetesFixture {
    final EmbeddedCluster cluster;

    private EmbeddedFixture(EmbeddedCluster cluster, Path logs) {
        super(Config.fromKubeconfig(cluster.kubeconfig()), "default", logs);
        this.cluster = cluster;
    }

    static EmbeddedFixture start(Path folder) {
        Options options = Options.defaults(folder.resolve("cluster")).withJobSyncDelay(Duration.ofMillis(20));
        return new EmbeddedFixture(EmbeddedCluster.start(options), folder.resolve("logs"));
    }

    @Override
    public void dropWatches() {
        cluster.dropWatches();
    }

    @Override
    public void expireHistory() {
        cluster.compactHistory();
    }

    @Override
    public void failCreates(int status, int times) {
        cluster.failNext(Verb.CREATE, "jobs", status, times, null);
    }

    @Override
    public void close() throws Exception {
        super.close();
        cluster.close();
    }
}

package io.jenkins.plugins.k8sdag.embedded;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.k8sdag.embedded.api.Verb;
import io.jenkins.plugins.k8sdag.engine.ClusterContract;
import io.jenkins.plugins.k8sdag.engine.ContractFixture;
import io.jenkins.plugins.k8sdag.kubernetes.KubernetesFixture;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** The contract on fabric8's client and the embedded cluster. */
class EmbeddedClusterContractTest extends ClusterContract {
    @TempDir
    Path folder;

    @Override
    protected ContractFixture fixture() {
        Options options = Options.defaults(folder.resolve("cluster")).withJobSyncDelay(Duration.ofMillis(20));
        return new Fixture(EmbeddedCluster.start(options), folder.resolve("logs"));
    }

    private static final class Fixture extends KubernetesFixture {
        private final EmbeddedCluster cluster;

        Fixture(EmbeddedCluster cluster, Path logs) {
            super(Config.fromKubeconfig(cluster.kubeconfig()), "default", logs);
            this.cluster = cluster;
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
}

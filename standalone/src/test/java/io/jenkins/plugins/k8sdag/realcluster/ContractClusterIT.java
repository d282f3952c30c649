package io.jenkins.plugins.k8sdag.realcluster;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.k8sdag.engine.ClusterContract;
import io.jenkins.plugins.k8sdag.engine.ContractFixture;
import io.jenkins.plugins.k8sdag.kubernetes.ClientSource;
import io.jenkins.plugins.k8sdag.kubernetes.KubernetesFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the real cluster, each test in a namespace of its own, under the Role of docs/rbac.yaml. */
@Tag("cluster")
class ContractClusterIT extends ClusterContract {
    @TempDir
    Path folder;

    @Override
    protected ContractFixture fixture() throws Exception {
        return new Fixture(new Team(Lab.name("contract"), Map.of(), role -> {}), folder);
    }

    private static final class Fixture extends KubernetesFixture {
        private final Team team;
        private final Config config;
        private final Faults faults = new Faults();

        Fixture(Team team, Path folder) {
            super(ClusterUnderTest.get().admin(), team.namespace(), folder);
            this.team = team;
            this.config = team.config();
        }

        @Override
        protected ClientSource clients() {
            return faults.clients(config);
        }

        @Override
        public String image() {
            return "k8sdag.test/busybox:1";
        }

        @Override
        public Duration patience() {
            return LiveRun.PATIENCE;
        }

        @Override
        public void dropWatches() throws IOException {
            faults.dropWatches();
        }

        @Override
        public void expireHistory() {
            faults.expireHistory();
        }

        @Override
        public void failCreates(int status, int times) {
            faults.failCreates(status, times);
        }

        @Override
        public void close() throws Exception {
            super.close();
            team.close();
        }
    }
}

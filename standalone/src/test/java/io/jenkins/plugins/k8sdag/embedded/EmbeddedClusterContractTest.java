package io.jenkins.plugins.k8sdag.embedded;

import io.jenkins.plugins.k8sdag.engine.ClusterContract;
import io.jenkins.plugins.k8sdag.engine.ContractFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on fabric8's client and the embedded cluster. */
class EmbeddedClusterContractTest extends ClusterContract {
    @TempDir
    Path folder;

    @Override
    protected ContractFixture fixture() {
        return EmbeddedFixture.start(folder);
    }
}

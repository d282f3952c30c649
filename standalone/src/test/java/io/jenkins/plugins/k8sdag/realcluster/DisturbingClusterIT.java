package io.jenkins.plugins.k8sdag.realcluster;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Says which tests did not run, where they may not. */
@Tag("cluster")
class DisturbingClusterIT {
    @Test
    void theClusterIsThereAndWhatIsLeftOutIsSaid() {
        ClusterUnderTest.get().client().getKubernetesVersion();
        if (System.getenv("K8SDAG_TEST_CLUSTER") == null) {
            System.out.println(
                    "K8SDAG_TEST_CLUSTER is not set, so the tests tagged 'disturb', which meddle with the node, the API"
                            + " server or its audit log, are left out");
        }
    }
}

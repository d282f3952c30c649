package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Images that cannot be had. Those of a registry on our loopback are for a node that shares it, so they are tagged as disturbing. */
@Tag("cluster")
class ImagesClusterIT {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void anImageThatMayNotBePulledFailsAtOnce() throws Exception {
        LiveRun run = lab.start("""
                podTemplate: {spec: {containers: [{name: main, imagePullPolicy: Never}]}}
                stages:
                  - {name: build, image: "k8sdag.test/absent:1", script: "true"}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(run, "build", Cause.IMAGE_NOT_FOUND, Blame.CONFIGURATION);
        assertThat(failure.message()).contains("k8sdag.test/absent:1").contains("Never");
        FailureTable.saw("image not on the node", lab, run, "build", failure, "main waiting ErrImageNeverPull");
    }

    @Test
    @Tag("disturb")
    void anImageThatCannotBePulledFailsAfterTwoBackOffs() throws Exception {
        try (LoopbackRegistry registry = LoopbackRegistry.answering(404)) {
            LiveRun run = lab.start("""
                    stages:
                      - {name: build, image: "%s/absent:1", script: "true"}
                    """.formatted(registry.host()));

            run.ends(RunStatus.FAILED);

            Failure failure = OutcomesClusterIT.expect(run, "build", Cause.IMAGE_NOT_FOUND, Blame.CONFIGURATION);
            FailureTable.saw(
                    "image not in the registry",
                    lab,
                    run,
                    "build",
                    failure,
                    "main waiting ErrImagePull",
                    "main waiting ImagePullBackOff");
        }
    }

    @Test
    @Tag("disturb")
    void anImageThatWeMayNotPull() throws Exception {
        try (LoopbackRegistry registry = LoopbackRegistry.answering(401)) {
            LiveRun run = lab.start("""
                    stages:
                      - {name: build, image: "%s/private:1", script: "true"}
                    """.formatted(registry.host()));

            run.ends(RunStatus.FAILED);

            Failure failure = OutcomesClusterIT.expect(run, "build", Cause.IMAGE_UNAUTHORISED, Blame.CONFIGURATION);
            FailureTable.saw("image private", lab, run, "build", failure, "main waiting ErrImagePull");
        }
    }

    @Test
    void aRegistryThatIsAwayIsWaitedFor() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - {name: build, image: "127.0.0.1:1/tools/build:1", script: "true", timeout: {pull: 30s}}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(run, "build", Cause.REGISTRY_UNAVAILABLE, Blame.INFRASTRUCTURE);
        FailureTable.saw("registry away", lab, run, "build", failure, "main waiting ErrImagePull");
    }

    @Test
    void aNameThatIsNone() throws Exception {
        LiveRun run = lab.start("""
                params: [{name: image, default: "k8sdag.test/Busybox:1"}]
                stages:
                  - {name: build, image: "${{ params.image }}", script: "true"}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(run, "build", Cause.INVALID_IMAGE_NAME, Blame.CONFIGURATION);
        assertThat(failure.message()).contains("k8sdag.test/Busybox:1");
        FailureTable.saw("image name illegal", lab, run, "build", failure, "main waiting InvalidImageName");
    }
}

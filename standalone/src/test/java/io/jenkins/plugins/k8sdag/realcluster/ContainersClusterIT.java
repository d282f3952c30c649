package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pods of several containers: a stage is judged by its main one. */
@Tag("cluster")
class ContainersClusterIT {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void anInitContainerThatFails() throws Exception {
        LiveRun run = lab.start("""
                podTemplate:
                  spec:
                    initContainers: [{name: fetch, image: "k8sdag.test/busybox:1", command: [sh, -c, "exit 9"]}]
                stages:
                  - {name: build, script: "true"}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(run, "build", Cause.EXIT_CODE, Blame.USER);
        assertThat(failure.exitCode()).contains(9);
        assertThat(failure.message()).contains("fetch");
        FailureTable.saw(
                "init container fails", lab, run, "build", failure, "fetch Error 9", "main waiting PodInitializing");
    }

    @Test
    void anInitContainerWhoseImageIsMissing() throws Exception {
        LiveRun run = lab.start("""
                podTemplate:
                  spec:
                    initContainers:
                      - {name: fetch, image: "k8sdag.test/absent:1", imagePullPolicy: Never, command: [sh]}
                stages:
                  - {name: build, script: "true"}
                """);

        run.ends(RunStatus.FAILED);

        OutcomesClusterIT.expect(run, "build", Cause.IMAGE_NOT_FOUND, Blame.CONFIGURATION);
    }

    @Test
    void aSidecarThatNeverEndsKeepsNoStageFromEnding() throws Exception {
        sidecar(
                "containers: [{name: main}, {name: proxy, image: \"k8sdag.test/busybox:1\", command: [sleep, \"3600\"]}]");
    }

    @Test
    void aNativeSidecarThatNeverEndsKeepsNoStageFromEnding() throws Exception {
        sidecar("initContainers: [{name: proxy, image: \"k8sdag.test/busybox:1\", restartPolicy: Always,"
                + " command: [sleep, \"3600\"]}]");
    }

    @Test
    void aSidecarThatFailsFailsNoStage() throws Exception {
        sidecar(
                "containers: [{name: main}, {name: proxy, image: \"k8sdag.test/busybox:1\", command: [sh, -c, \"exit 7\"]}]");
    }

    private void sidecar(String containers) throws Exception {
        LiveRun run = lab.start("""
                podTemplate:
                  spec:
                    terminationGracePeriodSeconds: 1
                    %s
                stages:
                  - {name: build, script: "sleep 2; echo built"}
                  - {name: after, needs: [build], script: "exit 4"}
                """.formatted(containers));

        run.ends(RunStatus.FAILED);

        assertThat(run.stage("build").failure()).isEmpty();
        assertThat(run.lines("build", 1)).containsExactly("built");
        assertThat(OutcomesClusterIT.expect(run, "after", Cause.EXIT_CODE, Blame.USER)
                        .exitCode())
                .contains(4);
        assertThat(run.stage("build").attempts()).hasSize(1);
    }
}

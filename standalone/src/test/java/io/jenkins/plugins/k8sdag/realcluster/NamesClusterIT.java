package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Keep;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names and manifests at their limits. */
@Tag("cluster")
class NamesClusterIT {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void stageNamesAndRunIdsOf63Characters() throws Exception {
        String one = "a".repeat(63);
        String two = "a".repeat(62) + "b";
        String id = "r".repeat(63);
        LiveRun run = lab.start(
                id, """
                stages:
                  - {name: %s, script: "echo v=1 >> \\"$K8SDAG_OUTPUT\\"", outputs: [v]}
                  - {name: %s, script: "echo v=2 >> \\"$K8SDAG_OUTPUT\\"", outputs: [v]}
                """.formatted(one, two), Keep.NEVER, Lab.OPTIONS, lab.team().config());

        run.ends(RunStatus.SUCCEEDED);

        assertThat(run.stage(one).outputs()).containsEntry("v", "1");
        assertThat(run.stage(two).outputs()).containsEntry("v", "2");
    }

    @Test
    void aManifestJustBelowOneMebibyte() throws Exception {
        LiveRun run = lab.start(large(8));

        run.ends(RunStatus.SUCCEEDED);

        assertThat(run.lines("large", 1)).containsExactly("120000");
    }

    /** A stage with so many variables of 120,000 characters. */
    private static String large(int variables) {
        StringBuilder dag = new StringBuilder("params: [{name: text, default: \"" + "x".repeat(120_000)
                + "\"}]\nstages:\n  - name: large\n    script: echo ${#V0}\n    env:\n");
        for (int i = 0; i < variables; i++) {
            dag.append("      V").append(i).append(": ${{ params.text }}\n");
        }
        return dag.toString();
    }

    @Test
    void aManifestAboveOneMebibyteIsNotSent() throws Exception {
        LiveRun run = lab.start(large(9));

        run.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(run, "large", Cause.ADMISSION_REJECTED, Blame.CONFIGURATION);
        assertThat(failure.message()).contains("KiB");
        FailureTable.answered("manifest over 1 MiB", run, "large", failure, "nothing: it was not sent");
    }

    @Test
    void aJobOfOurNameThatIsNotOurs() throws Exception {
        String dag = """
                stages:
                  - {name: build, script: "true"}
                """;
        LiveRun first =
                lab.start("twice", dag, Keep.NEVER, Lab.OPTIONS, lab.team().config());
        first.ends(RunStatus.SUCCEEDED);
        String name = first.stage("build").attempt().orElseThrow().jobName();
        first.close();
        lab.kube()
                .resource(new JobBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(lab.namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withSuspend(true)
                        .withNewTemplate()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("other")
                        .withImage("k8sdag.test/busybox:1")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();

        LiveRun second =
                lab.start("twice", dag, Keep.NEVER, Lab.OPTIONS, lab.team().config());
        second.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(second, "build", Cause.NAME_CONFLICT, Blame.CONFIGURATION);
        assertThat(failure.message()).contains(name);
        assertThat(lab.kube()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(lab.namespace())
                        .withName(name)
                        .get())
                .isNotNull();
        FailureTable.answered("Job name taken", second, "build", failure, "create refused: 409, AlreadyExists");
    }

    @Test
    void aJobRemovedEarlyByItsTimeToLive() throws Exception {
        LiveRun run = lab.start("ttl", """
                stages:
                  - {name: build, script: "echo built; sleep 3; echo v=1 >> \\"$K8SDAG_OUTPUT\\"", outputs: [v]}
                """, Keep.ALWAYS, Lab.OPTIONS, lab.team().config());
        String job = run.running("build").jobName();

        lab.kube()
                .batch()
                .v1()
                .jobs()
                .inNamespace(lab.namespace())
                .withName(job)
                // A merge without a version: the controller writes to the Job at the same time.
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"ttlSecondsAfterFinished\": 0}}");
        run.ends(RunStatus.SUCCEEDED);

        assertThat(run.stage("build").outputs()).containsEntry("v", "1");
        assertThat(run.lines("build", 1)).containsExactly("built");
        assertThat(run.stage("build").attempts()).hasSize(1);
    }
}

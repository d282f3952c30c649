package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a stage's own program can end. */
@Tag("cluster")
class OutcomesClusterIT {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void successHandsItsOutputsOn() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - name: build
                    script: |
                      echo building
                      echo digest=abc >> "$K8SDAG_OUTPUT"
                    outputs: [digest]
                  - name: publish
                    needs: [build]
                    env: {DIGEST: "${{ stages.build.outputs.digest }}"}
                    script: echo "publishing $DIGEST as user $(id -u)"
                """);

        run.ends(RunStatus.SUCCEEDED);

        assertThat(run.stage("build").outputs()).containsEntry("digest", "abc");
        assertThat(run.lines("publish", 1)).containsExactly("publishing abc as user 0");
        assertThat(run.stage("publish").attempts()).hasSize(1);
    }

    @Test
    void anImageThatIsNotRootMeetsRunAsNonRoot() throws Exception {
        LiveRun run = lab.start("""
                podTemplate: {spec: {securityContext: {runAsNonRoot: true}}}
                stages:
                  - {name: who, image: "k8sdag.test/busybox-nonroot:1", script: "id -u; echo ok=yes >> \\"$K8SDAG_OUTPUT\\"", outputs: [ok]}
                """);

        run.ends(RunStatus.SUCCEEDED);

        assertThat(run.lines("who", 1)).containsExactly("65532");
        assertThat(run.stage("who").outputs()).containsEntry("ok", "yes");
    }

    @Test
    void anExitCodeIsTheUsersAndTriedAgainOnTheirBudget() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - name: test
                    retry: {limit: 1, backoff: {initial: 1s}}
                    script: echo failing; exit 3
                  - {name: after, needs: [test], script: "true"}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = expect(run, "test", Cause.EXIT_CODE, Blame.USER);
        assertThat(failure.exitCode()).contains(3);
        assertThat(run.stage("test").attempts()).hasSize(2);
        assertThat(run.stage("after").status()).contains(StageStatus.OMITTED);
        assertThat(run.lines("test", 2)).containsExactly("failing");
        FailureTable.saw("exit code", lab, run, "test", failure, "main Error 3");
    }

    static Failure expect(LiveRun run, String stage, Cause cause, Blame blame) {
        Failure failure = run.failure(stage);
        assertThat(failure.cause()).as(failure.toString()).isEqualTo(cause);
        assertThat(failure.blame()).isEqualTo(blame);
        assertThat(failure.message()).isNotBlank();
        assertThat(failure.remedy()).isNotBlank();
        return failure;
    }

    @Test
    void outOfMemory() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - name: eat
                    resources: {limits: {memory: 24Mi}}
                    script: x=a; while true; do x=$x$x; done
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = expect(run, "eat", Cause.OUT_OF_MEMORY, Blame.USER);
        assertThat(failure.exitCode()).contains(137);
        assertThat(failure.message()).contains("24Mi");
        FailureTable.saw("out of memory", lab, run, "eat", failure, "main OOMKilled 137");
    }

    @Test
    void moreMemoryAtTheNextAttempt() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - name: eat
                    resources: {limits: {memory: 24Mi}}
                    retry: {limit: 1, on: [outOfMemory], backoff: {initial: 1s}, memory: {factor: 8, max: 192Mi}}
                    script: x=$(head -c 30000000 /dev/zero | tr '\\000' a); echo ${#x}
                """);

        run.ends(RunStatus.SUCCEEDED);

        assertThat(run.firstFailure("eat").cause()).isEqualTo(Cause.OUT_OF_MEMORY);
        assertThat(run.stage("eat").attempts()).hasSize(2);
    }

    @Test
    void aCommandThatIsNotThere() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - {name: start, command: [/no/such/program]}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = expect(run, "start", Cause.START_ERROR, Blame.USER);
        assertThat(failure.message()).contains("/no/such/program");
        FailureTable.saw("command not in the image", lab, run, "start", failure, "main StartError 128");
    }

    @Test
    void anOutputThatWasPromisedAndNotWritten() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - {name: build, script: "true", outputs: [digest]}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = expect(run, "build", Cause.OUTPUT_INVALID, Blame.USER);
        assertThat(failure.message()).contains("digest");
        FailureTable.saw("output missing", lab, run, "build", failure, "main Completed 0");
    }

    @Test
    void anExpressionThatFailsOnWhatAStageWrote() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - {name: count, script: "echo n=many >> \\"$K8SDAG_OUTPUT\\"", outputs: [n]}
                  - {name: use, needs: [count], when: "int(stages.count.outputs.n) > 3", script: "true"}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = expect(run, "use", Cause.EXPRESSION_FAILED, Blame.USER);
        assertThat(run.stage("use").attempts()).isEmpty();
        FailureTable.answered("expression fails", run, "use", failure, "nothing: no Job was created");
    }

    @Test
    void aCancelledRunLeavesNothing() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - {name: serve, script: "echo started; exec sleep 3600"}
                  - {name: more, script: "exec sleep 3600"}
                  - {name: after, needs: [serve], script: "true"}
                """);
        run.running("serve");

        run.cancel("a test");
        run.ends(RunStatus.CANCELLED);

        Failure failure = expect(run, "serve", Cause.CANCELLED, Blame.CANCELLED);
        assertThat(run.stage("after").status()).contains(StageStatus.CANCELLED);
        assertThat(run.lines("serve", 1)).contains("started");
        FailureTable.answered(
                "cancelled", run, "serve", failure, "nothing by itself: we deleted the Jobs of the run at once");
    }
}

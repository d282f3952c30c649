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

/** The clocks. */
@Tag("cluster")
class DeadlinesClusterIT {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void aStageThatRunsTooLong() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - {name: slow, script: "echo started; exec sleep 3600", timeout: 3s}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(run, "slow", Cause.DEADLINE_EXCEEDED, Blame.USER);
        assertThat(failure.message()).contains("3s").contains("timeout.run");
        assertThat(run.lines("slow", 1)).contains("started");
        FailureTable.saw("run clock", lab, run, "slow", failure, "main running");
    }

    @Test
    void aPodThatNoNodeCanTake() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - name: huge
                    resources: {requests: {cpu: "1000"}}
                    script: "true"
                    timeout: {pending: 15s}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(run, "huge", Cause.UNSCHEDULABLE, Blame.INFRASTRUCTURE);
        assertThat(failure.message()).contains("Insufficient cpu");
        assertThat(run.stage("huge").attempts()).hasSize(1);
        FailureTable.saw("unschedulable", lab, run, "huge", failure, "not scheduled: Unschedulable");
    }

    @Test
    void anInitContainerThatTakesTooLong() throws Exception {
        LiveRun run = lab.start("""
                podTemplate:
                  spec:
                    terminationGracePeriodSeconds: 1
                    initContainers: [{name: fetch, image: "k8sdag.test/busybox:1", command: [sleep, "3600"]}]
                stages:
                  - {name: build, script: "true", timeout: {pull: 15s}}
                """);

        run.ends(RunStatus.FAILED);

        Failure failure = OutcomesClusterIT.expect(run, "build", Cause.DEADLINE_EXCEEDED, Blame.INFRASTRUCTURE);
        assertThat(failure.message()).contains("timeout.pull");
        FailureTable.saw("pull clock", lab, run, "build", failure, "fetch running", "main waiting PodInitializing");
    }

    @Test
    void aRunThatTakesTooLong() throws Exception {
        LiveRun run = lab.start("""
                timeout: 5s
                stages:
                  - {name: slow, script: "exec sleep 3600"}
                  - {name: after, needs: [slow], script: "true"}
                """);

        run.ends(RunStatus.FAILED);

        assertThat(run.stage("slow").status()).contains(StageStatus.CANCELLED);
        assertThat(run.failure("slow").message()).contains("5s");
        assertThat(run.stage("after").status()).contains(StageStatus.CANCELLED);
    }
}

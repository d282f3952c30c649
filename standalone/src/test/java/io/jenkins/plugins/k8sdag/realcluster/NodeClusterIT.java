package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** What happens to the node under a running stage. Alone, for the node is everybody's. */
@Tag("cluster")
@Tag("disturb")
@Isolated
@Order(1)
class NodeClusterIT {
    private static final String ONCE_DISTURBED = """
            stages:
              - name: work
                script: |
                  echo "attempt $K8SDAG_ATTEMPT"
                  if [ "$K8SDAG_ATTEMPT" = 1 ]; then exec sleep 3600; fi
            """;

    @RegisterExtension
    final Lab lab = new Lab();

    private final Ctl ctl = ClusterUnderTest.get().ctl();

    @Test
    void aNodeThatIsAwayAndComesBack() throws Exception {
        LiveRun run;
        try {
            ctl.run("controller-manager", "restart", "--node-monitor-grace-period=8s");
            run = lab.start("""
                    podTemplate:
                      spec:
                        terminationGracePeriodSeconds: 1
                        tolerations:
                          - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 0}
                    """ + ONCE_DISTURBED);
            run.running("work");
            ctl.run("kubelet", "stop");
            awaitPodNotReady(run.stage("work").attempt().orElseThrow().pod());
            // What the node controller does by itself, unless the node that is away is the only one.
            ctl.run("node", "taint", "node.kubernetes.io/unreachable:NoExecute");
            run.in("work", StagePhase.DISRUPTED);
        } finally {
            ctl.run("controller-manager", "restart");
            ctl.run("kubelet", "start");
            ctl.run("node", "untaint", "node.kubernetes.io/unreachable");
            ctl.run("node", "ready");
        }

        recovers(run, "node away", Cause.NODE_LOST, "DisruptionTarget DeletionByTaintManager", "main running");
    }

    /** The node controller has noticed that the node does not answer. */
    private void awaitPodNotReady(String pod) {
        lab.kube()
                .pods()
                .inNamespace(lab.namespace())
                .withName(pod)
                .waitUntilCondition(
                        p -> p.getStatus().getConditions().stream()
                                .anyMatch(c -> c.getType().equals("Ready")
                                        && c.getStatus().equals("False")),
                        LiveRun.PATIENCE.toSeconds(),
                        TimeUnit.SECONDS);
    }

    @Test
    void aTaintThatDrivesPodsOff() throws Exception {
        LiveRun run = lab.start(ONCE_DISTURBED);
        run.running("work");
        try {
            ctl.run("node", "taint", "k8sdag.test/away:NoExecute");
            run.await(
                    "the pod to go",
                    s -> LiveRun.of(s, "work").phase() == StagePhase.DISRUPTED
                            || LiveRun.of(s, "work").infrastructureRetries() > 0);
        } finally {
            ctl.run("node", "untaint", "k8sdag.test/away");
        }

        recovers(run, "node tainted", Cause.EVICTED, "DisruptionTarget DeletionByTaintManager");
    }

    private void recovers(LiveRun run, String name, Cause cause, String... showed) throws Exception {
        run.ends(RunStatus.SUCCEEDED);
        Failure failure = run.firstFailure("work");
        assertThat(failure.cause()).as(failure.toString()).isEqualTo(cause);
        assertThat(failure.blame()).isEqualTo(Blame.INFRASTRUCTURE);
        assertThat(run.stage("work").attempts()).hasSize(2);
        FailureTable.saw(name, lab, run, "work", failure, showed);
    }

    @Test
    void aKubeletThatRestartsDisturbsNoStage() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - {name: work, script: "for i in $(seq 1 60); do echo $i; sleep 0.2; done"}
                """);
        run.running("work");

        ctl.run("kubelet", "restart");
        ctl.run("node", "ready");
        run.ends(RunStatus.SUCCEEDED);

        assertThat(run.stage("work").attempts()).hasSize(1);
        assertThat(run.lines("work", 1)).isEqualTo(numbers(60));
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void aLogThatIsRotatedUnderARunningStage() throws Exception {
        try {
            ctl.run("kubelet", "set", "containerLogMaxSize=100Ki", "containerLogMonitorInterval=3s");
            LiveRun run = lab.start("""
                    stages:
                      - name: print
                        script: |
                          i=0
                          while [ $i -lt 60 ]; do
                            seq $((i * 500 + 1)) $((i * 500 + 500))
                            sleep 0.25
                            i=$((i + 1))
                          done
                    """);

            run.ends(RunStatus.SUCCEEDED);

            List<String> lines = run.lines("print", 1);
            if (run.stage("print").attempt().orElseThrow().logGaps() == 0) {
                assertThat(lines).isEqualTo(numbers(30_000));
            } else {
                assertThat(lines).anyMatch(l -> l.contains("lines may be missing"));
            }
        } finally {
            ctl.run("kubelet", "set", "containerLogMaxSize=10Mi", "containerLogMonitorInterval=10s");
        }
    }
}

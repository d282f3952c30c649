package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stages that somebody or something else ends: the cluster's fault, tried again on the infrastructure budget. */
@Tag("cluster")
class DisruptionsClusterIT {
    /** Runs until it is disturbed, and ends well the next time. */
    private static final String ONCE_DISTURBED = """
            stages:
              - name: work
                script: |
                  echo "attempt $K8SDAG_ATTEMPT"
                  if [ "$K8SDAG_ATTEMPT" = 1 ]; then exec sleep 3600; fi
            """;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void aPodDeletedByHand() throws Exception {
        LiveRun run = lab.start(ONCE_DISTURBED);
        Attempt attempt = run.running("work");

        lab.kube().pods().inNamespace(lab.namespace()).withName(attempt.pod()).delete();

        recovers(run, "pod deleted", Cause.POD_DELETED, "main Error 137");
    }

    @Test
    void aPodThatEndsWellWhenDeletedHasNotDoneItsWork() throws Exception {
        LiveRun run = lab.start("""
                podTemplate: {spec: {terminationGracePeriodSeconds: 20}}
                stages:
                  - name: work
                    script: |
                      if [ "$K8SDAG_ATTEMPT" -gt 1 ]; then exit 0; fi
                      trap 'exit 0' TERM
                      echo started
                      while true; do sleep 0.1; done
                """);
        Attempt attempt = run.running("work");

        lab.kube().pods().inNamespace(lab.namespace()).withName(attempt.pod()).delete();

        recovers(run, "pod deleted and exits 0", Cause.POD_DELETED, "main Completed 0");
    }

    @Test
    void aJobDeletedByHand() throws Exception {
        LiveRun run = lab.start(ONCE_DISTURBED);
        Attempt attempt = run.running("work");

        lab.kube()
                .batch()
                .v1()
                .jobs()
                .inNamespace(lab.namespace())
                .withName(attempt.jobName())
                .delete();

        recovers(run, "Job deleted", Cause.JOB_DELETED);
    }

    @Test
    void anEvictionByTheApi() throws Exception {
        LiveRun run = lab.start(ONCE_DISTURBED);
        Attempt attempt = run.running("work");

        assertThat(lab.kube()
                        .pods()
                        .inNamespace(lab.namespace())
                        .withName(attempt.pod())
                        .evict())
                .isTrue();

        recovers(run, "evicted by the API", Cause.EVICTED, "DisruptionTarget EvictionByEvictionAPI");
    }

    @Test
    void anEvictionByTheKubelet() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - name: work
                    resources: {limits: {ephemeral-storage: 1Mi}}
                    script: |
                      if [ "$K8SDAG_ATTEMPT" -gt 1 ]; then exit 0; fi
                      head -c 20000000 /dev/zero > /tmp/large
                      exec sleep 3600
                """);

        recovers(run, "evicted for its disk", Cause.EVICTED, "pod Failed Evicted");
    }

    @Test
    void aPreemption() throws Exception {
        KubernetesClient kube = lab.kube();
        String seat = "k8sdag.test/" + lab.namespace();
        PriorityClass high = new PriorityClassBuilder()
                .withNewMetadata()
                .withName(lab.namespace())
                .endMetadata()
                .withValue(100_000)
                .build();
        kube.resource(high).create();
        try {
            seats(seat, 1);
            LiveRun run = lab.start(ONCE_DISTURBED + "    resources: {limits: {" + seat + ": \"1\"}}\n");
            run.running("work");

            kube.resource(new PodBuilder()
                            .withNewMetadata()
                            .withName("important")
                            .withNamespace(lab.namespace())
                            .endMetadata()
                            .withNewSpec()
                            .withPriorityClassName(lab.namespace())
                            .withRestartPolicy("Never")
                            .addNewContainer()
                            .withName("important")
                            .withImage("k8sdag.test/busybox:1")
                            .withCommand("sleep", "2")
                            .withNewResources()
                            .withLimits(Map.of(seat, new Quantity("1")))
                            .endResources()
                            .endContainer()
                            .endSpec()
                            .build())
                    .create();

            recovers(run, "preempted", Cause.PREEMPTED, "DisruptionTarget PreemptionByScheduler");
        } finally {
            kube.resource(high).delete();
            seats(seat, 0);
        }
    }

    /** Gives one node so many of a resource that nobody else asks for; 0 takes it away. */
    private void seats(String resource, int count) {
        Node node = lab.kube().nodes().list().getItems().get(0);
        String path = "/status/capacity/" + resource.replace("/", "~1");
        String patch = count > 0
                ? "[{\"op\":\"add\",\"path\":\"" + path + "\",\"value\":\"" + count + "\"}]"
                : "[{\"op\":\"remove\",\"path\":\"" + path + "\"}]";
        lab.kube()
                .nodes()
                .withName(node.getMetadata().getName())
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON), patch);
    }

    private void recovers(LiveRun run, String name, Cause cause, String... showed) throws Exception {
        run.ends(RunStatus.SUCCEEDED);
        Failure failure = run.firstFailure("work");
        assertThat(failure.cause()).as(failure.toString()).isEqualTo(cause);
        assertThat(failure.blame()).isEqualTo(Blame.INFRASTRUCTURE);
        assertThat(run.stage("work").attempts()).hasSize(2);
        assertThat(run.stage("work").infrastructureRetries()).isEqualTo(1);
        if (showed.length == 0) {
            FailureTable.answered(name, run, "work", failure, "the Job gone, and its pod after it");
        } else {
            FailureTable.saw(name, lab, run, "work", failure, showed);
        }
    }
}

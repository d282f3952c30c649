package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules of the namespace and of the cluster that a Job or its pod does not meet. */
@Tag("cluster")
class AdmissionClusterIT {
    private static final String ONE_STAGE = """
            stages:
              - {name: build, script: "echo built"}
            """;

    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void aQuotaOnPodsIsWaitedForUntilThereIsRoom() throws Exception {
        quota("pods", "0");
        LiveRun run = lab.start(ONE_STAGE);
        RunState waits = run.await("the quota to be told", s -> waiting(s, Cause.QUOTA_EXCEEDED));
        Failure failure = LiveRun.of(waits, "build")
                .attempt()
                .orElseThrow()
                .waiting()
                .map(Waiting::failure)
                .orElseThrow();

        raise("pods", "5");
        run.ends(RunStatus.SUCCEEDED);

        assertThat(failure.blame()).isEqualTo(Blame.QUOTA);
        assertThat(failure.message()).contains("pods=0");
        assertThat(run.stage("build").attempts()).hasSize(1);
        FailureTable.saw("quota of pods", lab, run, "build", failure, "Job without a condition", "event FailedCreate");
    }

    private static boolean waiting(RunState state, Cause cause) {
        return LiveRun.of(state, "build")
                .attempt()
                .flatMap(Attempt::waiting)
                .filter(w -> w.cause() == cause)
                .isPresent();
    }

    private void quota(String resource, String hard) {
        lab.apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: share}
                spec: {hard: {%s: "%s"}}
                """.formatted(resource, hard));
        // Until the controller has counted what is there, the quota lets nothing through and says something else.
        lab.kube()
                .resourceQuotas()
                .inNamespace(lab.namespace())
                .withName("share")
                .waitUntilCondition(
                        q -> q.getStatus() != null
                                && q.getStatus().getUsed() != null
                                && q.getStatus().getUsed().containsKey(resource),
                        LiveRun.PATIENCE.toSeconds(),
                        java.util.concurrent.TimeUnit.SECONDS);
    }

    private void raise(String resource, String hard) {
        lab.kube()
                .resourceQuotas()
                .inNamespace(lab.namespace())
                .withName("share")
                .edit(q -> {
                    q.getSpec().setHard(Map.of(resource, new Quantity(hard)));
                    return q;
                });
    }

    @Test
    void aQuotaOnJobsIsWaitedForUntilThereIsRoom() throws Exception {
        quota("count/jobs.batch", "0");
        LiveRun run = lab.start(ONE_STAGE);
        Failure failure = run.putOff("build");

        raise("count/jobs.batch", "5");
        run.ends(RunStatus.SUCCEEDED);

        assertThat(failure.cause()).isEqualTo(Cause.QUOTA_EXCEEDED);
        assertThat(failure.blame()).isEqualTo(Blame.QUOTA);
        assertThat(failure.message()).contains("count/jobs.batch=0");
        assertThat(run.stage("build").attempts()).hasSize(1);
        FailureTable.answered("quota of Jobs", run, "build", failure, "create refused: 403, exceeded quota");
    }

    @Test
    void aQuotaThatDemandsLimits() throws Exception {
        quota("limits.memory", "1Gi");

        rejected(lab.start(ONE_STAGE), "quota demands limits", "must specify limits.memory");
    }

    @Test
    void aLimitRange() throws Exception {
        lab.apply("""
                apiVersion: v1
                kind: LimitRange
                metadata: {name: small}
                spec: {limits: [{type: Container, max: {memory: 32Mi}}]}
                """);

        LiveRun run = lab.start("""
                stages:
                  - {name: build, script: "true", resources: {limits: {memory: 64Mi}}}
                """);

        rejected(run, "limit range", "maximum memory usage per Container is 32Mi");
    }

    @Test
    void podSecurity() throws Exception {
        lab.kube().namespaces().withName(lab.namespace()).edit(n -> {
            n.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "restricted");
            return n;
        });

        rejected(lab.start(ONE_STAGE), "Pod Security", "violates PodSecurity \"restricted:latest\"");
    }

    @Test
    void podSecurityIsMetByDefaultWithAnImageThatIsNotRoot() throws Exception {
        lab.kube().namespaces().withName(lab.namespace()).edit(n -> {
            n.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "restricted");
            return n;
        });
        LiveRun run = lab.start("""
                podTemplate: {spec: {securityContext: {runAsNonRoot: true}}}
                stages:
                  - {name: build, image: "k8sdag.test/busybox-nonroot:1", script: "true"}
                """);

        run.ends(RunStatus.SUCCEEDED);
    }

    @Test
    void aPriorityClassThatIsNotThere() throws Exception {
        LiveRun run = lab.start("""
                podTemplate: {spec: {priorityClassName: nobody-made-this}}
                stages:
                  - {name: build, script: "true"}
                """);

        rejected(run, "priority class missing", "nobody-made-this");
    }

    private void rejected(LiveRun run, String name, String words) throws Exception {
        run.ends(RunStatus.FAILED);
        Failure failure = OutcomesClusterIT.expect(run, "build", Cause.ADMISSION_REJECTED, Blame.CONFIGURATION);
        assertThat(failure.message()).contains(words);
        assertThat(run.stage("build").attempts()).hasSize(1);
        FailureTable.saw(name, lab, run, "build", failure, "Job without a condition", "event FailedCreate");
    }

    @Test
    void aWebhookForPodsThatIsAway() throws Exception {
        try (Webhook away = Webhook.away(lab.kube(), lab.namespace(), "", "pods")) {
            LiveRun run = lab.start("""
                    stages:
                      - {name: build, script: "true", timeout: {pending: 20s}}
                    """);

            run.ends(RunStatus.FAILED);

            Failure failure = OutcomesClusterIT.expect(run, "build", Cause.POD_NOT_CREATED, Blame.INFRASTRUCTURE);
            assertThat(failure.message()).contains(away.name());
            FailureTable.saw(
                    "webhook for pods away",
                    lab,
                    run,
                    "build",
                    failure,
                    "Job without a condition",
                    "event FailedCreate");
        }
    }

    @Test
    void aWebhookForJobsThatIsAwayIsWaitedFor() throws Exception {
        LiveRun run;
        Failure failure;
        try (Webhook away = Webhook.away(lab.kube(), lab.namespace(), "batch", "jobs")) {
            run = lab.start(ONE_STAGE);
            failure = run.putOff("build");
            assertThat(failure.message()).contains(away.name());
        }
        run.ends(RunStatus.SUCCEEDED);

        assertThat(failure.cause()).isEqualTo(Cause.API_UNAVAILABLE);
        assertThat(failure.blame()).isEqualTo(Blame.INFRASTRUCTURE);
        FailureTable.answered(
                "webhook for Jobs away", run, "build", failure, "create refused: 500, failed calling webhook");
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.k8sdag.dag.Backoff;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.Timeouts;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobManifestTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    private static Stage stage(String name, Map<String, Object> template, Timeouts timeouts, RetryPolicy retry) {
        return new Stage(
                name,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                template,
                List.of(),
                Set.of(),
                Set.of(),
                List.of(),
                retry,
                timeouts,
                Map.of());
    }

    private static Map<String, Object> spec(Map<String, Object> container) {
        return Map.of("spec", Map.of("containers", List.of(Json.with(container, "name", "main"))));
    }

    private static RunState state(Map<String, Object> podTemplate, Stage stage, Map<String, String> values) {
        RunInfo info = new RunInfo(
                "run-1",
                "ctl",
                Map.of(),
                Map.of("BUILD_URL", "https://ci/job/1/", "JOB_NAME", "job"),
                Map.of(),
                Keep.NEVER,
                3,
                NOW);
        Dag dag = new Dag("release", List.of(stage), 10, false, Optional.empty(), podTemplate);
        return RunState.start(new Fact.RunStarted(info, dag, NOW)).apply(new Fact.StageReady(0, values, false, NOW));
    }

    private static Job job(Map<String, Object> podTemplate, Map<String, Object> template) throws ManifestException {
        return JobManifest.of(
                state(podTemplate, stage("build", template, Timeouts.DEFAULT, RetryPolicy.NONE), Map.of()),
                new AttemptId(0, 1));
    }

    private static PodSpec pod(Job job) {
        return job.getSpec().getTemplate().getSpec();
    }

    private static Container main(Job job) {
        return pod(job).getContainers().get(0);
    }

    @Test
    void theJobIsOursAndNeverTriesAgainByItself() throws Exception {
        Job job = job(Map.of(), spec(Map.of("image", "busybox")));

        assertThat(job.getMetadata().getName()).matches("release-build-[0-9a-z]{12}");
        Map<String, String> labels = Map.of(
                "app.kubernetes.io/managed-by", "k8s-dag",
                "k8sdag.jenkins.io/run", "run-1",
                "k8sdag.jenkins.io/stage", "build",
                "k8sdag.jenkins.io/attempt", "1",
                "k8sdag.jenkins.io/controller", "ctl");
        assertThat(job.getMetadata().getLabels()).isEqualTo(labels);
        assertThat(job.getSpec().getTemplate().getMetadata().getLabels()).isEqualTo(labels);
        assertThat(job.getMetadata().getAnnotations())
                .containsEntry("k8sdag.jenkins.io/build-url", "https://ci/job/1/")
                .containsEntry("k8sdag.jenkins.io/stage-name", "build")
                .containsEntry("k8sdag.jenkins.io/dag", "release");
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        assertThat(job.getSpec().getPodReplacementPolicy()).isEqualTo("Failed");
        assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(86_400);
        assertThat(job.getSpec().getActiveDeadlineSeconds()).isNull();
        assertThat(pod(job).getRestartPolicy()).isEqualTo("Never");
    }

    @Test
    void theDeadlineIsBehindAllOurClocks() throws Exception {
        Timeouts timeouts =
                new Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(2), Optional.of(Duration.ofMinutes(3)));
        RunState state = state(Map.of(), stage("a", spec(Map.of("image", "x")), timeouts, RetryPolicy.NONE), Map.of());

        assertThat(JobManifest.of(state, new AttemptId(0, 1)).getSpec().getActiveDeadlineSeconds())
                .isEqualTo(16 * 60);
    }

    @Test
    void aPodThatSaysNothingIsAsRestrictedAsItsImageMayBe() throws Exception {
        Job job = job(Map.of(), spec(Map.of("image", "busybox")));

        SecurityContext security = main(job).getSecurityContext();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getRunAsNonRoot()).isNull();
        assertThat(pod(job).getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod(job).getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void whatAStageSaysItselfStays() throws Exception {
        Map<String, Object> security =
                Map.of("allowPrivilegeEscalation", true, "capabilities", Map.of("drop", List.of()));
        Job job = job(
                Map.of("spec", Map.of("serviceAccountName", "ci")),
                spec(Map.of("image", "x", "securityContext", security)));

        assertThat(main(job).getSecurityContext().getAllowPrivilegeEscalation()).isTrue();
        assertThat(main(job).getSecurityContext().getCapabilities().getDrop()).isEmpty();
        assertThat(pod(job).getAutomountServiceAccountToken()).isNull();
        assertThat(pod(job).getServiceAccountName()).isEqualTo("ci");
    }

    @Test
    void aPrivilegedContainerIsLeftAlone() throws Exception {
        Job job = job(Map.of(), spec(Map.of("image", "x", "securityContext", Map.of("privileged", true))));

        assertThat(main(job).getSecurityContext().getAllowPrivilegeEscalation()).isNull();
    }

    @Test
    void ourVariablesComeFirstAndTheStagesOwnBeatTheHosts() throws Exception {
        List<Map<String, Object>> own =
                List.of(Map.of("name", "JOB_NAME", "value", "mine"), Map.of("name", "K8SDAG_RUN", "value", "forged"));
        Job job = job(Map.of(), spec(Map.of("image", "x", "env", own)));

        List<EnvVar> env = main(job).getEnv();
        assertThat(env).extracting(EnvVar::getName).doesNotHaveDuplicates();
        assertThat(env)
                .extracting(v -> v.getName() + "=" + v.getValue())
                .startsWith(
                        "K8SDAG_RUN=run-1",
                        "K8SDAG_DAG=release",
                        "K8SDAG_STAGE=build",
                        "K8SDAG_ATTEMPT=1",
                        "K8SDAG_OUTPUT=/dev/termination-log")
                .contains("BUILD_URL=https://ci/job/1/")
                .endsWith("JOB_NAME=mine");
    }

    @Test
    void expressionsAreReplacedByTheirValues() throws Exception {
        RunState state = state(
                Map.of(),
                stage("a", spec(Map.of("image", "jdk:${{ matrix.jdk }}")), Timeouts.DEFAULT, RetryPolicy.NONE),
                Map.of("matrix.jdk", "21"));

        assertThat(main(JobManifest.of(state, new AttemptId(0, 1))).getImage()).isEqualTo("jdk:21");
    }

    @Test
    void memoryGrowsUpToItsCapAndTakesAnEqualRequestAlong() throws Exception {
        RetryPolicy retry =
                new RetryPolicy(5, Set.of(), Backoff.DEFAULT, Optional.of(new RetryPolicy.MemoryGrowth(2, "1Gi")));
        Map<String, Object> memory = Map.of("memory", "300Mi");
        RunState state = state(
                Map.of(),
                stage(
                        "a",
                        spec(Map.of("image", "x", "resources", Map.of("limits", memory, "requests", memory))),
                        Timeouts.DEFAULT,
                        retry),
                Map.of());

        assertThat(memory(state, 0)).isEqualTo("300Mi");
        assertThat(memory(state, 1)).isEqualTo("600Mi");
        assertThat(memory(state, 2)).isEqualTo("1024Mi");
    }

    private static String memory(RunState state, int steps) throws ManifestException {
        RunState admitted = state.apply(new Fact.AttemptAdmitted(new AttemptId(0, 1), steps, NOW));
        Container main = main(JobManifest.of(admitted, new AttemptId(0, 1)));
        String limit = main.getResources().getLimits().get("memory").toString();
        assertThat(main.getResources().getRequests().get("memory")).hasToString(limit);
        return limit;
    }

    @Test
    void whatIsTooLargeIsSaidBeforeItIsSent() {
        assertThatThrownBy(() -> job(Map.of(), spec(Map.of("image", "x", "args", List.of("x".repeat(200_000))))))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("script or args of container main is 195 KiB")
                .hasMessageContaining("stage 'build'");
        List<String> many = List.of("x".repeat(100_000)).stream()
                .flatMap(s -> Stream.generate(() -> s).limit(11))
                .toList();
        assertThatThrownBy(() -> job(Map.of(), spec(Map.of("image", "x", "args", many))))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("Kubernetes takes less than 1024 KiB");
    }

    @Test
    void aFieldOfTheWrongTypeIsNamed() {
        assertThatThrownBy(() -> job(Map.of(), spec(Map.of("image", "x", "command", Map.of("a", 1)))))
                .isInstanceOf(ManifestException.class);
    }

    @Test
    void namesAndLabelsAreLegalAndApart() {
        String odd = "Deploy (region=eu-central-1, tier=production, colour=blue, canary=false)";
        String label = Labels.stage(odd);
        assertThat(label)
                .matches("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?")
                .isNotEqualTo(Labels.stage(odd + "!"));
        assertThat(Labels.stage("(?)")).matches("[a-z0-9]{12}");
        assertThat(Labels.job("d".repeat(40), odd, "r", 1))
                .hasSizeLessThanOrEqualTo(57)
                .matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?")
                .isNotEqualTo(Labels.job("d".repeat(40), odd, "r", 2))
                .isNotEqualTo(Labels.job("d".repeat(40), odd, "s", 1));
    }

    @Test
    void aQueueOfThePodIsTheJobsToo() throws Exception {
        Job job = job(
                Map.of("metadata", Map.of("labels", Map.of("kueue.x-k8s.io/queue-name", "ci"))),
                spec(Map.of("image", "x")));

        assertThat(job.getMetadata().getLabels()).containsEntry("kueue.x-k8s.io/queue-name", "ci");
    }
}

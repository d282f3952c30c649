package io.jenkins.plugins.k8sdag.embedded;

import static io.jenkins.plugins.k8sdag.embedded.TestCluster.job;
import static io.jenkins.plugins.k8sdag.embedded.TestCluster.playing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures on order: refusals of every kind, and how often they happen. Those of running pods are in {@link GoldenTest}. */
class PlayTest {
    @TempDir
    Path directory;

    private TestCluster test;

    @BeforeEach
    void start() {
        test = new TestCluster(directory);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JobQuota | 403 | jobs.batch \"j\" is forbidden: exceeded quota: played, requested: count/jobs.batch=1",
                "Forbidden | 403 | jobs.batch is forbidden: User \"embedded\" cannot create resource \"jobs\" in API group",
                "AdmissionRejected | 403 | admission webhook \"validate.policy.example.com\" denied the request: "
            })
    void refusesTheJob(String play, int code, String message) {
        Map<String, String> once = playing(play, "play-times", "1");
        assertThatThrownBy(() -> test.play("j", "true", once))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(code);
                    assertThat(e.getStatus().getMessage()).startsWith(message);
                });
        test.play("j", "true", once);
        test.awaitCondition("j", "Complete");
    }

    @Test
    void aFailingWebhookIsAnInternalError() {
        Map<String, String> once = playing("WebhookTimeout", "play-times", "1");
        String body = Serialization.asJson(job("j", "true")
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations(once)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build());
        var answer = test.send("POST", "/apis/batch/v1/namespaces/default/jobs", "application/json", body);
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("Internal error occurred: failed calling webhook");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Quota | Error creating: pods \"j-\\w{5}\" is forbidden: exceeded quota: played, requested: pods=1, .*",
                "PodSecurity | Error creating: pods \"j-\\w{5}\" is forbidden: violates PodSecurity .*",
                "ServiceAccountMissing | Error creating: pods \"j-\" is forbidden: error looking up service account .*"
            })
    void refusesThePod(String play, String message) {
        test.play("j", "true", playing(play, "play-times", "1"));
        test.awaitCondition("j", "Complete");
        assertThat(events("FailedCreate"))
                .hasSize(1)
                .allMatch(event -> event.getMessage().matches(message));
    }

    private List<Event> events(String reason) {
        return test.client.v1().events().inNamespace("default").list().getItems().stream()
                .filter(event -> event.getReason().equals(reason))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "InvalidImageName | InvalidImageName | .*invalid reference format",
                "CreateContainerConfigError | CreateContainerConfigError | secret \"played\" not found",
                "ErrImageNeverPull | ErrImageNeverPull | .*is not present with pull policy of Never",
                "ImagePullBackOff | ErrImagePull | failed to pull and unpack image \"busybox:local\": .*: not found"
            })
    void neverStarts(String play, String reason, String message) {
        test.play("j", "true", playing(play));
        Pod pod = test.awaitPod(
                "j",
                found -> found.getStatus().getContainerStatuses().stream()
                        .anyMatch(status -> status.getState().getWaiting() != null
                                && reason.equals(status.getState().getWaiting().getReason())));
        assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
        assertThat(pod.getStatus()
                        .getContainerStatuses()
                        .get(0)
                        .getState()
                        .getWaiting()
                        .getMessage())
                .matches(message);
        Wait.until(() ->
                events("Failed").stream().anyMatch(event -> event.getMessage().startsWith("Error: ")));
        test.client.batch().v1().jobs().withName("j").delete();
        test.awaitGone(pod);
    }

    @Test
    void startErrorIsFinal() {
        test.play("j", "true", playing("StartError"));
        Pod pod = test.awaitPhase("j", "Failed");
        var terminated =
                pod.getStatus().getContainerStatuses().get(0).getState().getTerminated();
        assertThat(terminated.getReason()).isEqualTo("StartError");
        assertThat(terminated.getExitCode()).isEqualTo(128);
    }

    @Test
    void evictedByTheNode() {
        test.play("j", "sleep 100", playing("Evicted", "play-after", "100ms"));
        Pod pod = test.awaitPhase("j", "Failed");
        assertThat(pod.getStatus().getReason()).isEqualTo("Evicted");
        assertThat(pod.getStatus().getMessage()).startsWith("The node was low on resource: memory.");
        assertThat(events("Evicted")).hasSize(1);
    }

    @Test
    void deletedByOthers() {
        test.play("evicted", "sleep 100", playing("EvictedByAPI"));
        test.play("pod", "sleep 100", playing("PodDeleted"));
        test.awaitCondition("evicted", "Failed");
        test.awaitCondition("pod", "Failed");
        assertThat(test.client.pods().inNamespace("default").list().getItems()).isEmpty();
        var job = test.play("job", "sleep 100", playing("JobDeleted"));
        test.awaitGone(job);
        Wait.until(() ->
                test.client.pods().inNamespace("default").list().getItems().isEmpty());
    }

    @Test
    void playsSoManyTimesPerStage() {
        for (String name : List.of("first", "second", "third")) {
            test.create(job(name, "true")
                    .editSpec()
                    .editTemplate()
                    .editMetadata()
                    .addToAnnotations(playing("StartError", "play-times", "2"))
                    .addToLabels("k8sdag.jenkins.io/run", "r")
                    .addToLabels("k8sdag.jenkins.io/stage", "s")
                    .endMetadata()
                    .endTemplate()
                    .endSpec());
            test.awaitCondition(name, name.equals("third") ? "Complete" : "Failed");
        }
    }

    @Test
    void saysWhatItCannotPlay() {
        assertThatThrownBy(() -> test.play("j", "true", playing("Nonsense")))
                .hasMessageContaining("play: \"Nonsense\" is not one of JobQuota, Forbidden,")
                .hasMessageContaining("OOMKilled");
        assertThatThrownBy(() -> test.play("j", "true", playing("OOMKilled", "play-after", "soon")))
                .hasMessageContaining("\"soon\" is not a duration like 2s or 500ms");
    }

    private void quota(String name, String amount) {
        test.client
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("small")
                        .endMetadata()
                        .withNewSpec()
                        .withHard(Map.of(name, new Quantity(amount)))
                        .endSpec()
                        .build())
                .inNamespace("default")
                .create();
    }

    @Test
    void quotaOfJobsIsEnforced() {
        quota("count/jobs.batch", "1");
        test.create(job("one", "true"));
        assertThatThrownBy(() -> test.create(job("two", "true")))
                .hasMessageContaining(
                        "jobs.batch \"two\" is forbidden: exceeded quota: small, requested: count/jobs.batch=1,"
                                + " used: count/jobs.batch=1, limited: count/jobs.batch=1");
        test.client.batch().v1().jobs().withName("one").delete();
        test.create(job("two", "true"));
    }

    @Test
    void quotaOfPodsHoldsJobsBackUntilThereIsRoom() {
        quota("pods", "1");
        test.create(job("one", "sleep 100"));
        Pod running = test.awaitPhase("one", "Running");
        test.create(job("two", "true"));
        Wait.until(() -> !events("FailedCreate").isEmpty());
        assertThat(events("FailedCreate").get(0).getMessage())
                .contains("exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1");
        test.client.batch().v1().jobs().withName("one").delete();
        test.awaitGone(running);
        test.awaitCondition("two", "Complete");
    }
}

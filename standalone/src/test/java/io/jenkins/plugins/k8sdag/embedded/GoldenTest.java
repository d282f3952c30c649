package io.jenkins.plugins.k8sdag.embedded;

import static io.jenkins.plugins.k8sdag.embedded.TestCluster.job;
import static io.jenkins.plugins.k8sdag.embedded.TestCluster.playing;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole life cycles, compared with what a real Kubernetes 1.34 showed for the same Jobs. */
class GoldenTest {
    /** Ends by KILL only, as the first process of a real container does without a handler. */
    private static final String STUBBORN = "trap '' TERM; echo ready; while :; do sleep 1; done";

    @TempDir
    Path directory;

    private TestCluster test;
    private WatchLines pods;

    @BeforeEach
    void start() {
        // as slow as to let the kubelet's answer come first, which the real controller's second does
        test = new TestCluster(Options.defaults(directory)
                .withJobSyncDelay(Duration.ofMillis(250))
                .withBackoff(Duration.ofMillis(200)));
        pods = test.watch("/api/v1/namespaces/default/pods?watch=true");
    }

    @AfterEach
    void stop() {
        pods.close();
        test.close();
    }

    /** Its handlers are set from then on. */
    private void awaitReady(Pod pod) {
        Wait.until(() -> test.client.pods().resource(pod).getLog().contains("ready"));
    }

    private void sameJob(String sample) {
        ObjectNode expected = Golden.read(sample);
        String name = test.client
                .batch()
                .v1()
                .jobs()
                .list()
                .getItems()
                .get(0)
                .getMetadata()
                .getName();
        assertThat(Golden.shape(test.jobObject(name))).isEqualTo(Golden.shape(expected));
    }

    private static void same(ObjectNode actual, String sample) {
        assertThat(Golden.shape(actual)).isEqualTo(Golden.shape(Golden.read(sample)));
    }

    private ObjectNode lastSeen() {
        List<ObjectNode> events = pods.untilType("DELETED");
        return (ObjectNode) events.get(events.size() - 1).path("object");
    }

    @ParameterizedTest
    @CsvSource({"lines, 'echo one; echo two', Complete", "exit3, 'echo failing; exit 3', Failed"})
    void ends(String name, String script, String condition) {
        test.create(job(name, script));
        test.awaitCondition(name, condition);
        sameJob(name + ".job");
        same(test.pod(test.awaitPod(name, pod -> true).getMetadata().getName()), name + ".pod");
    }

    @Test
    void statesComeInTheRealOrder() {
        test.create(job("lines", "true"));
        test.awaitCondition("lines", "Complete");
        List<ObjectNode> events =
                pods.until(event -> event.at("/object/status/phase").asText().equals("Succeeded")
                        && !event.at("/object/metadata").has("finalizers"));
        assertThat(events)
                .extracting(event -> event.at("/object/status/phase").asText() + " " + state(event) + " "
                        + event.at("/object/status/conditions").size())
                .containsExactly(
                        "Pending  0",
                        "Pending  1",
                        "Pending waiting 5",
                        "Running running 5",
                        "Running terminated 5",
                        "Succeeded terminated 5",
                        "Succeeded terminated 5");
    }

    private static String state(ObjectNode event) {
        var names = event.at("/object/status/containerStatuses/0/state").fieldNames();
        return names.hasNext() ? names.next() : "";
    }

    @Test
    void startError() {
        test.create(job("starterror", "")
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withCommand("/no/such/binary")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec());
        test.awaitCondition("starterror", "Failed");
        sameJob("starterror.job");
        same(test.pod(test.awaitPod("starterror", pod -> true).getMetadata().getName()), "starterror.pod");
    }

    @Test
    void missingConfigMap() {
        test.create(job("cfgerror", "true")
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .addNewEnvFrom()
                .withNewConfigMapRef("nope", false)
                .endEnvFrom()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec());
        Pod pod = test.awaitPod("cfgerror", found -> waiting(found, "CreateContainerConfigError"));
        same(test.pod(pod.getMetadata().getName()), "cfgerror.pod");
        sameJob("cfgerror.job");
    }

    private static boolean waiting(Pod pod, String reason) {
        return pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getState().getWaiting() != null
                        && reason.equals(status.getState().getWaiting().getReason()));
    }

    @Test
    void deadline() {
        test.create(job("deadline", STUBBORN)
                .editSpec()
                .withActiveDeadlineSeconds(1L)
                .endSpec());
        same(lastSeen(), "deadline.final.deadline-n8t28");
        test.awaitCondition("deadline", "Failed");
        sameJob("deadline.job");
    }

    @Test
    void deletedByHand() {
        test.create(job("poddelete", STUBBORN));
        Pod pod = test.awaitPhase("poddelete", "Running");
        // the controller has looked at the running pod, and will not look again before its delay is over
        test.awaitJob(
                "poddelete",
                found -> Integer.valueOf(1).equals(found.getStatus().getReady()));
        awaitReady(pod);
        test.client.resource(pod).delete();
        List<ObjectNode> events = pods.untilType("DELETED");
        ObjectNode deleting = (ObjectNode) events.stream()
                .filter(event -> event.at("/object/metadata").has("deletionTimestamp")
                        && event.at("/object/status/observedGeneration").asInt() == 2)
                .findFirst()
                .orElseThrow()
                .path("object");
        same(deleting, "poddelete.deleting.pod");
        same((ObjectNode) events.get(events.size() - 1).path("object"), "poddelete.final.poddelete-r8ktg");
        test.awaitCondition("poddelete", "Failed");
        sameJob("poddelete.job");
    }

    @Test
    void deletedGracefully() {
        test.create(job("graceful", "trap 'exit 0' TERM; echo ready; while :; do sleep 0.01; done")
                .editSpec()
                .editTemplate()
                .editSpec()
                .withTerminationGracePeriodSeconds(20L)
                .endSpec()
                .endTemplate()
                .endSpec());
        Pod pod = test.awaitPhase("graceful", "Running");
        awaitReady(pod);
        test.client.resource(pod).delete();
        same(lastSeen(), "graceful.final.graceful-h49g5");
        test.awaitCondition("graceful", "Complete");
        sameJob("graceful.job");
    }

    @Test
    void evictedByApi() {
        test.create(job("evict", STUBBORN));
        Pod pod = test.awaitPhase("evict", "Running");
        awaitReady(pod);
        assertThat(test.client
                        .pods()
                        .resource(pod)
                        .evict(new EvictionBuilder()
                                .withNewMetadata()
                                .withName(pod.getMetadata().getName())
                                .withNamespace("default")
                                .endMetadata()
                                .build()))
                .isTrue();
        same(lastSeen(), "evict.final.evict-tc2g6");
        test.awaitCondition("evict", "Failed");
        sameJob("evict.job");
    }

    @Test
    void evictionIgnoredByPolicy() {
        JobBuilder job = job("ignore-evict", STUBBORN)
                .editSpec()
                .withNewPodFailurePolicy()
                .addNewRule()
                .withAction("Ignore")
                .addNewOnPodCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .endOnPodCondition()
                .endRule()
                .endPodFailurePolicy()
                .endSpec();
        test.create(job);
        Pod pod = test.awaitPhase("ignore-evict", "Running");
        awaitReady(pod);
        test.client.pods().resource(pod).evict();
        List<ObjectNode> events = pods.until(
                event -> event.at("/object/metadata/deletionGracePeriodSeconds").asInt(-1) == 0);
        same((ObjectNode) events.get(events.size() - 1).path("object"), "ignore-evict.final.ignore-evict-w2n4n");
        test.awaitPod(
                "ignore-evict",
                other -> !other.getMetadata().getUid().equals(pod.getMetadata().getUid())
                        && "Running".equals(other.getStatus().getPhase()));
        test.awaitJob(
                "ignore-evict",
                found -> Integer.valueOf(1).equals(found.getStatus().getReady()));
        sameJob("ignore-evict.job");
    }

    @Test
    void failedByPolicy() {
        test.create(job("policy", "exit 3")
                .editSpec()
                .withNewPodFailurePolicy()
                .addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName("main")
                .withOperator("In")
                .withValues(3)
                .endOnExitCodes()
                .endRule()
                .endPodFailurePolicy()
                .endSpec());
        test.awaitCondition("policy", "Failed");
        sameJob("policy.job");
    }

    @Test
    void retries() {
        test.create(job("retries", "exit 7").editSpec().withBackoffLimit(2).endSpec());
        test.awaitCondition("retries", "Failed");
        sameJob("retries.job");
        assertThat(test.client.pods().withLabel("job-name", "retries").list().getItems())
                .hasSize(3);
    }

    @Test
    void timeToLive() {
        test.create(
                job("ttl5", "true").editSpec().withTtlSecondsAfterFinished(1).endSpec());
        same(lastSeen(), "ttl5.final.ttl5-7jd4c");
    }

    @Test
    void outOfMemory() {
        test.create(new JobBuilder(job("oom", "sleep 100").build())
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations(playing("OOMKilled"))
                .endMetadata()
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .withLimits(Map.of("memory", new Quantity("16Mi")))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec());
        test.awaitCondition("oom", "Failed");
        sameJob("oom.job");
        same(test.pod(test.awaitPod("oom", pod -> true).getMetadata().getName()), "oom.pod");
    }

    @ParameterizedTest
    @CsvSource({"ephemeral, ephemeral, EphemeralStorage", "noderestart, poddelete, NodeRestart"})
    void vanishing(String sample, String name, String play) {
        test.play(name, "sleep 100", playing(play));
        test.awaitCondition(name, "Failed");
        sameJob(sample + ".job");
        same(test.pod(test.awaitPod(name, pod -> true).getMetadata().getName()), sample + ".pod");
    }

    @Test
    void neverPull() {
        test.create(missing("nimg-never", "missing:local", playing("ErrImageNeverPull")));
        Pod pod = test.awaitPod("nimg-never", found -> waiting(found, "ErrImageNeverPull"));
        same(test.pod(pod.getMetadata().getName()), "nimg-never.pod");
        sameJob("nimg-never.job");
    }

    @Test
    void pullAlternates() {
        String refused = "failed to pull and unpack image \"127.0.0.1:1/missing:1\": failed to resolve reference"
                + " \"127.0.0.1:1/missing:1\": failed to do request: Head \"http://127.0.0.1:1/v2/missing/manifests/1\":"
                + " dial tcp 127.0.0.1:1: connect: connection refused";
        test.create(missing(
                "nimg-pull",
                "127.0.0.1:1/missing:1",
                playing("ImagePullBackOff", "play-every", "20ms", "play-message", refused)));
        List<ObjectNode> first = pods.until(event -> reason(event).equals("ErrImagePull"));
        same((ObjectNode) first.get(first.size() - 1).path("object"), "nimg-pull.pod");
        ObjectNode second = pods.next();
        same((ObjectNode) second.path("object"), "nimg-pull.backoff.pod");
        assertThat(reason(pods.next())).isEqualTo("ErrImagePull");
        sameJob("nimg-pull.job");
    }

    private static String reason(ObjectNode event) {
        return event.at("/object/status/containerStatuses/0/state/waiting/reason")
                .asText();
    }

    private static JobBuilder missing(String name, String image, Map<String, String> play) {
        return job(name, "true")
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations(play)
                .endMetadata()
                .editSpec()
                .editFirstContainer()
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    @Test
    void deadlineOfWhatNeverStarted() {
        test.create(missing("imgdeadline", "127.0.0.1:1/missing:1", playing("ImagePullBackOff"))
                .editSpec()
                .withActiveDeadlineSeconds(1L)
                .endSpec());
        same(lastSeen(), "imgdeadline.final.imgdeadline-kz46n");
        test.awaitCondition("imgdeadline", "Failed");
        sameJob("imgdeadline.job");
    }

    @Test
    void unschedulable() {
        test.create(missing("unsched", "busybox:local", playing("Unschedulable"))
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity("100")))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec());
        Pod pod = test.awaitPod(
                "unsched", found -> !found.getStatus().getConditions().isEmpty());
        same(test.pod(pod.getMetadata().getName()), "unsched.pod");
        sameJob("unsched.job");
    }

    @ParameterizedTest
    @CsvSource({
        "victim, Preempted, victim.final.victim-bwftz, 1500m",
        "tainted, Tainted, tainted.final.tainted-mqhrr, 10m"
    })
    void disrupted(String name, String play, String sample, String cpu) {
        test.create(requesting(name, cpu, playing(play, "play-after", "1s")));
        same(lastSeen(), sample);
        test.awaitCondition(name, "Failed");
    }

    private static JobBuilder requesting(String name, String cpu, Map<String, String> play) {
        return job(name, STUBBORN)
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations(play)
                .endMetadata()
                .editSpec()
                .editFirstContainer()
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity(cpu)))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    @Test
    void nodeLost() {
        test.create(requesting("nodelost", "10m", playing("NodeLost", "play-every", "2s")));
        Pod pod = test.awaitPod(
                "nodelost", found -> found.getMetadata().getFinalizers().isEmpty());
        same(test.pod(pod.getMetadata().getName()), "nodelost.pod");
        test.awaitJob(
                "nodelost", found -> Integer.valueOf(1).equals(found.getStatus().getFailed()));
        sameJob("nodelost.job");
        same(lastSeen(), "nodelost.final.nodelost-rhlws");
    }
}

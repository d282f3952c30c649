package io.jenkins.plugins.k8sdag.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Sighting;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The readers on objects that the tests on a real cluster kept, in {@code samples/cluster}; without a cluster. */
class ClusterSamplesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "init-container-fails, EXIT_CODE, Container fetch exited with code 9.",
        "evicted-for-its-disk, EVICTED, ephemeral local storage usage exceeds",
        "preempted, PREEMPTED, one of higher priority",
        "node-tainted, EVICTED, a NoExecute taint",
        "node-shutdown.written, NODE_SHUTDOWN, was shut down"
    })
    void aPodThatEndedBadly(String sample, Cause cause, String words) {
        Failure failure = ended(sample, PodHistory.NONE);

        assertThat(failure.cause()).isEqualTo(cause);
        assertThat(failure.message()).contains(words);
    }

    private static Failure ended(String sample, PodHistory before) {
        PodReading reading = PodReader.read(Samples.pod("cluster/" + sample + ".pod"), before, NOW);
        return ((Sighting.Ended) reading.sighting()).failure().orElseThrow();
    }

    @Test
    void aNodeThatCameBackWasStillLost() {
        PodHistory away = PodReader.read(Samples.pod("nodelost.pod"), PodHistory.NONE, NOW)
                .history();

        assertThat(ended("node-away", PodHistory.NONE).cause()).isEqualTo(Cause.EVICTED);
        assertThat(ended("node-away", away).cause()).isEqualTo(Cause.NODE_LOST);
    }

    @ParameterizedTest
    @CsvSource({
        "image-name-illegal, INVALID_IMAGE_NAME, true, k8sdag.test/Busybox:1",
        "image-not-in-the-registry, IMAGE_NOT_FOUND, false, not found",
        "image-not-in-the-registry-backoff, IMAGE_NOT_FOUND, false, not found",
        "image-private, IMAGE_UNAUTHORISED, false, 401 Unauthorized",
        "registry-away, REGISTRY_UNAVAILABLE, false, connection refused",
        "key-not-in-the-ConfigMap, CONFIG_MISSING, false, couldn't find key region"
    })
    void aPodThatWaits(String sample, Cause cause, boolean hopeless, String words) {
        Waiting waiting = WaitingReader.of(Samples.pod("cluster/" + sample + ".pod"), PodHistory.NONE)
                .orElseThrow();

        assertThat(waiting.cause()).isEqualTo(cause);
        assertThat(waiting.hopeless()).isEqualTo(hopeless);
        assertThat(waiting.message()).contains(words).doesNotContain("rpc error");
    }

    @Test
    void aPodThatWaitsForItsInitContainerSaysNothing() {
        assertThat(WaitingReader.of(Samples.pod("cluster/pull-clock.pod"), PodHistory.NONE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Pod-Security, ADMISSION_REJECTED, violates PodSecurity",
        "limit-range, ADMISSION_REJECTED, maximum memory usage",
        "priority-class-missing, ADMISSION_REJECTED, no PriorityClass",
        "quota-demands-limits, ADMISSION_REJECTED, must specify limits.memory",
        "quota-of-pods, QUOTA_EXCEEDED, pods=0",
        "service-account-missing, CONFIG_MISSING, deployer",
        "webhook-for-pods-away, POD_NOT_CREATED, check.k8sdag.test"
    })
    void aJobWithoutAPod(String sample, Cause cause, String words) {
        Optional<Waiting> waiting = EventReader.noPod(List.of(Samples.event("cluster/" + sample + ".event")));

        assertThat(waiting.orElseThrow().cause()).isEqualTo(cause);
        assertThat(waiting.orElseThrow().message()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"mounted-Secret-missing, CONFIG_MISSING, keys", "volume-not-there, VOLUME_UNAVAILABLE, /no/such/disk"})
    void aPodThatDoesNotRun(String sample, Cause cause, String words) {
        Optional<Waiting> waiting = EventReader.notRunning(List.of(Samples.event("cluster/" + sample + ".event")));

        assertThat(waiting.orElseThrow().cause()).isEqualTo(cause);
        assertThat(waiting.orElseThrow().message()).contains(words);
    }

    /** The two rows of docs/failures.md that no test on a cluster can bring about. */
    @ParameterizedTest
    @CsvSource({
        "container lost, noderestart.pod, pod Failed<br>main ContainerStatusUnknown 137",
        "node shut down, cluster/node-shutdown.written.pod, pod Failed Terminated<br>DisruptionTarget TerminationByKubelet"
    })
    void theTableHoldsWhatIsReadFromRecordedPods(String name, String sample, String showed) throws IOException {
        PodReading reading = PodReader.read(Samples.pod(sample), PodHistory.NONE, NOW);
        Failure failure = ((Sighting.Ended) reading.sighting()).failure().orElseThrow();
        Path docs = Files.isDirectory(Path.of("docs")) ? Path.of("docs") : Path.of("../docs");

        assertThat(Files.readAllLines(docs.resolve("failures.md")))
                .contains("| " + name + " | " + failure.cause().text() + "<br>"
                        + failure.blame().name().toLowerCase(Locale.ROOT) + " | " + showed + " | " + failure.message()
                        + "<br>*" + failure.remedy()
                        + "* | read from a recorded pod; tried again on the infrastructure budget |");
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Sighting;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    private static Sighting read(String sample) {
        return PodReader.read(Samples.pod(sample), PodHistory.NONE, NOW).sighting();
    }

    @ParameterizedTest
    @CsvSource({
        "exit3.pod, EXIT_CODE, 3",
        "oom.pod, OUT_OF_MEMORY, 137",
        "oomchild.pod, OUT_OF_MEMORY, 9",
        "starterror.pod, START_ERROR, 128",
        "ephemeral.pod, EVICTED,",
        "noderestart.pod, CONTAINER_LOST,",
        "evict.final.evict-tc2g6, EVICTED,",
        "victim.final.victim-bwftz, PREEMPTED,",
        "tainted.final.tainted-mqhrr, EVICTED,",
        "nodelost.final.nodelost-rhlws, NODE_LOST,",
        "deadline.final.deadline-n8t28, POD_DELETED,",
        "poddelete.final.poddelete-r8ktg, POD_DELETED,",
        "graceful.final.graceful-h49g5, POD_DELETED,",
        "imgdeadline.final.imgdeadline-kz46n, POD_DELETED,"
    })
    void anEndedPodFailsByItsCause(String sample, Cause cause, Integer exitCode) {
        Sighting.Ended ended = (Sighting.Ended) read(sample);

        Failure failure = ended.failure().orElseThrow();
        assertThat(failure.cause()).isEqualTo(cause);
        assertThat(failure.exitCode().orElse(null)).isEqualTo(exitCode);
        assertThat(failure.message()).endsWith(".");
        assertThat(failure.remedy()).endsWith(".");
        assertThat(failure.evidence()).isNotEmpty().first().asString().startsWith("pod " + ended.pod());
    }

    @ParameterizedTest
    @CsvSource({"lines.pod", "ttl5.final.ttl5-7jd4c"})
    void aPodThatHadEndedWellHasSucceededWhateverBecameOfIt(String sample) {
        assertThat(((Sighting.Ended) read(sample)).failure()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "watch, exit3, EXIT_CODE, false",
        "watch, oomchild, OUT_OF_MEMORY, false",
        "watch, deadline, POD_DELETED, true",
        "watch, poddelete, POD_DELETED, true",
        "watch, evict, EVICTED, false",
        "watch, ephemeral, EVICTED, false",
        "watch2, starterror, START_ERROR, false",
        "watch2, graceful, POD_DELETED, true",
        "watch2, imgdeadline, POD_DELETED, true",
        "watch2, ttl5, , false",
        "watch3, victim, PREEMPTED, false",
        "watch3, tainted, EVICTED, false",
        "watch3, nodelost, NODE_LOST, false"
    })
    void aWatchedPodEndsTheSameInEveryStateAfterItsEnd(String stream, String pod, Cause cause, boolean unexplained) {
        PodHistory history = PodHistory.NONE;
        List<PodReading> ends = new ArrayList<>();
        for (Pod state : Samples.watched(stream, pod)) {
            PodReading reading = PodReader.read(state, history, NOW);
            history = reading.history();
            if (reading.sighting() instanceof Sighting.Ended) {
                ends.add(reading);
            }
        }

        assertThat(ends).isNotEmpty().allSatisfy(r -> {
            Sighting.Ended ended = (Sighting.Ended) r.sighting();
            assertThat(ended.failure().map(Failure::cause).orElse(null)).isEqualTo(cause);
            assertThat(r.deletedBySomebody()).isEqualTo(unexplained);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "evict.evicting.pod, EVICTED, 2, false",
        "poddelete.deleting.pod, POD_DELETED, 2, true",
        "nodelost.pod, NODE_LOST, 2, false"
    })
    void aPodThatIsBeingEndedIsDisrupted(String sample, Cause cause, int grace, boolean bySomebody) {
        PodReading reading = PodReader.read(Samples.pod(sample), PodHistory.NONE, NOW);

        Sighting.Disrupted disrupted = (Sighting.Disrupted) reading.sighting();
        assertThat(disrupted.failure().cause()).isEqualTo(cause);
        assertThat(disrupted.grace()).isEqualTo(Duration.ofSeconds(grace));
        assertThat(reading.deletedBySomebody()).isEqualTo(bySomebody);
    }

    @ParameterizedTest
    @CsvSource({
        "nimg-never.pod, IMAGE_NOT_FOUND, true, false",
        "nimg-pull.pod, REGISTRY_UNAVAILABLE, false, false",
        "nimg-pull.backoff.pod, REGISTRY_UNAVAILABLE, false, true",
        "cfgerror.pod, CONFIG_MISSING, false, false"
    })
    void aPodThatCannotStartWaits(String sample, Cause cause, boolean hopeless, boolean backOff) {
        Waiting waiting = ((Sighting.Pulling) read(sample)).waiting().orElseThrow();

        assertThat(waiting.cause()).isEqualTo(cause);
        assertThat(waiting.hopeless()).isEqualTo(hopeless);
        assertThat(waiting.backOff()).isEqualTo(backOff);
    }

    @Test
    void aPullAndItsBackOffReadTheSame() {
        Waiting pull = ((Sighting.Pulling) read("nimg-pull.pod")).waiting().orElseThrow();
        Waiting backOff =
                ((Sighting.Pulling) read("nimg-pull.backoff.pod")).waiting().orElseThrow();

        assertThat(backOff.message()).isEqualTo(pull.message()).contains("connection refused");
    }

    @Test
    void aBackOffThatDoesNotSayWhyIsWhatThePullWas() {
        PodReading pull = PodReader.read(Samples.pod("nimg-pull.pod"), PodHistory.NONE, NOW);
        Pod terse = Samples.pod("nimg-pull.backoff.pod");
        terse.getStatus()
                .getContainerStatuses()
                .get(0)
                .getState()
                .getWaiting()
                .setMessage("Back-off pulling image \"127.0.0.1:1/missing:1\"");

        Sighting.Pulling backOff =
                (Sighting.Pulling) PodReader.read(terse, pull.history(), NOW).sighting();

        assertThat(backOff.waiting().orElseThrow().cause()).isEqualTo(Cause.REGISTRY_UNAVAILABLE);
        assertThat(backOff.waiting().orElseThrow().backOff()).isTrue();
    }

    @Test
    void theSchedulersWordsLoseWhatDiffersFromPodToPod() {
        Sighting.Pending pending = (Sighting.Pending) read("unsched.pod");

        Waiting waiting = pending.waiting().orElseThrow();
        assertThat(waiting.cause()).isEqualTo(Cause.UNSCHEDULABLE);
        assertThat(waiting.message())
                .isEqualTo("No node can take the stage's pod: 0/1 nodes are available: 1 Insufficient cpu.");
    }

    @Test
    void aStageThatNeverRanHasNoStart() {
        assertThat(((Sighting.Ended) read("starterror.pod")).startedAt()).isEmpty();
        assertThat(((Sighting.Ended) read("imgdeadline.final.imgdeadline-kz46n")).startedAt())
                .isEmpty();
    }

    @Test
    void anEndWithoutATimeIsWhenItWasSeen() {
        Sighting.Ended ended = (Sighting.Ended) read("noderestart.pod");

        assertThat(ended.finishedAt()).isEqualTo(NOW);
        assertThat(ended.output()).isEmpty();
    }

    @Test
    void aStartErrorNamesTheFile() {
        assertThat(((Sighting.Ended) read("starterror.pod"))
                        .failure()
                        .orElseThrow()
                        .message())
                .isEqualTo("The stage could not be started: exec: \"/no/such/binary\": stat /no/such/binary: "
                        + "no such file or directory.");
    }

    @Test
    void memoryThatRanOutIsToldWithItsLimit() {
        assertThat(((Sighting.Ended) read("oom.pod")).failure().orElseThrow().message())
                .contains("16Mi");
    }

    @Test
    void theEndOfTheMainContainerEndsTheAttemptWhileASidecarRunsOn() {
        Pod pod = Samples.pod("exit3.pod");
        Pod sidecar = new PodBuilder(pod)
                .editSpec()
                .addNewContainer()
                .withName("proxy")
                .endContainer()
                .endSpec()
                .editStatus()
                .withPhase("Running")
                .addNewContainerStatus()
                .withName("proxy")
                .withNewState()
                .withNewRunning()
                .withStartedAt("2026-11-21T17:46:40Z")
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();

        Sighting.Ended ended =
                (Sighting.Ended) PodReader.read(sidecar, PodHistory.NONE, NOW).sighting();

        assertThat(ended.failure().orElseThrow().exitCode()).contains(3);
    }

    @Test
    void anInitContainerFailsTheAttemptByItsOwnCause() {
        Pod pod = new PodBuilder(Samples.pod("cfgerror.pod"))
                .editSpec()
                .addNewInitContainer()
                .withName("fetch")
                .endInitContainer()
                .endSpec()
                .editStatus()
                .withPhase("Failed")
                .addNewInitContainerStatus()
                .withName("fetch")
                .withNewState()
                .withNewTerminated()
                .withExitCode(127)
                .withReason("Error")
                .endTerminated()
                .endState()
                .endInitContainerStatus()
                .endStatus()
                .build();

        Sighting.Ended ended =
                (Sighting.Ended) PodReader.read(pod, PodHistory.NONE, NOW).sighting();

        Failure failure = ended.failure().orElseThrow();
        assertThat(failure.cause()).isEqualTo(Cause.EXIT_CODE);
        assertThat(failure.message()).isEqualTo("Container fetch exited with code 127 (a command was not found).");
        assertThat(ended.startedAt()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Terminated, 'Pod was terminated in response to imminent node shutdown.', NODE_SHUTDOWN",
        "NodeShutdown, 'Pod was rejected as the node is shutting down.', NODE_SHUTDOWN",
        "Evicted, 'The node was low on resource: memory.', EVICTED",
        "Preempting, 'Preempted in order to admit critical pod', PREEMPTED",
        "OutOfcpu, 'Node didn''t have enough resource: cpu', EVICTED",
        "DeadlineExceeded, 'Pod was active on the node longer than the specified deadline', DEADLINE_EXCEEDED"
    })
    void thePodsOwnReasonCounts(String reason, String message, Cause cause) {
        Pod pod = new PodBuilder(Samples.pod("cfgerror.pod"))
                .editStatus()
                .withPhase("Failed")
                .withReason(reason)
                .withMessage(message)
                .endStatus()
                .build();

        Sighting.Ended ended =
                (Sighting.Ended) PodReader.read(pod, PodHistory.NONE, NOW).sighting();

        assertThat(ended.failure().orElseThrow().cause()).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({
        "'manifest for x:1 not found: manifest unknown', IMAGE_NOT_FOUND",
        "'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope', IMAGE_NOT_FOUND",
        "'failed to authorize: 401 Unauthorized', IMAGE_UNAUTHORISED",
        "'denied: requested access to the resource is denied', IMAGE_UNAUTHORISED",
        "'dial tcp: lookup registry.example: no such host', REGISTRY_UNAVAILABLE",
        "'net/http: TLS handshake timeout', REGISTRY_UNAVAILABLE",
        "'unexpected status code 503 Service Unavailable', REGISTRY_UNAVAILABLE",
        "'x509: certificate signed by unknown authority', REGISTRY_UNAVAILABLE",
        "'toomanyrequests: You have reached your pull rate limit', REGISTRY_UNAVAILABLE"
    })
    void aPullFailsByTheRegistrysWords(String message, Cause cause) {
        Pod pod = Samples.pod("nimg-pull.pod");
        pod.getStatus().getContainerStatuses().get(0).getState().getWaiting().setMessage(message);

        Sighting.Pulling pulling =
                (Sighting.Pulling) PodReader.read(pod, PodHistory.NONE, NOW).sighting();

        assertThat(pulling.waiting().orElseThrow().cause()).isEqualTo(cause);
    }

    @Test
    void anImageWithAnIllegalNameIsHopeless() {
        Pod pod = Samples.pod("nimg-pull.pod");
        pod.getStatus().getContainerStatuses().get(0).getState().getWaiting().setReason("InvalidImageName");

        Waiting waiting = ((Sighting.Pulling)
                        PodReader.read(pod, PodHistory.NONE, NOW).sighting())
                .waiting()
                .orElseThrow();

        assertThat(waiting.cause()).isEqualTo(Cause.INVALID_IMAGE_NAME);
        assertThat(waiting.hopeless()).isTrue();
    }
}

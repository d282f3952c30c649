package io.jenkins.plugins.k8sdag.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.embedded.api.Verb;
import io.jenkins.plugins.k8sdag.engine.ContractRun;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.Sighting;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of troubles that the embedded cluster plays, through the whole way from its API to a sighting. */
class EmbeddedDiagnosisTest {
    @TempDir
    Path folder;

    private EmbeddedFixture fixture;
    private ContractRun run;

    @BeforeEach
    void start() {
        fixture = EmbeddedFixture.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        run.close();
        fixture.close();
    }

    private AttemptId play(String play) throws Exception {
        open(play);
        return run.submit(0);
    }

    private void open(String play) {
        Stage plain = fixture.stage("trouble", "echo started; exec sleep 3600");
        Map<String, Object> template = Map.of(
                "metadata",
                Map.of("annotations", Map.of("embedded.k8sdag.jenkins.io/play", play)),
                "spec",
                plain.template().get("spec"));
        Stage stage = new Stage(
                plain.name(),
                plain.needs(),
                plain.when(),
                plain.allowFailure(),
                template,
                List.of(),
                plain.reads(),
                plain.readsOutputs(),
                plain.outputs(),
                plain.retry(),
                plain.timeouts(),
                plain.vars());
        run = new ContractRun(fixture, "run-" + play.toLowerCase(Locale.ROOT), stage).open(fixture.host());
    }

    @ParameterizedTest
    @CsvSource({
        "OOMKilled, OUT_OF_MEMORY",
        "StartError, START_ERROR",
        "Evicted, EVICTED",
        "EphemeralStorage, EVICTED",
        "EvictedByAPI, EVICTED",
        "Preempted, PREEMPTED",
        "Tainted, EVICTED",
        "NodeRestart, CONTAINER_LOST",
        "PodDeleted, POD_DELETED",
        "JobDeleted, JOB_DELETED"
    })
    void anEndHasItsCause(String play, Cause cause) throws Exception {
        AttemptId id = play(play);

        Sighting over = run.over(id);

        Failure failure =
                over instanceof Sighting.Ended e ? e.failure().orElseThrow() : ((Sighting.Gone) over).failure();
        assertThat(failure.cause()).as("%s", run.sightings(id)).isEqualTo(cause);
        assertThat(failure.evidence()).isNotEmpty();
    }

    @Test
    void aLostNodeDisruptsBeforeItIsCertain() throws Exception {
        AttemptId id = play("NodeLost");

        Sighting.Disrupted disrupted = run.await(id, Sighting.Disrupted.class);

        assertThat(disrupted.failure().cause()).isEqualTo(Cause.NODE_LOST);
    }

    @ParameterizedTest
    @CsvSource({
        "Unschedulable, UNSCHEDULABLE, false",
        "ImagePullBackOff, IMAGE_NOT_FOUND, false",
        "ErrImageNeverPull, IMAGE_NOT_FOUND, true",
        "InvalidImageName, INVALID_IMAGE_NAME, true",
        "CreateContainerConfigError, CONFIG_MISSING, false",
        "Quota, QUOTA_EXCEEDED, false",
        "PodSecurity, ADMISSION_REJECTED, true",
        "ServiceAccountMissing, CONFIG_MISSING, false"
    })
    void aWaitHasItsCause(String play, Cause cause, boolean hopeless) throws Exception {
        AttemptId id = play(play);

        run.until(() -> waiting(id).isPresent(), "what " + play + " waits for");

        Waiting waiting = waiting(id).orElseThrow();
        assertThat(waiting.cause()).isEqualTo(cause);
        assertThat(waiting.hopeless()).isEqualTo(hopeless);
        assertThat(waiting.message()).endsWith(".");
    }

    private Optional<Waiting> waiting(AttemptId id) {
        return run.sightings(id).stream()
                .map(s -> s instanceof Sighting.NoPod n
                        ? n.waiting()
                        : s instanceof Sighting.Pending p
                                ? p.waiting()
                                : s instanceof Sighting.Pulling p ? p.waiting() : Optional.<Waiting>empty())
                .flatMap(Optional::stream)
                .findFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "JobQuota, QUOTA_EXCEEDED, true",
        "Forbidden, API_FORBIDDEN, false",
        "AdmissionRejected, ADMISSION_REJECTED, false",
        "WebhookTimeout, API_UNAVAILABLE, true"
    })
    void aRefusedJobHasItsCause(String play, Cause cause, boolean retryable) throws Exception {
        // Where we are known to have had all rights, a 403 is taken for the mood of an API server that has just
        // started.
        fixture.cluster.failNext(Verb.CREATE, "selfsubjectrulesreviews", 403, 1000, null);
        open(play);

        Input.SubmitRefused refused = (Input.SubmitRefused) run.create(run.admit(0));

        assertThat(refused.failure().cause()).isEqualTo(cause);
        assertThat(refused.retryable()).isEqualTo(retryable);
    }

    @Test
    void aStageCostsThreeRequestsBesidesTheSharedOnes() throws Exception {
        run = new ContractRun(fixture, "run-count", fixture.stage("build", "echo hello")).open(fixture.host());
        AttemptId id = run.submit(0);
        run.ended(id);
        run.drained(run.follow(id));
        run.perform(new Effect.DeleteJob(id));

        Map<String, Long> counts = fixture.cluster.requests().counts();

        assertThat(fixture.cluster.requests().count(Verb.CREATE, "jobs"))
                .as("%s", counts)
                .isEqualTo(1);
        assertThat(fixture.cluster.requests().count(Verb.DELETE, "jobs"))
                .as("%s", counts)
                .isEqualTo(1);
        assertThat(fixture.cluster.requests().count(Verb.GET, "pods/log"))
                .as("%s", counts)
                .isEqualTo(1);
        // Shared: a list and a watch of Jobs and of pods, a question for our rights. On a slow machine a quiet pod is
        // asked for.
        assertThat(fixture.cluster.requests().total()).as("%s", counts).isLessThanOrEqualTo(3 + 5 + 2);
    }
}

package io.jenkins.plugins.k8sdag.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.k8sdag.embedded.api.Verb;
import io.jenkins.plugins.k8sdag.engine.Cluster;
import io.jenkins.plugins.k8sdag.engine.ContractRun;
import io.jenkins.plugins.k8sdag.engine.Health;
import io.jenkins.plugins.k8sdag.kubernetes.ClusterOptions;
import io.jenkins.plugins.k8sdag.kubernetes.KubernetesCluster;
import io.jenkins.plugins.k8sdag.kubernetes.OwnedClients;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Input;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that break, APIs that are away, watches that fall silent. */
class EmbeddedTroubleTest {
    private static final List<String> LINES =
            IntStream.range(0, 50).mapToObj(i -> "line " + i).toList();
    private static final String PRINT = "i=0; while [ $i -lt 50 ]; do echo line $i; i=$((i+1)); sleep 0.01; done";

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

    @ParameterizedTest
    @ValueSource(ints = {0, 500, 503})
    void aLogIsWholeAlthoughItCouldNotBeReadAtFirst(int status) throws Exception {
        run = new ContractRun(fixture, "run-log", fixture.stage("print", PRINT)).open(fixture.host());
        AttemptId id = run.submit(0);
        run.running(id);
        fixture.cluster.failNext(Verb.GET, "pods/log", status, 2, null);

        Input.Drained drained = run.drained(run.follow(id));

        assertThat(drained).isEqualTo(new Input.Drained(id, LINES.size(), 0));
        assertThat(fixture.lines("run-log", "print", 1)).isEqualTo(LINES);
    }

    /** Where we are known to have had all rights, a 403 is taken for the mood of an API server that has just started. */
    private void rightsCannotBeAskedFor() {
        fixture.cluster.failNext(Verb.CREATE, "selfsubjectrulesreviews", 403, 1000, null);
    }

    @Test
    void aLogThatMayNotBeReadIsAGapThatSaysWhy() throws Exception {
        rightsCannotBeAskedFor();
        run = new ContractRun(fixture, "run-log", fixture.stage("print", PRINT)).open(fixture.host());
        AttemptId id = run.submit(0);
        run.running(id);
        fixture.cluster.failNext(Verb.GET, "pods/log", 403, 1, null);

        assertThat(run.drained(run.follow(id))).isEqualTo(new Input.Drained(id, 0, 1));
        assertThat(fixture.lines("run-log", "print", 1))
                .first()
                .asString()
                .startsWith("# gap: the log could not be read");
    }

    @Test
    void aWatchThatFallsSilentIsStartedAgain() throws Exception {
        ClusterOptions.Watching watching = new ClusterOptions.Watching(
                Duration.ofMinutes(5),
                Duration.ofMillis(150),
                Duration.ofMinutes(15),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                2);
        try (Cluster host = host(ClusterOptions.DEFAULT.with(watching))) {
            run = new ContractRun(fixture, "run-silent", fixture.stage("build", "sleep 1; exit 3")).open(host);
            AttemptId id = run.submit(0);

            assertThat(run.ended(id).failure().orElseThrow().exitCode()).contains(3);
            assertThat(host.health().watchRestarts()).isPositive();
        }
    }

    @Test
    void everythingIsListedAgainWhateverHappens() throws Exception {
        ClusterOptions.Watching watching = new ClusterOptions.Watching(
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMillis(100),
                Duration.ofMillis(10),
                Duration.ofMillis(50),
                1);
        try (Cluster host = host(ClusterOptions.DEFAULT.with(watching))) {
            run = new ContractRun(
                            fixture,
                            "run-relist",
                            fixture.stage("one", "sleep 0.5; exit 3"),
                            fixture.stage("two", "sleep 0.5; exit 4"),
                            fixture.stage("three", "sleep 0.5; exit 5"))
                    .open(host);
            List<AttemptId> ids = List.of(run.submit(0), run.submit(1), run.submit(2));

            for (AttemptId id : ids) {
                assertThat(run.ended(id).failure().orElseThrow().exitCode()).contains(3 + id.stage());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"LIST, pods", "WATCH, jobs"})
    void whatMayNotBeSeenIsNotCreated(Verb verb, String resource) throws Exception {
        rightsCannotBeAskedFor();
        fixture.cluster.failNext(verb, resource, 403, 1000, null);
        run = new ContractRun(fixture, "run-blind", fixture.stage("build", "true")).open(fixture.host());

        Input.SubmitRefused refused = (Input.SubmitRefused) run.create(run.admit(0));

        assertThat(refused.retryable()).isFalse();
        assertThat(refused.failure().cause()).isEqualTo(Cause.API_FORBIDDEN);
        assertThat(refused.failure().message())
                .startsWith("We may not " + verb.name().toLowerCase(Locale.ROOT) + " " + resource);
        assertThat(fixture.cluster.requests().count(Verb.CREATE, "jobs")).isZero();
    }

    @Test
    void healthTellsWhatIsWrongAndWhenItIsOver() throws Exception {
        try (Cluster host = host(fixtureOptions())) {
            run = new ContractRun(fixture, "run-health", fixture.stage("build", "sleep 3600")).open(host);
            run.until(() -> host.health().connected(), "the first connection");
            fixture.cluster.failNext(Verb.LIST, "pods", 503, 5, null);
            fixture.cluster.compactHistory();
            fixture.cluster.dropWatches();
            AttemptId id = run.submit(0);

            run.running(id);
            run.until(() -> host.health().connected(), "the connection to come back");
            Health health = host.health();
            assertThat(health.trouble()).isEmpty();
            assertThat(health.apiCalls()).isPositive();
            assertThat(health.lastHeard()).isPresent();
        }
    }

    private static ClusterOptions fixtureOptions() {
        return ClusterOptions.DEFAULT.with(new ClusterOptions.Watching(
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                Duration.ofMinutes(15),
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                500));
    }

    private Cluster host(ClusterOptions options) {
        Config config = Config.fromKubeconfig(fixture.cluster.kubeconfig());
        return new KubernetesCluster(new OwnedClients(config), "default", EmbeddedFixture.CONTROLLER, options);
    }
}

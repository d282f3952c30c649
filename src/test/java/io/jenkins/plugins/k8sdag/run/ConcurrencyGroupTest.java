package io.jenkins.plugins.k8sdag.run;

import static io.jenkins.plugins.k8sdag.run.Dags.stage;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Concurrency;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run before it has its place in its concurrency group, and who gets places. */
class ConcurrencyGroupTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final RunQueue HELD = new RunQueue(List.of("run-0"), 2);

    private static Scenario waiting(Dag dag) {
        return new Scenario(dag, info -> info.in(Optional.of(new Concurrency("release", 1, false))));
    }

    @Test
    void nothingStartsBeforeTheRunHasItsPlace() {
        Scenario s = waiting(Dags.of(stage("a")));
        assertThat(s.facts).isEmpty();
        assertThat(s.state().phase()).isEqualTo(RunPhase.WAITING);
        s.tell(new Input.QueueSeen(HELD));
        assertThat(s.latest()).containsExactly("RunQueued");
        assertThat(s.state().entry().queue()).contains(HELD);
        s.tell(new Input.QueueSeen(HELD));
        assertThat(s.facts).as("the same again is nothing new").isEmpty();
        s.tell(new Input.QueueSeen(new RunQueue(List.of(), 1)));
        assertThat(s.latest()).containsExactly("RunQueued");
        s.tell(new Input.QueueSeen(RunQueue.EMPTY));
        assertThat(s.latest()).containsExactly("RunAdmitted", "StageReady(a)", "AttemptAdmitted(a)");
        s.tell(new Input.QueueSeen(HELD));
        assertThat(s.facts).as("a place is kept").isEmpty();
        s.run("a");
        assertThat(s.state().status()).contains(RunStatus.SUCCEEDED);
    }

    @Test
    void aRunThatWaitsIsCancelledWithoutHavingStarted() {
        Scenario s = waiting(Dags.of(stage("a"), stage("b", "a")));
        s.tell(new Input.QueueSeen(HELD));
        s.tell(new Input.CancelRequested("superseded by run-2"));
        assertThat(s.latest()).containsExactly("RunStopping", "StageEnded(a)", "StageEnded(b)", "RunEnded");
        assertThat(s.stage("a").status()).contains(StageStatus.CANCELLED);
        assertThat(s.state().message()).isEqualTo("cancelled: superseded by run-2");
        s.tell(new Input.QueueSeen(RunQueue.EMPTY));
        assertThat(s.facts).isEmpty();
    }

    @Test
    void theRunsTimeoutCountsFromItsPlaceOn() {
        Scenario s = waiting(Dags.with(10, Optional.of(Duration.ofMinutes(10)), stage("a")));
        s.after(Duration.ofHours(5));
        assertThat(s.facts).isEmpty();
        s.tell(new Input.QueueSeen(RunQueue.EMPTY));
        s.after(Duration.ofMinutes(9));
        assertThat(s.state().phase()).isEqualTo(RunPhase.RUNNING);
        s.after(Duration.ofMinutes(1));
        assertThat(s.state().stop()).contains(Fact.StopReason.TIMEOUT);
    }

    private static Peer member(String id, int second, boolean entered) {
        return new Peer(id, START.plusSeconds(second), entered, id);
    }

    private static RunInfo run(String id, int second) {
        return new RunInfo(id, "c", Map.of(), Map.of(), Map.of(), Keep.NEVER, 3, START.plusSeconds(second));
    }

    @Test
    void whoBeganFirstIsFirstAndWhoHasAPlaceKeepsIt() {
        List<Peer> members =
                List.of(member("d", 4, false), member("c", 3, true), member("b", 2, false), member("a", 1, true));
        assertThat(RunQueue.of(run("x", 3), members)).isEqualTo(new RunQueue(List.of("a", "c"), 1));
        assertThat(RunQueue.of(run("x", 5), members)).isEqualTo(new RunQueue(List.of("a", "c"), 2));
        assertThat(RunQueue.of(run("b", 2), members))
                .as("nobody is in their own way")
                .isEqualTo(new RunQueue(List.of("a", "c"), 0));
        assertThat(RunQueue.of(run("a", 3), List.of(member("b", 3, false))))
                .as("of the same moment the lower id is first")
                .isEqualTo(RunQueue.EMPTY);
    }

    @Test
    void theLimitOfTheRunThatWaitsCounts() {
        RunQueue queue = new RunQueue(List.of("a"), 1);
        assertThat(queue.open(new Concurrency("g", 2, false))).isFalse();
        assertThat(queue.open(new Concurrency("g", 3, false))).isTrue();
    }

    @Test
    void onlyRunsThatHoldOrWaitAreMembers() {
        Scenario s = waiting(Dags.of(stage("a")));
        assertThat(Peer.of(s.state(), "release", "x"))
                .hasValueSatisfying(m -> assertThat(m.entered()).isFalse());
        assertThat(Peer.of(s.state(), "other", "x")).isEmpty();
        s.tell(new Input.QueueSeen(RunQueue.EMPTY)).submit("a").running("a");
        assertThat(Peer.of(s.state(), "release", "x"))
                .hasValueSatisfying(m -> assertThat(m.entered()).isTrue());
        s.tell(new Input.CancelRequested("a test"));
        assertThat(Peer.of(s.state(), "release", "x"))
                .as("its pods have yet to end")
                .isPresent();
        s.fail("a", Cause.EXIT_CODE);
        assertThat(Peer.of(s.state(), "release", "x")).isEmpty();
    }
}

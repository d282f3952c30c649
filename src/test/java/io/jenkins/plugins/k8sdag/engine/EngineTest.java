package io.jenkins.plugins.k8sdag.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.journal.JournalException;
import io.jenkins.plugins.k8sdag.journal.JournalReader;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Dags;
import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The loop on real threads and a real clock, with a fake cluster. What it decides is tested elsewhere; here it is that it moves. */
@Timeout(60)
class EngineTest {
    @TempDir
    private Path dir;

    private final EngineThreads threads = new EngineThreads(InstantSource.system(), 8);
    private final ScheduledExecutorService world = Executors.newSingleThreadScheduledExecutor();
    private final Engine engine = new Engine(threads, SimDag.EXPRESSIONS, Duration.ofSeconds(1));

    @AfterEach
    void stop() {
        threads.close();
        world.shutdownNow();
    }

    private FakeCluster cluster(BiFunction<String, Integer, Life> lives) {
        return new FakeCluster(
                threads,
                (wait, task) -> world.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS),
                lives,
                Chaos.none());
    }

    private Fact.RunStarted first(Dag dag) {
        RunInfo info = new RunInfo("run-1", "test", Map.of(), Map.of(), Map.of(), Keep.NEVER, 3, threads.instant());
        return new Fact.RunStarted(info, dag, threads.instant());
    }

    private Path file() {
        return dir.resolve("journal.jsonl");
    }

    private static LogStore noLogs() {
        return (stage, attempt) -> {
            throw new IOException("the fake cluster writes no logs");
        };
    }

    private static final RunListener NOBODY = (state, facts) -> {};

    @Test
    void aRunGoesThroughAndLeavesNothing() throws Exception {
        FakeCluster cluster = cluster((stage, attempt) -> Life.succeeds(Duration.ofMillis(5), ""));
        Dag dag = Dags.of(Dags.stage("a"), Dags.stage("b", "a"), Dags.stage("c", "a"), Dags.stage("d", "b", "c"));
        RunHandle run = engine.start(first(dag), Journal.create(file()), cluster, noLogs(), NOBODY);
        RunEnd end = run.done().get();
        assertThat(end.state().status()).contains(RunStatus.SUCCEEDED);
        assertThat(end.leftovers()).isEmpty();
        assertThat(cluster.everCreated).hasSize(4);
        assertThat(RunState.fold(JournalReader.read(file()).facts())).isEqualTo(end.state());
    }

    @Test
    void cancelEndsWhatHangs() throws Exception {
        FakeCluster cluster = cluster((stage, attempt) -> Life.hangs());
        CountDownLatch running = new CountDownLatch(1);
        RunHandle run = engine.start(
                first(Dags.of(Dags.stage("a"), Dags.stage("b", "a"))),
                Journal.create(file()),
                cluster,
                noLogs(),
                (state, facts) -> {
                    if (state.stage(0).phase() == StagePhase.RUNNING) {
                        running.countDown();
                    }
                });
        running.await();
        run.cancel("a test");
        RunEnd end = run.done().get();
        assertThat(end.state().status()).contains(RunStatus.CANCELLED);
        assertThat(end.state().stage(1).status()).contains(StageStatus.CANCELLED);
        assertThat(cluster.jobs()).isEmpty();
    }

    @Test
    void aDetachedRunIsResumedFromItsJournalAndRepeatsNothing() throws Exception {
        CompletableFuture<Void> firstEnded = new CompletableFuture<>();
        FakeCluster cluster =
                cluster((stage, attempt) -> Life.succeeds(Duration.ofMillis(stage.equals("a") ? 5 : 500), ""));
        Dag dag = Dags.of(Dags.stage("a"), Dags.stage("b", "a"), Dags.stage("c", "b"));
        RunHandle run = engine.start(first(dag), Journal.create(file()), cluster, noLogs(), (state, facts) -> {
            if (state.stage(1).phase() == StagePhase.RUNNING) {
                firstEnded.complete(null);
            }
        });
        firstEnded.get();
        run.detach();
        RunEnd end = engine.resume(Journal.reopen(file()), cluster, noLogs(), NOBODY)
                .done()
                .get();
        assertThat(end.state().status()).contains(RunStatus.SUCCEEDED);
        assertThat(cluster.everCreated).hasSize(3);
    }

    /** Of a log that is followed without knowing its pod, the end would be waited for as if the stage had ended. */
    @Test
    void logsOfAResumedRunAreFollowedOnceTheClusterWasListed() throws Exception {
        CompletableFuture<Void> running = new CompletableFuture<>();
        CountDownLatch go = new CountDownLatch(1);
        FakeCluster cluster = cluster((stage, attempt) -> Life.succeeds(Duration.ofMillis(500), ""));
        RunHandle run = engine.start(
                first(Dags.of(Dags.stage("a"))), Journal.create(file()), cluster, noLogs(), (state, facts) -> {
                    if (state.stage(0).phase() == StagePhase.RUNNING) {
                        running.complete(null);
                    }
                });
        running.get();
        run.detach();
        List<String> calls = new CopyOnWriteArrayList<>();
        RunHandle again = engine.resume(Journal.reopen(file()), new ListedLate(cluster, go, calls), noLogs(), NOBODY);
        go.countDown();
        assertThat(again.done().get().state().status()).contains(RunStatus.SUCCEEDED);
        assertThat(calls).containsExactly("observe", "follow");
    }

    /** A cluster whose first list takes until someone says go. */
    private record ListedLate(FakeCluster cluster, CountDownLatch go, List<String> calls) implements Cluster {
        @Override
        public ClusterRun open(RunInfo info, Dag dag, LogStore logs, Consumer<Input> listener) {
            ClusterRun run = cluster.open(info, dag, logs, listener);
            return new ClusterRun() {
                @Override
                public List<Input> observe(RunState state) throws ClusterException {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    calls.add("observe");
                    return run.observe(state);
                }

                @Override
                public Input perform(RunState state, Effect effect) throws ClusterException {
                    return run.perform(state, effect);
                }

                @Override
                public CompletableFuture<Input> follow(RunState state, Effect.FollowLog effect) {
                    calls.add("follow");
                    return run.follow(state, effect);
                }

                @Override
                public void close() {
                    run.close();
                }
            };
        }

        @Override
        public Health health() {
            return cluster.health();
        }

        @Override
        public void close() {}
    }

    @Test
    void anEndedRunResumesToItsEnd() throws Exception {
        FakeCluster cluster = cluster((stage, attempt) -> Life.fails(Duration.ofMillis(1), Cause.EXIT_CODE));
        engine.start(first(Dags.of(Dags.stage("a"))), Journal.create(file()), cluster, noLogs(), NOBODY)
                .done()
                .get();
        RunEnd again = engine.resume(Journal.reopen(file()), cluster, noLogs(), NOBODY)
                .done()
                .get();
        assertThat(again.state().status()).contains(RunStatus.FAILED);
        assertThat(cluster.everCreated).hasSize(1);
    }

    @Test
    void aJournalThatCannotBeWrittenStopsTheRunBeforeAnythingIsLaunched() throws Exception {
        FakeCluster cluster = cluster((stage, attempt) -> Life.succeeds(Duration.ofMillis(1), ""));
        Journal journal = Journal.create(file());
        RunHandle run = engine.start(
                first(Dags.of(Dags.stage("a"))), journal, cluster, noLogs(), (state, facts) -> closeQuietly(journal));
        assertThatThrownBy(() -> run.done().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(JournalException.class);
        assertThat(cluster.everCreated).isEmpty();
    }

    private static void closeQuietly(Journal journal) {
        try {
            journal.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRunThatBreaksEndsAsErrorAndSaysWhatItDid() throws Exception {
        FakeCluster cluster = cluster((stage, attempt) -> Life.succeeds(Duration.ofMillis(1), ""));
        Engine broken = new Engine(
                threads,
                (source, scope) -> {
                    throw new IllegalStateException("a defect");
                },
                Duration.ofSeconds(1));
        Dag dag = Dags.of(Dags.stage("a"), Dags.when("true", Dags.stage("b", "a")));
        RunEnd end = broken.start(first(dag), Journal.create(file()), cluster, noLogs(), NOBODY)
                .done()
                .get();
        assertThat(end.state().status()).contains(RunStatus.ERROR);
        assertThat(end.state().message()).contains("a defect").contains("JobSubmitted");
        assertThat(cluster.jobs()).as("what it had started is swept").isEmpty();
        assertThat(List.of(end.state().phase())).containsExactly(io.jenkins.plugins.k8sdag.run.RunPhase.ENDED);
    }
}

package io.jenkins.plugins.k8sdag.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.run.Dags;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StageDurations;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A run whose stages take unequal times is over sooner once an earlier run has told how long they take. In virtual time. */
class CriticalPathTest {
    private static final int SLOTS = 4;

    /** Eighty short stages, and behind them in the file a chain of three long ones and a long one alone. */
    private static Dag skewed() {
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            stages.add(Dags.stage("short-" + i));
            stages.add(Dags.stage("then-" + i, "short-" + i));
            stages.add(Dags.stage("more-" + i, "then-" + i));
            stages.add(Dags.stage("last-" + i, "more-" + i));
        }
        stages.add(Dags.stage("long-1"));
        stages.add(Dags.stage("long-2", "long-1"));
        stages.add(Dags.stage("long-3", "long-2"));
        stages.add(Dags.stage("long-alone"));
        return Dags.with(SLOTS, Optional.empty(), stages.toArray(Stage[]::new));
    }

    private static Life life(String stage, int attempt) {
        return Life.of(
                Life.running(Duration.ZERO),
                Life.ended(Duration.ofSeconds(stage.startsWith("long") ? 60 : 5), "", Optional.empty()));
    }

    private static RunState run(Map<String, Duration> expected) throws IOException {
        SimThreads threads = new SimThreads(new Random(1));
        FakeCluster cluster = new FakeCluster(threads, threads::later, CriticalPathTest::life, Chaos.none());
        RunInfo info = new RunInfo("r", "c", Map.of(), Map.of(), Map.of(), Keep.NEVER, 3, threads.instant());
        try (FileSystem disk = Simulation.disk()) {
            RunHandle run = new Engine(threads, SimDag.EXPRESSIONS)
                    .start(
                            new Fact.RunStarted(info.expecting(expected), skewed(), threads.instant()),
                            Journal.create(disk.getPath("/journal")),
                            cluster,
                            (stage, attempt) -> {
                                throw new IOException("the fake cluster writes no logs");
                            },
                            (state, facts) -> {});
            while (!run.done().isDone() && threads.step()) {}
            assertThat(run.state().status()).contains(RunStatus.SUCCEEDED);
            return run.state();
        }
    }

    private static Duration makespan(RunState run) {
        return Duration.between(run.info().startedAt(), run.endedAt().orElseThrow());
    }

    @Test
    void whatEarlierRunsTookMakesTheNextOneShorter() throws IOException {
        RunState first = run(Map.of());
        RunState second = run(StageDurations.mean(List.of(first)));

        // No order can be quicker than the longest path, 180 s, or all work over all slots, (80 * 5 + 4 * 60) / 4 = 160
        // s.
        assertThat(makespan(second)).isBetween(Duration.ofSeconds(180), Duration.ofSeconds(185));
        assertThat(makespan(first)).isGreaterThan(Duration.ofSeconds(225));
    }
}

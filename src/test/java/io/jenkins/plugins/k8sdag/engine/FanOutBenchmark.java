package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.definition.DagFile;
import io.jenkins.plugins.k8sdag.definition.Options;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Dags;
import io.jenkins.plugins.k8sdag.run.Decider;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Groups;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.Sighting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures 5,000 instances made by matrix and forEach; prints rows of the tables in docs/benchmark.md. */
@Tag("benchmark")
class FanOutBenchmark {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Expressions HUNDRED = (source, scope) ->
            IntStream.range(0, 100).mapToObj(i -> (Object) (long) i).toList();

    @TempDir
    private Path dir;

    /** Groups of a hundred in a row, each needing the one before: every other one a forEach. */
    private static Dag groups(int count, int maxParallel) {
        String[] labels = IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new);
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Stage stage = i == 0 ? Dags.stage("g0") : Dags.stage("g" + i, "g" + (i - 1));
            if (i % 2 == 0) {
                stages.addAll(Groups.matrix(stage, labels));
            } else {
                stages.add(Groups.forEach("hundred", 1000, stage));
            }
        }
        return new Dag("bench", stages, maxParallel, false, Optional.empty(), Map.of());
    }

    private static RunInfo info(String id) {
        return new RunInfo(id, "bench", Map.of(), Map.of(), Map.of(), Keep.NEVER, 3, START);
    }

    @Test
    void costPerEvent() {
        drive(10);
        System.out.println(
                "| decide + apply, groups of 100 | instances | events | µs per event | ratio to 500 instances |");
        System.out.println("|---|---|---|---|---|");
        double base = 0;
        for (int count : new int[] {5, 50, 200}) {
            double best = Double.MAX_VALUE;
            long events = 0;
            for (int n = 0; n < 3; n++) {
                long start = System.nanoTime();
                events = drive(count);
                best = Math.min(best, (System.nanoTime() - start) / 1000.0 / events);
            }
            base = base == 0 ? best : base;
            System.out.printf("| | %d | %d | %.2f | %.2f |%n", count * 100, events, best, best / base);
        }
    }

    private static long drive(int count) {
        Decider decider = new Decider(HUNDRED);
        RunState state = RunState.start(new Fact.RunStarted(info("r"), groups(count, 1_000_000), START));
        ArrayDeque<Input> inputs = new ArrayDeque<>(List.of(new Input.TimeReached()));
        long events = 0;
        while (!inputs.isEmpty()) {
            for (Fact fact : decider.decide(state, inputs.remove(), START)) {
                state = state.apply(fact);
                if (fact instanceof Fact.AttemptAdmitted f) {
                    AttemptId id = f.id();
                    inputs.add(new Input.Submitted(id, "job", "uid"));
                    inputs.add(seen(id, new Sighting.Running("pod", "node", START)));
                    inputs.add(seen(
                            id, new Sighting.Ended("pod", "node", Optional.of(START), START, "", Optional.empty())));
                    inputs.add(new Input.Drained(id, 1, 0));
                    inputs.add(new Input.Deleted(id));
                }
            }
            events++;
        }
        if (state.status().isEmpty() || state.dag().size() != count * 101) {
            throw new IllegalStateException("the run did not end as it should");
        }
        return events;
    }

    private static Input seen(AttemptId id, Sighting sighting) {
        return new Input.Observed(id, "uid", sighting);
    }

    @Test
    void fiveThousandInstancesInOneRun() throws Exception {
        EngineThreads threads = new EngineThreads(InstantSource.system(), 16);
        ScheduledExecutorService world = Executors.newScheduledThreadPool(1);
        FakeCluster cluster = new FakeCluster(
                threads,
                (wait, task) -> world.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS),
                (stage, attempt) -> Life.succeeds(Duration.ofMillis(20), ""),
                Chaos.none());
        long start = System.nanoTime();
        RunState ended;
        try {
            ended = new Engine(threads, HUNDRED)
                    .start(
                            new Fact.RunStarted(info("big"), groups(50, 1000), threads.instant()),
                            Journal.create(dir.resolve("big")),
                            cluster,
                            (stage, attempt) -> {
                                throw new IOException("no logs");
                            },
                            (state, more) -> {})
                    .done()
                    .get(10, TimeUnit.MINUTES)
                    .state();
        } finally {
            threads.close();
            world.shutdownNow();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println("| 5,000 instances in one run | max heap MiB | facts | seconds | facts per second |");
        System.out.println("|---|---|---|---|---|");
        System.out.printf(
                "| | %d | %d | %.1f | %.0f |%n",
                Runtime.getRuntime().maxMemory() >> 20, ended.seq(), seconds, ended.seq() / seconds);
    }

    @Test
    void readingTheFile() throws Exception {
        StringBuilder file =
                new StringBuilder("apiVersion: k8sdag.jenkins.io/v1\nkind: Dag\nmetadata: {name: b}\nspec:\n"
                        + "  defaults: {image: x}\n  stages:\n");
        String axis =
                IntStream.range(0, 10).mapToObj(Integer::toString).toList().toString();
        for (int i = 0; i < 50; i++) {
            file.append(
                    "    - {name: g%d, needs: [%s], env: {A: '${{ matrix.a }}'}, script: 'true', matrix: {a: %s, b: %s}}%n"
                            .formatted(i, i == 0 ? "" : "g" + (i - 1), axis, axis));
        }
        DagFile.load("b.yaml", file.toString(), Options.NONE);
        long start = System.nanoTime();
        int size = DagFile.load("b.yaml", file.toString(), Options.NONE).dag().size();
        System.out.printf(
                "reading a file of 50 matrices with %d stages in all: %.0f ms%n",
                size, (System.nanoTime() - start) / 1e6);
    }
}

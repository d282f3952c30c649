package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Dags;
import io.jenkins.plugins.k8sdag.run.Decider;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.Sighting;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures the core by itself; prints rows of the table in docs/benchmark.md and asserts nothing about time. */
@Tag("benchmark")
class CoreBenchmark {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path dir;

    /** Stages in ranks, each needing two of the rank before. */
    private static Dag layered(int size, int width, int maxParallel) {
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int before = i / width * width - width;
            stages.add(
                    before < 0
                            ? Dags.stage("s" + i)
                            : Dags.stage("s" + i, "s" + (before + i % width), "s" + (before + (i + 1) % width)));
        }
        return new Dag("bench", stages, maxParallel, false, Optional.empty(), Map.of());
    }

    private static RunInfo info(String id) {
        return new RunInfo(id, "bench", Map.of(), Map.of(), Map.of(), Keep.NEVER, 3, START);
    }

    @Test
    void costPerEventDoesNotGrowWithTheGraph() {
        drive(1000);
        System.out.println("| decide + apply | stages | events | µs per event | ratio to 100 stages |");
        System.out.println("|---|---|---|---|---|");
        double base = 0;
        for (int size : new int[] {100, 1000, 10_000, 50_000}) {
            double best = Double.MAX_VALUE;
            long events = 0;
            for (int n = 0; n < 3; n++) {
                long start = System.nanoTime();
                events = drive(size);
                best = Math.min(best, (System.nanoTime() - start) / 1000.0 / events);
            }
            base = base == 0 ? best : base;
            System.out.printf("| | %d | %d | %.2f | %.2f |%n", size, events, best, best / base);
        }
    }

    /** Runs a graph to its end without a cluster: every Job is created, seen running, and succeeds. */
    private static long drive(int size) {
        Decider decider = new Decider(SimDag.EXPRESSIONS);
        RunState state = RunState.start(new Fact.RunStarted(info("r"), layered(size, 10, 1_000_000), START));
        ArrayDeque<Input> inputs = new ArrayDeque<>(List.of(new Input.TimeReached()));
        long events = 0;
        while (!inputs.isEmpty()) {
            for (Fact fact : decider.decide(state, inputs.remove(), START)) {
                state = state.apply(fact);
                if (fact instanceof Fact.AttemptAdmitted f) {
                    AttemptId id = f.id();
                    inputs.add(new Input.Submitted(id, "job", "uid"));
                    inputs.add(seen(id, new Sighting.Pulling("pod", "node", Optional.empty())));
                    inputs.add(seen(id, new Sighting.Running("pod", "node", START)));
                    inputs.add(seen(
                            id, new Sighting.Ended("pod", "node", Optional.of(START), START, "", Optional.empty())));
                    inputs.add(new Input.Drained(id, 1, 0));
                    inputs.add(new Input.Deleted(id));
                }
            }
            events++;
        }
        if (state.status().isEmpty() || !state.busy().isEmpty()) {
            throw new IllegalStateException("the run did not end");
        }
        return events;
    }

    private static Input seen(AttemptId id, Sighting sighting) {
        return new Input.Observed(id, "uid", sighting);
    }

    @Test
    void memoryOfWaitingStages() {
        int size = 10_000;
        Dag dag = layered(size, 10, 10);
        long before = heap();
        RunState state = RunState.start(new Fact.RunStarted(info("r"), dag, START));
        long used = heap() - before;
        System.out.println("| memory | stages | bytes per waiting stage |");
        System.out.println("|---|---|---|");
        System.out.printf("| | %d | %d |%n", state.stages().size(), used / size);
    }

    private static long heap() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void latencyFromTheLastEventToThePost() throws Exception {
        System.out.println(
                "| need met → Job asked for | stages in flight | samples | p50 ms | p99 ms | of it journal force p50 ms |");
        System.out.println("|---|---|---|---|---|---|");
        for (int inFlight : new int[] {100, 1000}) {
            latency(inFlight);
        }
    }

    /** A thousand chains of three: whenever a link's end is told, the clock runs until the next link's Job is asked for. */
    private void latency(int chains) throws Exception {
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < chains; i++) {
            stages.add(Dags.stage("a" + i));
            stages.add(Dags.stage("b" + i, "a" + i));
            stages.add(Dags.stage("c" + i, "b" + i));
        }
        Dag dag = new Dag("bench", stages, chains, false, Optional.empty(), Map.of());
        EngineThreads threads = new EngineThreads(InstantSource.system(), 16);
        ScheduledExecutorService world = Executors.newScheduledThreadPool(1);
        Map<Integer, Long> told = new ConcurrentHashMap<>();
        List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
        FakeCluster cluster = new FakeCluster(
                threads,
                (wait, task) -> world.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS),
                (stage, attempt) -> Life.succeeds(Duration.ofMillis(1000 + Math.floorMod(stage.hashCode(), 4000)), ""),
                Chaos.none());
        cluster.onCreate =
                id -> Optional.ofNullable(told.get(id.stage() - 1)).ifPresent(at -> nanos.add(System.nanoTime() - at));
        Cluster timed = new TimedCluster(cluster, told);
        try {
            Engine engine = new Engine(threads, SimDag.EXPRESSIONS);
            engine.start(
                            new Fact.RunStarted(info("r" + chains), dag, threads.instant()),
                            Journal.create(dir.resolve("bench-" + chains)),
                            timed,
                            (stage, attempt) -> {
                                throw new java.io.IOException("no logs");
                            },
                            (state, facts) -> {})
                    .done()
                    .get(5, TimeUnit.MINUTES);
        } finally {
            threads.close();
            world.shutdownNow();
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "| | %d | %d | %.2f | %.2f | %.2f |%n",
                chains, sorted.length, ms(sorted, 0.5), ms(sorted, 0.99), forceMillis());
    }

    private static double ms(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1e6;
    }

    private double forceMillis() throws Exception {
        long[] nanos = new long[200];
        try (Journal journal = Journal.create(dir.resolve("force-" + System.nanoTime()))) {
            journal.append(List.of(new Fact.RunStarted(info("r"), layered(10, 10, 1), START)));
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                journal.append(List.of(new Fact.RunSwept(START)));
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        return ms(nanos, 0.5);
    }

    /** Notes when the end of an attempt is told. */
    private record TimedCluster(FakeCluster cluster, Map<Integer, Long> told) implements Cluster {
        @Override
        public ClusterRun open(RunInfo run, Dag dag, LogStore logs, java.util.function.Consumer<Input> listener) {
            return cluster.open(run, dag, logs, input -> {
                if (input instanceof Input.Observed seen && seen.sighting() instanceof Sighting.Ended) {
                    told.putIfAbsent(seen.id().stage(), System.nanoTime());
                }
                listener.accept(input);
            });
        }

        @Override
        public Health health() {
            return cluster.health();
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    @Test
    void manyRunsAtOnceInASmallHeap() throws Exception {
        EngineThreads threads = new EngineThreads(InstantSource.system(), 16);
        ScheduledExecutorService world = Executors.newScheduledThreadPool(1);
        FakeCluster cluster = new FakeCluster(
                threads,
                (wait, task) -> world.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS),
                (stage, attempt) -> Life.succeeds(Duration.ofMillis(20), ""),
                Chaos.none());
        long start = System.nanoTime();
        try {
            Engine engine = new Engine(threads, SimDag.EXPRESSIONS);
            List<RunHandle> runs = new ArrayList<>();
            for (int r = 0; r < 100; r++) {
                runs.add(engine.start(
                        new Fact.RunStarted(info("run" + r), layered(100, 10, 50), threads.instant()),
                        Journal.create(dir.resolve("many-" + r)),
                        cluster,
                        (stage, attempt) -> {
                            throw new java.io.IOException("no logs");
                        },
                        (state, facts) -> {}));
            }
            for (RunHandle run : runs) {
                run.done().get(10, TimeUnit.MINUTES);
            }
        } finally {
            threads.close();
            world.shutdownNow();
        }
        System.out.println("| 100 runs × 100 stages at once | max heap MiB | seconds | stages per second |");
        System.out.println("|---|---|---|---|");
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "| | %d | %.1f | %.0f |%n", Runtime.getRuntime().maxMemory() >> 20, seconds, 10_000 / seconds);
    }

    @Test
    void tenThousandStagesInOneRun() throws Exception {
        EngineThreads threads = new EngineThreads(InstantSource.system(), 16);
        ScheduledExecutorService world = Executors.newScheduledThreadPool(1);
        FakeCluster cluster = new FakeCluster(
                threads,
                (wait, task) -> world.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS),
                (stage, attempt) -> Life.succeeds(Duration.ofMillis(20), ""),
                Chaos.none());
        long start = System.nanoTime();
        long facts;
        try {
            RunHandle run = new Engine(threads, SimDag.EXPRESSIONS)
                    .start(
                            new Fact.RunStarted(info("big"), layered(10_000, 1000, 1000), threads.instant()),
                            Journal.create(dir.resolve("big")),
                            cluster,
                            (stage, attempt) -> {
                                throw new java.io.IOException("no logs");
                            },
                            (state, more) -> {});
            facts = run.done().get(10, TimeUnit.MINUTES).state().seq();
        } finally {
            threads.close();
            world.shutdownNow();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println("| 10,000 stages in one run | max heap MiB | facts | seconds | facts per second |");
        System.out.println("|---|---|---|---|---|");
        System.out.printf(
                "| | %d | %d | %.1f | %.0f |%n",
                Runtime.getRuntime().maxMemory() >> 20, facts, seconds, facts / seconds);
    }
}

package io.jenkins.plugins.k8sdag.benchmark;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.definition.CelExpressions;
import io.jenkins.plugins.k8sdag.definition.DagFile;
import io.jenkins.plugins.k8sdag.definition.Limits;
import io.jenkins.plugins.k8sdag.definition.Options;
import io.jenkins.plugins.k8sdag.embedded.EmbeddedCluster;
import io.jenkins.plugins.k8sdag.engine.Engine;
import io.jenkins.plugins.k8sdag.engine.EngineThreads;
import io.jenkins.plugins.k8sdag.engine.LogSink;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.kubernetes.ClusterOptions;
import io.jenkins.plugins.k8sdag.kubernetes.FileLogStore;
import io.jenkins.plugins.k8sdag.kubernetes.KubernetesCluster;
import io.jenkins.plugins.k8sdag.kubernetes.OwnedClients;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures whole runs against the embedded cluster; prints rows of the tables in docs/benchmark.md. */
@Tag("benchmark")
class ClusterBenchmark {
    /** The client's own pace does not bind here: what is measured is what the engine adds to the cluster. */
    private static final ClusterOptions UNTHROTTLED = ClusterOptions.DEFAULT.with(
            new ClusterOptions.Calls(ClusterOptions.DEFAULT.calls().timeout(), 10_000, 10_000));

    @TempDir
    private Path dir;

    private EmbeddedCluster start() {
        return EmbeddedCluster.start(
                io.jenkins.plugins.k8sdag.embedded.Options.defaults(dir.resolve("cluster-" + System.nanoTime())));
    }

    private static String file(int stages, boolean chain, int maxParallel) {
        StringBuilder text = new StringBuilder(
                        "apiVersion: k8sdag.jenkins.io/v1\nkind: Dag\nmetadata: {name: bench}\nspec:\n")
                .append("  maxParallel: ")
                .append(maxParallel)
                .append("\n  stages:\n");
        for (int i = 0; i < stages; i++) {
            text.append("    - {name: s").append(i).append(", image: 'busybox:1.36', command: ['true']");
            text.append(chain && i > 0 ? ", needs: [s" + (i - 1) + "]" : "").append("}\n");
        }
        return text.toString();
    }

    private RunState run(EmbeddedCluster embedded, String id, String text) throws Exception {
        Dag dag = DagFile.load("bench.yaml", text, Options.NONE.withLimits(Limits.DEFAULT.withBytes(1 << 24)))
                .dag();
        RunInfo info = new RunInfo(id, "bench", Map.of(), Map.of(), Map.of(), Keep.NEVER, 3, Instant.now());
        Config config = Config.fromKubeconfig(embedded.kubeconfig());
        try (EngineThreads threads = new EngineThreads(InstantSource.system(), 32);
                KubernetesCluster cluster =
                        new KubernetesCluster(new OwnedClients(config), "default", "bench", UNTHROTTLED)) {
            RunState state = new Engine(threads, new CelExpressions())
                    .start(
                            new Fact.RunStarted(info, dag, Instant.now()),
                            Journal.create(dir.resolve(id + ".jsonl")),
                            cluster,
                            new FileLogStore(dir.resolve(id)),
                            (s, facts) -> {})
                    .done()
                    .get(15, TimeUnit.MINUTES)
                    .state();
            if (state.status().orElseThrow() != RunStatus.SUCCEEDED) {
                throw new IllegalStateException("the run ended " + state.status() + " " + state.message());
            }
            return state;
        }
    }

    @Test
    void requestsPerStage() throws Exception {
        try (EmbeddedCluster embedded = start()) {
            run(embedded, "warm", file(5, false, 5));
            embedded.requests().reset();
            int stages = 200;
            run(embedded, "requests", file(stages, false, 20));
            System.out.println("| requests for " + stages + " stages | count |");
            System.out.println("|---|---|");
            embedded.requests().counts().forEach((what, count) -> System.out.printf("| %s | %d |%n", what, count));
            System.out.printf(
                    "| all, per stage | %.2f |%n", (double) embedded.requests().total() / stages);
        }
    }

    @Test
    void aWideGraphAgainstBareJobs() throws Exception {
        int stages = 1000;
        int atOnce = 50;
        System.out.println("| " + stages + " stages, " + atOnce + " at once | bare Jobs s | k8sDag s | ratio |");
        System.out.println("|---|---|---|---|");
        for (int n = 0; n < 3; n++) {
            double bare = bareSeconds(stages, atOnce);
            double ours;
            try (EmbeddedCluster embedded = start()) {
                run(embedded, "warm-wide" + n, file(5, false, 5));
                ours = seconds(run(embedded, "wide" + n, file(stages, false, atOnce)));
            }
            System.out.printf("| round %d | %.1f | %.1f | %.2f |%n", n + 1, bare, ours, ours / bare);
        }
    }

    @Test
    void aChainAgainstBareJobs() throws Exception {
        int links = 100;
        System.out.println(
                "| chain of " + links + " | bare Jobs one by one, ms per Job | k8sDag, ms per link | ratio |");
        System.out.println("|---|---|---|---|");
        for (int n = 0; n < 3; n++) {
            double bare = bareSeconds(links, 1) * 1000 / links;
            double ours;
            try (EmbeddedCluster embedded = start()) {
                run(embedded, "warm-chain" + n, file(5, true, 5));
                ours = seconds(run(embedded, "chain" + n, file(links, true, 5))) * 1000 / links;
            }
            System.out.printf("| round %d | %.1f | %.1f | %.2f |%n", n + 1, bare, ours, ours / bare);
        }
    }

    private double bareSeconds(int jobs, int atOnce) throws Exception {
        try (EmbeddedCluster embedded = start();
                BareJobs bare = new BareJobs(embedded.url())) {
            bare.run("warm", 5, 5);
            return bare.run("bare", jobs, atOnce) / 1e9;
        }
    }

    /** From the start to the end of the last stage; cleaning up afterwards is not counted, as it is not for the bare Jobs. */
    private static double seconds(RunState state) {
        Duration took =
                Duration.between(state.info().startedAt(), state.endedAt().orElseThrow());
        return took.toMillis() / 1000.0;
    }

    @Test
    void logThroughput() throws Exception {
        int logs = 500;
        int threads = 8;
        long bytesEach = 4L << 20;
        byte[] chunk = chunk();
        FileLogStore store = new FileLogStore(dir.resolve("throughput"));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long start = System.nanoTime();
        long lines = 0;
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < logs; i++) {
                String stage = "s" + i;
                counts.add(pool.submit(() -> fill(store, stage, chunk, bytesEach)));
            }
            for (Future<Long> count : counts) {
                lines += count.get();
            }
        } finally {
            pool.shutdown();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println("| logs into files | MiB | lines | seconds | MiB/s |");
        System.out.println("|---|---|---|---|---|");
        double mib = logs * bytesEach / 1048576.0;
        System.out.printf(
                "| %d logs, %d writers | %.0f | %d | %.1f | %.0f |%n",
                logs, threads, mib, lines, seconds, mib / seconds);
    }

    private static long fill(FileLogStore store, String stage, byte[] chunk, long bytes) throws Exception {
        LogSink sink = store.open(stage, 1);
        for (long written = 0; written < bytes; written += chunk.length) {
            sink.write(chunk, 0, chunk.length);
        }
        sink.close();
        return sink.lines();
    }

    /** 64 KiB of stamped lines as a stage prints them, about 130 bytes each. */
    private static byte[] chunk() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 65_000; i++) {
            text.append(String.format("2026-01-01T00:00:00.%09dZ line %d %s%n", i, i, "x".repeat(90)));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}

package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.kubernetes.FileLogStore;
import io.jenkins.plugins.k8sdag.kubernetes.LogFiles;
import io.jenkins.plugins.k8sdag.kubernetes.LogReader;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the fake cluster, so that what is tested on the fake is true of the others. */
class FakeClusterContractTest extends ClusterContract {
    @TempDir
    private Path folder;

    @Override
    protected ContractFixture fixture() {
        return new FakeFixture(folder);
    }

    private static final class FakeFixture implements ContractFixture {
        private final Path folder;
        private final Map<String, String> scripts = new ConcurrentHashMap<>();
        private final EngineThreads threads = new EngineThreads(InstantSource.system(), 4);
        private final ScheduledExecutorService world = Executors.newSingleThreadScheduledExecutor();
        private final FakeCluster cluster;
        private String lastRun = "";

        FakeFixture(Path folder) {
            this.folder = folder;
            this.cluster = new FakeCluster(
                    threads,
                    (wait, task) -> world.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS),
                    this::life,
                    Chaos.none());
            cluster.patience = Duration.ofSeconds(30);
        }

        private Life life(String stage, int attempt) {
            Map<String, String> env = Map.of(
                    "K8SDAG_DAG",
                    "contract",
                    "K8SDAG_STAGE",
                    stage,
                    "K8SDAG_ATTEMPT",
                    String.valueOf(attempt),
                    "K8SDAG_RUN",
                    lastRun);
            return FakeScript.life(scripts.get(stage), env);
        }

        @Override
        public Stage stage(String name, String script) {
            scripts.put(name, script);
            return ContractFixture.stage(name, Map.of());
        }

        @Override
        public Cluster host() {
            return cluster;
        }

        @Override
        public LogStore logs(String runId) {
            lastRun = runId;
            return new FileLogStore(folder.resolve(runId));
        }

        @Override
        public List<String> lines(String runId, String stage, int attempt) throws Exception {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (LogReader reader = LogReader.open(LogFiles.of(folder.resolve(runId), stage, attempt))) {
                reader.copy(out);
            }
            return out.toString(StandardCharsets.UTF_8).lines().toList();
        }

        @Override
        public void foreignJob(String name) {
            cluster.put(new FakeJob("somebody's", new AttemptId(0, 1), "foreign", name, FakeLog.NONE));
        }

        @Override
        public void deleteJob(String name) {
            cluster.deleteByHand(find(name));
        }

        @Override
        public void deletePod(String pod) {
            cluster.deletePodByHand(find(pod.replaceAll("-pod$", "")));
        }

        private FakeJob find(String name) {
            return cluster.jobs().stream()
                    .filter(j -> j.name.equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public List<String> jobs() {
            return cluster.jobs().stream().map(j -> j.name).sorted().toList();
        }

        @Override
        public void dropWatches() {
            cluster.dropWatches();
        }

        @Override
        public void expireHistory() {
            cluster.dropWatches();
        }

        @Override
        public void failCreates(int status, int times) {
            cluster.failCreates = times;
        }

        @Override
        public void close() {
            threads.close();
            world.shutdownNow();
        }
    }
}

package io.jenkins.plugins.k8sdag.realcluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.k8sdag.definition.CelExpressions;
import io.jenkins.plugins.k8sdag.definition.DagFile;
import io.jenkins.plugins.k8sdag.definition.Loaded;
import io.jenkins.plugins.k8sdag.definition.Options;
import io.jenkins.plugins.k8sdag.engine.Engine;
import io.jenkins.plugins.k8sdag.engine.EngineThreads;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.kubernetes.ClientSource;
import io.jenkins.plugins.k8sdag.kubernetes.ClusterOptions;
import io.jenkins.plugins.k8sdag.kubernetes.KubernetesCluster;
import io.jenkins.plugins.k8sdag.kubernetes.OwnedClients;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What every test of a run on the real cluster has: a {@link Team} of its own, a {@link Recorder} in it, and runs of DAG files from
 * their text to their end. Afterwards nothing may be left of any run that has ended. One per test.
 */
final class Lab implements BeforeEachCallback, AfterEachCallback {
    private static final String CONTROLLER = "lab";
    private static final int CALLS = 16;

    /** The product's numbers, but events are read a little sooner. */
    static final ClusterOptions OPTIONS = new ClusterOptions(
            ClusterOptions.DEFAULT.watching(),
            ClusterOptions.DEFAULT.calls(),
            ClusterOptions.DEFAULT.logs(),
            Duration.ofSeconds(2),
            ClusterOptions.DEFAULT.confirmTimeout());

    private final Map<String, String> labels;
    private final List<LiveRun> runs = new ArrayList<>();
    private final Map<String, String> files = new HashMap<>();
    private Team team;
    private Recorder recorder;
    private Path folder;

    Lab() {
        this(Map.of());
    }

    /** A lab in a namespace with labels. */
    Lab(Map<String, String> labels) {
        this.labels = labels;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("k8sdag-lab");
        team = new Team(name(context.getRequiredTestMethod().getName()), labels, role -> {});
        recorder = new Recorder(kube(), team.namespace());
    }

    /** A namespace's name that tells whose it is. */
    static String name(String test) {
        String slug = test.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "");
        return "k8sdag-" + slug.substring(0, Math.min(40, slug.length())).replaceAll("-+$", "") + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            if (context.getExecutionException().isEmpty()) {
                for (LiveRun run : runs) {
                    nothingLeft(run);
                }
            }
        } finally {
            runs.forEach(LiveRun::close);
            recorder.close();
            team.close();
        }
    }

    /** Waits until no object with the run's label is there. */
    private void nothingLeft(LiveRun run) throws Exception {
        String label = "k8sdag.jenkins.io/run";
        kube().batch()
                .v1()
                .jobs()
                .inNamespace(namespace())
                .withLabel(label, run.id())
                .informOnCondition(List::isEmpty)
                .get(LiveRun.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        kube().pods()
                .inNamespace(namespace())
                .withLabel(label, run.id())
                .informOnCondition(List::isEmpty)
                .get(LiveRun.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    String namespace() {
        return team.namespace();
    }

    Team team() {
        return team;
    }

    Recorder recorder() {
        return recorder;
    }

    /** The administrator's client. */
    KubernetesClient kube() {
        return ClusterUnderTest.get().client();
    }

    /** Writes objects into the lab's namespace, as YAML. */
    void apply(String yaml) {
        kube().load(new java.io.ByteArrayInputStream(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .items()
                .forEach(object -> {
                    object.getMetadata().setNamespace(namespace());
                    kube().resource(object).create();
                });
    }

    /**
     * A DAG file around the insides of {@code spec}: every stage runs in busybox, and a pod has a second to end.
     *
     * @param spec YAML, from the first column on
     */
    static String dag(String spec) {
        String podTemplate =
                spec.contains("podTemplate:") ? "" : "  podTemplate: {spec: {terminationGracePeriodSeconds: 1}}\n";
        String defaults = spec.contains("defaults:") ? "" : "  defaults: {image: \"k8sdag.test/busybox:1\"}\n";
        return "apiVersion: k8sdag.jenkins.io/v1\nkind: Dag\nmetadata: {name: lab}\nspec:\n" + podTemplate + defaults
                + spec.indent(2);
    }

    /** A file that the next DAG can use. */
    void file(String name, String spec) {
        files.put(name, dag(spec));
    }

    /** Starts a run of {@link #dag}. */
    LiveRun start(String spec) throws Exception {
        return start(spec, Keep.NEVER, OPTIONS, team.config());
    }

    LiveRun start(String spec, Keep keep, ClusterOptions options, Config config) throws Exception {
        return start("run-" + UUID.randomUUID(), spec, keep, options, config);
    }

    /** With clients of its own. */
    LiveRun start(String spec, ClientSource clients) throws Exception {
        return start("run-" + UUID.randomUUID(), spec, Keep.NEVER, cluster(OPTIONS, clients));
    }

    LiveRun start(String id, String spec, Keep keep, ClusterOptions options, Config config) throws Exception {
        return start(id, spec, keep, cluster(options, new OwnedClients(config)));
    }

    private LiveRun start(String id, String spec, Keep keep, KubernetesCluster cluster) throws Exception {
        Loaded loaded = DagFile.load("lab.yaml", dag(spec), Options.NONE.withFiles(files::get));
        Instant now = Instant.now();
        RunInfo info = new RunInfo(
                id, CONTROLLER, loaded.params(), Map.of(), Map.of(), keep, RunInfo.DEFAULT_INFRASTRUCTURE_RETRIES, now);
        Path place = Files.createTempDirectory(folder, "run");
        EngineThreads threads = new EngineThreads(Clock.systemUTC(), CALLS);
        LiveRun run = new LiveRun(id, place, threads, cluster);
        Engine engine = new Engine(threads, new CelExpressions());
        run.handle(engine.start(
                new Fact.RunStarted(info, loaded.dag(), now),
                Journal.create(place.resolve("journal.jsonl")),
                run.cluster(),
                run.logs(),
                run::turn));
        runs.add(run);
        return run;
    }

    private KubernetesCluster cluster(ClusterOptions options, ClientSource clients) {
        return new KubernetesCluster(clients, namespace(), CONTROLLER, options);
    }
}

package io.jenkins.plugins.k8sdag.cli;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.k8sdag.embedded.EmbeddedCluster;
import io.jenkins.plugins.k8sdag.embedded.Options;
import io.jenkins.plugins.k8sdag.engine.Cluster;
import io.jenkins.plugins.k8sdag.kubernetes.ClusterOptions;
import io.jenkins.plugins.k8sdag.kubernetes.KubernetesCluster;
import io.jenkins.plugins.k8sdag.kubernetes.OwnedClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The cluster a run is driven in, and, if it is the embedded one, the life of that cluster. */
final class Connection implements AutoCloseable {
    /** Nobody shares the embedded API, so that creates need not be spread out for anyone's sake. */
    private static final ClusterOptions.Calls UNHURRIED = new ClusterOptions.Calls(Duration.ofSeconds(30), 2000, 2000);

    private final KubernetesCluster cluster;
    private final Optional<EmbeddedCluster> embedded;
    private final Path workDir;

    private Connection(KubernetesCluster cluster, Optional<EmbeddedCluster> embedded, Path workDir) {
        this.cluster = cluster;
        this.embedded = embedded;
        this.workDir = workDir;
    }

    /**
     * Connects.
     *
     * @param target a place that was found and, unless embedded, answers
     * @param controller the id under which Jobs are labelled
     * @param workDir where an embedded cluster keeps its files; removed when it ends
     */
    static Connection open(Target target, String controller, Path workDir) throws IOException {
        if (target.config().isPresent()) {
            return of(
                    target.config().get(),
                    target.place(),
                    controller,
                    ClusterOptions.DEFAULT,
                    Optional.empty(),
                    workDir);
        }
        EmbeddedCluster embedded = EmbeddedCluster.start(Options.defaults(workDir));
        embedded.writeKubeconfig(workDir.resolve("kubeconfig"));
        Config config = Config.fromKubeconfig(embedded.kubeconfig());
        ClusterOptions options = ClusterOptions.DEFAULT.with(UNHURRIED);
        return of(config, target.place(), controller, options, Optional.of(embedded), workDir);
    }

    private static Connection of(
            Config config,
            ClusterPlace place,
            String controller,
            ClusterOptions options,
            Optional<EmbeddedCluster> embedded,
            Path workDir) {
        OwnedClients clients = new OwnedClients(config);
        return new Connection(
                new KubernetesCluster(clients, place.namespace(), controller, options), embedded, workDir);
    }

    Cluster cluster() {
        return cluster;
    }

    /** The kubeconfig by which kubectl reaches the embedded cluster, if it is that. */
    Optional<Path> embeddedKubeconfig() {
        return embedded.map(e -> workDir.resolve("kubeconfig"));
    }

    @Override
    public void close() throws IOException {
        cluster.close();
        endEmbedded();
    }

    /** Kills whatever an embedded cluster runs and removes its files; leaves any other cluster alone. */
    void endEmbedded() throws IOException {
        if (embedded.isPresent()) {
            embedded.get().close();
            delete(workDir);
        }
    }

    static void delete(Path dir) throws IOException {
        try (Stream<Path> tree = Files.walk(dir)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}

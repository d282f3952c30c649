package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.k8sdag.engine.Cluster;
import io.jenkins.plugins.k8sdag.engine.ContractFixture;
import io.jenkins.plugins.k8sdag.engine.LogStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A fixture on any API server: meddles with a client of its own. Subclasses add what only the server can do to itself. */
public abstract class KubernetesFixture implements ContractFixture {
    private final Config config;
    private final String namespace;
    private final Path folder;
    private final List<Cluster> hosts = new ArrayList<>();
    protected final KubernetesClient client;

    protected KubernetesFixture(Config config, String namespace, Path folder) {
        this.config = config;
        this.namespace = namespace;
        this.folder = folder;
        this.client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** The product's numbers, but for waits that would only make tests slow. */
    protected ClusterOptions options() {
        ClusterOptions.Watching watching = new ClusterOptions.Watching(
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                Duration.ofMinutes(15),
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                500);
        return new ClusterOptions(
                watching,
                ClusterOptions.Calls.DEFAULT,
                ClusterOptions.Logs.DEFAULT,
                Duration.ofMillis(500),
                Duration.ofSeconds(60));
    }

    @Override
    public Cluster host() {
        Cluster host = new KubernetesCluster(new OwnedClients(config), namespace, CONTROLLER, options());
        hosts.add(host);
        return host;
    }

    @Override
    public LogStore logs(String runId) {
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
        Job job = new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("other")
                .withImage(image())
                .withCommand("sleep", "3600")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        client.batch().v1().jobs().inNamespace(namespace).resource(job).create();
    }

    @Override
    public void deleteJob(String name) {
        client.batch().v1().jobs().inNamespace(namespace).withName(name).delete();
    }

    @Override
    public void deletePod(String pod) {
        client.pods().inNamespace(namespace).withName(pod).delete();
    }

    @Override
    public List<String> jobs() {
        return client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
                .map(HasMetadata::getMetadata)
                .map(m -> m.getName())
                .sorted()
                .toList();
    }

    @Override
    public void close() throws Exception {
        for (Cluster host : hosts) {
            host.close();
        }
        client.close();
    }
}

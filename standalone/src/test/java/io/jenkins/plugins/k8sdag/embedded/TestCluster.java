package io.jenkins.plugins.k8sdag.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An embedded cluster with the two clients the tests speak through: fabric8's, and bare HTTP for what it hides. */
final class TestCluster implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    /** Far longer than anything here takes; only a failing test waits for it. */
    static final long PATIENCE_SECONDS = 30;

    final EmbeddedCluster cluster;
    final KubernetesClient client;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    TestCluster(Path directory) {
        this(Options.defaults(directory).withJobSyncDelay(Duration.ofMillis(50)).withBackoff(Duration.ofMillis(200)));
    }

    TestCluster(Options options) {
        cluster = EmbeddedCluster.start(options);
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .build();
    }

    /** A Job of one container that runs a shell script, with the fields the samples were recorded with. */
    static JobBuilder job(String name, String script) {
        return new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withNewTemplate()
                .withNewMetadata()
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(2L)
                .addNewContainer()
                .withName("main")
                .withImage("busybox:local")
                .withCommand("sh", "-c", script)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
    }

    Job create(JobBuilder job) {
        return client.resource(job.build()).inNamespace("default").create();
    }

    /** Starts a Job whose pods play a failure. */
    Job play(String name, String script, Map<String, String> annotations) {
        return create(job(name, script)
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations(annotations)
                .endMetadata()
                .endTemplate()
                .endSpec());
    }

    static Map<String, String> playing(String kind, String... more) {
        Map<String, String> annotations = new java.util.HashMap<>();
        annotations.put("embedded.k8sdag.jenkins.io/play", kind);
        for (int i = 0; i < more.length; i += 2) {
            annotations.put("embedded.k8sdag.jenkins.io/" + more[i], more[i + 1]);
        }
        return annotations;
    }

    /** Waits until some pod of a Job is as wanted. */
    Pod awaitPod(String job, Predicate<Pod> wanted) {
        List<Pod> found = client.pods()
                .inNamespace("default")
                .withLabel("batch.kubernetes.io/job-name", job)
                .informOnCondition(pods -> pods.stream().anyMatch(wanted))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        return found.stream().filter(wanted).findFirst().orElseThrow();
    }

    Pod awaitPhase(String job, String phase) {
        return awaitPod(job, pod -> phase.equals(pod.getStatus().getPhase()));
    }

    Job awaitCondition(String job, String type) {
        return awaitJob(
                job,
                found -> found.getStatus() != null
                        && found.getStatus().getConditions().stream()
                                .anyMatch(condition -> condition.getType().equals(type)
                                        && condition.getStatus().equals("True")));
    }

    Job awaitJob(String job, Predicate<Job> wanted) {
        return client.batch()
                .v1()
                .jobs()
                .inNamespace("default")
                .withName(job)
                .waitUntilCondition(found -> found != null && wanted.test(found), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void awaitGone(HasMetadata object) {
        assertThat(client.resource(object).waitUntilCondition(Objects::isNull, PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isNull();
    }

    HttpResponse<String> send(String method, String path, String type, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(cluster.url() + path))
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (type != null) {
            request.header("Content-Type", type);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    ObjectNode get(String path) {
        return json(send("GET", path, null, null).body());
    }

    ObjectNode pod(String name) {
        return get("/api/v1/namespaces/default/pods/" + name);
    }

    ObjectNode jobObject(String name) {
        return get("/apis/batch/v1/namespaces/default/jobs/" + name);
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(text, e);
        }
    }

    WatchLines watch(String path) {
        return new WatchLines(http, cluster.url() + path);
    }

    @Override
    public void close() {
        client.close();
        cluster.close();
    }
}

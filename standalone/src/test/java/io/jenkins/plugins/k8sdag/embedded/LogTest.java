package io.jenkins.plugins.k8sdag.embedded;

import static io.jenkins.plugins.k8sdag.embedded.TestCluster.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What containers print, and how it is read. */
class LogTest {
    @TempDir
    Path directory;

    private TestCluster test;

    @BeforeEach
    void start() {
        test = new TestCluster(directory);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private Pod run(String script) {
        test.create(job("talk", script));
        return test.awaitPod("talk", pod -> pod.getStatus().getPhase().matches("Succeeded|Failed"));
    }

    private byte[] read(Pod pod, String query) {
        String url = test.cluster.url() + "/api/v1/namespaces/default/pods/"
                + pod.getMetadata().getName() + "/log?" + query;
        try (InputStream input = URI.create(url).toURL().openStream()) {
            return input.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String text(Pod pod, String query) {
        return new String(read(pod, query), StandardCharsets.UTF_8);
    }

    @Test
    void bytesPassUnchanged() {
        Pod pod = run("printf 'a\\rb\\n\\n\\377\\376 \\033[31mred\\n\\000zero\\nno newline'");
        assertThat(read(pod, ""))
                .isEqualTo(
                        "a\rb\n\n\u00ff\u00fe \u001b[31mred\n\0zero\nno newline".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void bothStreamsInTheirOrder() {
        assertThat(text(run("echo out; echo err >&2; echo out again"), "")).isEqualTo("out\nerr\nout again\n");
    }

    @Test
    void longLinesStayWhole() {
        Pod pod = run("head -c 300000 /dev/zero | tr '\\0' x; echo; echo end");
        assertThat(text(pod, "")).isEqualTo("x".repeat(300000) + "\nend\n");
        assertThat(text(pod, "timestamps=true").lines()).hasSize(2);
    }

    @Test
    void stampsGrowAndStay() {
        Pod pod = run("seq 1 1000");
        String first = text(pod, "timestamps=true");
        assertThat(text(pod, "timestamps=true")).isEqualTo(first);
        List<String> stamps =
                first.lines().map(line -> line.substring(0, line.indexOf(' '))).toList();
        assertThat(stamps).hasSize(1000).isSorted().doesNotHaveDuplicates();
        assertThat(stamps).allMatch(stamp -> stamp.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z"));
    }

    @Test
    void sinceTimeTailAndLimit() {
        Pod pod = run("echo one; sleep 1.2; echo two; echo three");
        String second = text(pod, "timestamps=true")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .split(" ")[0];
        assertThat(text(pod, "sinceTime=" + second)).isEqualTo("two\nthree\n");
        assertThat(text(pod, "sinceTime=" + Instant.parse(second).minusSeconds(60)))
                .startsWith("one\n");
        assertThat(text(pod, "sinceSeconds=3600")).startsWith("one\n");
        assertThat(text(pod, "tailLines=2")).isEqualTo("two\nthree\n");
        assertThat(text(pod, "tailLines=0")).isEmpty();
        assertThat(text(pod, "tailLines=9")).startsWith("one\n");
        assertThat(text(pod, "limitBytes=5")).isEqualTo("one\nt");
    }

    @Test
    void manyFollowALiveLogToItsEnd() throws Exception {
        test.create(job("talk", "seq 1 50000; while [ ! -e \"$HOME/go\" ]; do sleep 0.01; done; seq 50001 100000"));
        Pod pod = test.awaitPhase("talk", "Running");
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<CompletableFuture<String>> followers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                followers.add(CompletableFuture.supplyAsync(() -> text(pod, "follow=true"), threads));
            }
            try (var pods = Files.list(directory.resolve("pods"))) {
                Files.createFile(pods.findFirst().orElseThrow().resolve("home/go"));
            }
            StringBuilder expected = new StringBuilder();
            for (int i = 1; i <= 100000; i++) {
                expected.append(i).append('\n');
            }
            for (CompletableFuture<String> follower : followers) {
                assertThat(follower.get(TestCluster.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .isEqualTo(expected.toString());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void fabric8Follows() throws Exception {
        test.create(job("talk", "echo one; sleep 0.2; printf two"));
        Pod pod = test.awaitPod("talk", found -> !found.getStatus().getPhase().equals("Pending"));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (var watch = test.client.pods().resource(pod).inContainer("main").watchLog(output)) {
            Wait.until(() -> output.toString(StandardCharsets.UTF_8).equals("one\ntwo"));
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void refusesWhatThereIsNot() {
        Pod pod = run("true");
        String path = "/api/v1/namespaces/default/pods/" + pod.getMetadata().getName() + "/log";
        assertThat(message(path + "?container=other"))
                .isEqualTo("container other is not valid for pod "
                        + pod.getMetadata().getName());
        assertThat(message(path + "?previous=true")).startsWith("previous terminated container \"main\" in pod");
        test.play("waits", "true", TestCluster.playing("ImagePullBackOff"));
        Pod waiting = test.awaitPod("waits", found -> found.getStatus().getPodIP() != null);
        assertThat(message("/api/v1/namespaces/default/pods/"
                        + waiting.getMetadata().getName() + "/log"))
                .endsWith("is waiting to start: trying and failing to pull image");
    }

    private String message(String path) {
        var answer = test.send("GET", path, null, null);
        assertThat(answer.statusCode()).isEqualTo(400);
        return TestCluster.json(answer.body()).path("message").asText();
    }
}

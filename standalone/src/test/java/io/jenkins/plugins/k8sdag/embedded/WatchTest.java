package io.jenkins.plugins.k8sdag.embedded;

import static io.jenkins.plugins.k8sdag.embedded.TestCluster.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.jenkins.plugins.k8sdag.embedded.api.Verb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches, and the ways in which they end. */
class WatchTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps?watch=true";

    @TempDir
    Path directory;

    private TestCluster test;

    @BeforeEach
    void start() {
        test = new TestCluster(Options.defaults(directory).withWatchHistory(20));
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private ConfigMap put(String name, Map<String, String> labels) {
        return test.client
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .inNamespace("default")
                .unlock()
                .createOr(existing -> existing.update());
    }

    private String version() {
        return test.client.configMaps().list().getMetadata().getResourceVersion();
    }

    private static String name(ObjectNode event) {
        return event.at("/object/metadata/name").asText();
    }

    @Test
    void beginsWithWhatThereIsOrWhereItIsTold() {
        put("a", Map.of());
        try (WatchLines all = test.watch(MAPS);
                WatchLines later = test.watch(MAPS + "&resourceVersion=" + version())) {
            assertThat(name(all.next())).isEqualTo("a");
            assertThat(name(all.next())).isEqualTo("kube-root-ca.crt");
            put("b", Map.of());
            assertThat(name(all.next())).isEqualTo("b");
            assertThat(name(later.next())).isEqualTo("b");
        }
    }

    @Test
    void whatLeavesTheSelectionIsDeletedFromIt() {
        try (WatchLines watch = test.watch(MAPS + "&labelSelector=x%3Dy")) {
            put("a", Map.of());
            put("b", Map.of("x", "y"));
            ObjectNode added = watch.next();
            assertThat(added.path("type").asText() + name(added)).isEqualTo("ADDEDb");
            put("a", Map.of("x", "y"));
            ObjectNode entered = watch.next();
            assertThat(entered.path("type").asText() + name(entered)).isEqualTo("ADDEDa");
            put("a", Map.of("x", "z"));
            ObjectNode left = watch.next();
            assertThat(left.path("type").asText() + name(left)).isEqualTo("DELETEDa");
            assertThat(left.at("/object/metadata/labels/x").asText()).isEqualTo("y");
            assertThat(left.at("/object/metadata/resourceVersion").asLong())
                    .isGreaterThan(
                            entered.at("/object/metadata/resourceVersion").asLong());
        }
    }

    @Test
    void bookmarksWhenItsTimeIsOver() {
        try (WatchLines watch =
                test.watch(MAPS + "&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=" + version())) {
            ObjectNode bookmark = watch.next();
            assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
            assertThat(bookmark.at("/object/kind").asText()).isEqualTo("ConfigMap");
            assertThat(bookmark.at("/object/metadata/resourceVersion").asLong()).isPositive();
            assertThat(watch.next()).isEmpty();
        }
    }

    @Test
    void isGoneWhenItsVersionIsForgotten() {
        String old = version();
        put("a", Map.of());
        test.cluster.compactHistory();
        try (WatchLines watch = test.watch(MAPS + "&resourceVersion=" + old)) {
            ObjectNode error = watch.next();
            assertThat(error.path("type").asText()).isEqualTo("ERROR");
            assertThat(error.at("/object/code").asInt()).isEqualTo(410);
            assertThat(error.at("/object/reason").asText()).isEqualTo("Expired");
            assertThat(error.at("/object/message").asText()).startsWith("too old resource version: " + old + " (");
            assertThat(watch.next()).isEmpty();
        }
    }

    @Test
    void isGoneWhenTheHistoryHasMovedOn() {
        String old = version();
        for (int i = 0; i < 30; i++) {
            put("m" + i, Map.of());
        }
        try (WatchLines watch = test.watch(MAPS + "&resourceVersion=" + old)) {
            assertThat(watch.next().at("/object/code").asInt()).isEqualTo(410);
        }
    }

    @Test
    void clientLearnsThatItsVersionIsGone() throws Exception {
        String old = version();
        put("a", Map.of());
        test.cluster.compactHistory();
        CompletableFuture<WatcherException> closed = new CompletableFuture<>();
        try (var watch = test.client
                .configMaps()
                .inNamespace("default")
                .watch(new ListOptionsBuilder().withResourceVersion(old).build(), new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, ConfigMap map) {
                        closed.completeExceptionally(new AssertionError(action + " " + map));
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        closed.complete(cause);
                    }
                })) {
            assertThat(closed.get(TestCluster.PATIENCE_SECONDS, TimeUnit.SECONDS)
                            .isHttpGone())
                    .isTrue();
        }
    }

    @Test
    void informerSurvivesDroppedWatchesAndForgottenHistory() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (var informer = test.client.configMaps().inNamespace("default").inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(ConfigMap map) {
                seen.add("+" + map.getMetadata().getName());
            }

            @Override
            public void onUpdate(ConfigMap before, ConfigMap map) {
                seen.add("=" + map.getMetadata().getName());
            }

            @Override
            public void onDelete(ConfigMap map, boolean unknown) {
                seen.add("-" + map.getMetadata().getName());
            }
        })) {
            assertThat(informer.isRunning()).isTrue();
            assertThat(take(seen)).isEqualTo("+kube-root-ca.crt");
            put("a", Map.of());
            assertThat(take(seen)).isEqualTo("+a");
            test.cluster.dropWatches();
            put("b", Map.of());
            assertThat(take(seen)).isEqualTo("+b");
            test.cluster.failNext(Verb.WATCH, "configmaps", 0, 1, null);
            test.cluster.dropWatches();
            put("c", Map.of());
            test.cluster.compactHistory();
            assertThat(take(seen)).isEqualTo("+c");
        }
    }

    private static String take(BlockingQueue<String> seen) throws InterruptedException {
        return seen.poll(TestCluster.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void countsAndFailsRequests() {
        test.cluster.requests().reset();
        test.cluster.failNext(Verb.CREATE, "configmaps", 429, 2, Duration.ofSeconds(1));
        assertThat(put("a", Map.of()).getMetadata().getName()).isEqualTo("a");
        assertThat(test.cluster.requests().count(Verb.CREATE, "configmaps")).isEqualTo(3);
        test.cluster.failNext(Verb.GET, null, 403, 1, null);
        assertThatThrownBy(() -> test.client.pods().withName("x").get())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(403));
        assertThat(test.client.pods().withName("x").get()).isNull();
        assertThat(test.cluster.requests().counts()).isEqualTo(Map.of("create configmaps", 3L, "get pods", 2L));
        assertThat(test.cluster.requests().total()).isEqualTo(5);
    }

    @Test
    void everyVersionOfAPodIsNewerThanTheOneBefore() {
        try (WatchLines watch = test.watch("/api/v1/pods?watch=true")) {
            test.client
                    .resource(job("one", "true").build())
                    .inNamespace("default")
                    .create();
            List<ObjectNode> events = watch.until(
                    event -> event.at("/object/status/phase").asText().equals("Succeeded"));
            assertThat(events)
                    .extracting(event ->
                            event.at("/object/metadata/resourceVersion").asLong())
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
        Pod pod = test.awaitPhase("one", "Succeeded");
        assertThat(pod.getStatus().getStartTime()).isNotNull();
    }
}

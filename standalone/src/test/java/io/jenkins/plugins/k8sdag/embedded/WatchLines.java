package io.jenkins.plugins.k8sdag.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A watch as it comes over the wire, line by line. */
final class WatchLines implements AutoCloseable {
    private static final String END = "{}";

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Stream<String> body;
    private final Thread reader;

    WatchLines(HttpClient http, String url) {
        try {
            body = http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofLines())
                    .body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        reader = new Thread(() -> {
            try {
                body.forEach(lines::add);
            } catch (java.io.UncheckedIOException e) {
                // closed by the test, or by the cluster that closes
                lines.add(END);
            }
            lines.add(END);
        });
        reader.setDaemon(true);
        reader.start();
    }

    /** The next event; an empty object at the end of the stream. */
    ObjectNode next() {
        try {
            String line = lines.poll(TestCluster.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("an event in time").isNotNull();
            return TestCluster.json(line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All events up to and with the first that is as wanted. */
    List<ObjectNode> until(Predicate<ObjectNode> wanted) {
        List<ObjectNode> seen = new ArrayList<>();
        while (true) {
            ObjectNode event = next();
            assertThat(event.isEmpty()).as("the stream ended after %s", seen).isFalse();
            seen.add(event);
            if (wanted.test(event)) {
                return seen;
            }
        }
    }

    List<ObjectNode> untilType(String type) {
        return until(event -> event.path("type").asText().equals(type));
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}

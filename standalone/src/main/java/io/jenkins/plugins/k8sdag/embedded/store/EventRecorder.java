package io.jenkins.plugins.k8sdag.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes core/v1 Events as the components of a real cluster do: one object per subject, reason and message, counted up when it
 * recurs. The oldest go when there are more than {@value #MOST}, or after an hour. Thread-safe.
 */
public final class EventRecorder {
    private static final int MOST = 10_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final Store store;
    private final AtomicLong numbers = new AtomicLong(System.nanoTime());
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final Map<String, Stored> known = new HashMap<>();

    private record Kept(String key, Instant until) {}

    public EventRecorder(Store store) {
        this.store = store;
    }

    public void normal(Stored about, String component, String reason, String message) {
        record(about, null, component, "Normal", reason, message);
    }

    public void warning(Stored about, String component, String reason, String message) {
        record(about, null, component, "Warning", reason, message);
    }

    /**
     * @param container the container it is about; null when it is about the whole object
     * @param type {@code Normal} or {@code Warning}
     */
    public synchronized void record(
            Stored about, String container, String component, String type, String reason, String message) {
        String key = about.uid() + "|" + container + "|" + reason + "|" + message;
        Stored again = known.get(key);
        if (again != null && store.editIfSame(again, EventRecorder::count).isPresent()) {
            return;
        }
        try {
            known.put(key, store.create(Resource.EVENTS, event(about, container, component, type, reason, message)));
        } catch (ApiException e) {
            throw new IllegalStateException("an event's generated name was taken", e);
        }
        kept.add(new Kept(key, Instant.now().plus(KEPT)));
        while (kept.size() > MOST || kept.peek().until().isBefore(Instant.now())) {
            Stored old = known.remove(kept.remove().key());
            if (old != null) {
                store.remove(Resource.EVENTS, old.namespace(), old.name(), old.uid());
            }
        }
    }

    private static void count(ObjectNode event) {
        event.put("count", event.path("count").asInt() + 1).put("lastTimestamp", Json.now());
    }

    private ObjectNode event(
            Stored about, String container, String component, String type, String reason, String message) {
        ObjectNode event = Json.object();
        event.put("kind", "Event").put("apiVersion", "v1");
        String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
        event.putObject("metadata")
                .put("name", about.name() + "." + Long.toHexString(numbers.incrementAndGet()))
                .put("namespace", namespace);
        ObjectNode involved = event.putObject("involvedObject")
                .put("kind", about.resource().kind())
                .put("namespace", namespace)
                .put("name", about.name())
                .put("uid", about.uid())
                .put("apiVersion", about.resource().apiVersion())
                .put("resourceVersion", Long.toString(about.version()));
        if (container != null) {
            involved.put("fieldPath", "spec.containers{" + container + "}");
        }
        event.put("reason", reason).put("message", message);
        event.putObject("source").put("component", component);
        String now = Json.now();
        event.put("firstTimestamp", now)
                .put("lastTimestamp", now)
                .put("count", 1)
                .put("type", type);
        event.putNull("eventTime").put("reportingComponent", component).put("reportingInstance", "");
        return event;
    }
}

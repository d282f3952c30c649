package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One watch request from its opening to its end. Cuts the stream into events and keeps the version to go on from. Events come on a
 * thread of the client, one after the other; the owner waits in {@link #await}.
 */
final class WatchSession<T extends HasMetadata> {
    /**
     * A change.
     *
     * @param object as it is now, or was last
     * @param deleted whether it is no more
     */
    record Event<T>(T object, boolean deleted) {}

    private final Api api;
    private final Request request;
    private final Class<T> type;
    private final Consumer<Event<T>> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile String version;
    private volatile long heardAt = System.nanoTime();
    private volatile boolean cancelled;
    private volatile ByteStream stream;

    WatchSession(Api api, Request request, Class<T> type, String version, Consumer<Event<T>> events) {
        this.api = api;
        this.request = request;
        this.type = type;
        this.version = version;
        this.events = events;
    }

    /**
     * Sends the request.
     *
     * @param accepted run when the server has accepted it
     */
    void open(Runnable accepted) throws ApiException {
        stream = api.stream(request, this::bytes);
        stream.accepted().thenRun(accepted);
        if (cancelled) {
            stream.cancel();
        }
    }

    /** The version after the last event. */
    String version() {
        return version;
    }

    /**
     * Waits for the end.
     *
     * @param silence how long it may say nothing
     * @param until in terms of {@link System#nanoTime}, when to stop waiting at the latest
     * @param enough ends the waiting early
     * @return whether the server ended the watch in good order; false: it said nothing for too long, or the time is over
     * @throws ApiException when it broke, was refused, or its version has expired
     */
    boolean await(Duration silence, long until, BooleanSupplier enough) throws ApiException {
        while (!enough.getAsBoolean()) {
            long now = System.nanoTime();
            long left = Math.min(until - now, heardAt + silence.toNanos() - now);
            if (left <= 0) {
                return false;
            }
            try {
                stream.done().get(left, TimeUnit.NANOSECONDS);
                return true;
            } catch (TimeoutException e) {
                // Something may have been heard meanwhile; look again.
                continue;
            } catch (CancellationException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ApiException known) {
                    throw known;
                }
                throw ApiException.unanswered(
                        request, "the watch broke: " + e.getCause().getMessage(), e.getCause());
            }
        }
        return false;
    }

    void cancel() {
        cancelled = true;
        ByteStream current = stream;
        if (current != null) {
            current.cancel();
        }
    }

    private void bytes(byte[] bytes, int offset, int length) throws ApiException {
        heardAt = System.nanoTime();
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, from, i - from);
                from = i + 1;
                byte[] whole = line.toByteArray();
                line.reset();
                if (whole.length > 0 && !cancelled) {
                    event(whole);
                }
            }
        }
        line.write(bytes, from, offset + length - from);
    }

    private void event(byte[] json) throws ApiException {
        WatchEvent event = api.parse(request, json, WatchEvent.class);
        api.counters().heard();
        if (event.getObject() instanceof Status status) {
            int code = status.getCode() == null ? 500 : status.getCode();
            String text = "the watch was ended: " + status.getMessage();
            throw ApiException.answered(request, code, Optional.of(status), text, Optional.empty());
        }
        if (!type.isInstance(event.getObject())) {
            throw ApiException.unanswered(request, "the watch sent something else than " + type.getSimpleName(), null);
        }
        T object = type.cast(event.getObject());
        String next = object.getMetadata().getResourceVersion();
        if (!"BOOKMARK".equals(event.getType())) {
            events.accept(new Event<>(object, "DELETED".equals(event.getType())));
        }
        version = next == null || next.isEmpty() ? version : next;
    }
}

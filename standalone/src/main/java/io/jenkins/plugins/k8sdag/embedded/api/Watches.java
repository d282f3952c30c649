package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Change;
import io.jenkins.plugins.k8sdag.embedded.store.ChangeLog;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Serves watches: JSON lines in a chunked answer, until the time is over, the client leaves, or a test drops them all. */
final class Watches {
    private static final long BOOKMARK_SECONDS = 30;

    private final Store store;
    private final AtomicLong drops = new AtomicLong();

    Watches(Store store) {
        this.store = store;
    }

    void drop() {
        drops.incrementAndGet();
        for (Resource resource : Resource.values()) {
            store.log(resource).wake();
        }
    }

    void watch(Request request) throws IOException, InterruptedException {
        if (request.flag("sendInitialEvents")) {
            throw ApiException.invalid(
                    request.resource(),
                    "",
                    List.of(new ApiException.Cause(
                            "FieldValueForbidden",
                            "sendInitialEvents",
                            "Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is"
                                    + " enabled")));
        }
        Filter filter = Filter.of(request);
        long seconds = request.number("timeoutSeconds") == null
                ? ThreadLocalRandom.current().nextLong(1800, 3600)
                : request.number("timeoutSeconds");
        long version = request.number("resourceVersion") == null ? 0 : request.number("resourceVersion");
        OutputStream output = Response.stream(request.exchange(), "application/json");
        new Watch(request, filter, output).run(version, seconds);
    }

    /** One watch; it ends by returning, which ends the answer. */
    private final class Watch {
        private final Resource resource;
        private final Filter filter;
        private final OutputStream output;
        private final boolean bookmarks;
        private final Tables tables;
        private final long dropped = drops.get();

        Watch(Request request, Filter filter, OutputStream output) {
            this.resource = request.resource();
            this.filter = filter;
            this.output = output;
            this.bookmarks = request.flag("allowWatchBookmarks");
            this.tables = Tables.wanted(request) ? new Tables(resource, request) : null;
        }

        void run(long version, long seconds) throws IOException, InterruptedException {
            try {
                follow(version == 0 ? sendAll() : version, seconds);
            } catch (ApiException e) {
                line("ERROR", Json.bytes(e.status()));
                output.flush();
            }
        }

        /** Without a version a watch begins with the objects there are. */
        private long sendAll() throws IOException {
            Store.Listing all = store.list(resource, null, null, filter::wants);
            for (Stored object : all.items()) {
                line("ADDED", object);
            }
            output.flush();
            return all.version();
        }

        private void follow(long version, long seconds) throws IOException, InterruptedException {
            ChangeLog log = store.log(resource);
            long cursor = log.cursor(version);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            long bookmark = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOOKMARK_SECONDS);
            output.flush();
            while (drops.get() == dropped) {
                long settled = store.version(resource);
                long now = System.nanoTime();
                List<Change> changes = log.read(cursor, 0);
                if (changes.isEmpty() && (now >= end || now >= bookmark)) {
                    bookmark = now + TimeUnit.SECONDS.toNanos(BOOKMARK_SECONDS);
                    bookmark(settled);
                }
                if (now >= end) {
                    return;
                }
                if (changes.isEmpty()) {
                    changes = log.read(cursor, TimeUnit.NANOSECONDS.toMillis(Math.min(end, bookmark) - now) + 1);
                }
                for (Change change : changes) {
                    send(change);
                }
                cursor += changes.size();
                output.flush();
            }
        }

        /** An object that comes into the selection is added to it, one that leaves it is deleted from it. */
        private void send(Change change) throws IOException {
            boolean was = change.before() != null && filter.wants(change.before());
            boolean is = change.type() != Change.Type.DELETED && filter.wants(change.now());
            if (is) {
                line(was ? "MODIFIED" : "ADDED", change.now());
            } else if (was) {
                line("DELETED", change.type() == Change.Type.DELETED ? change.now() : left(change));
            }
        }

        /** The state it had in the selection, with the version at which it left. */
        private Stored left(Change change) {
            return change.before().at(change.version());
        }

        private void bookmark(long version) throws IOException {
            if (!bookmarks) {
                return;
            }
            ObjectNode object = Json.object();
            object.put("kind", resource.kind()).put("apiVersion", resource.apiVersion());
            object.putObject("metadata")
                    .put("resourceVersion", Long.toString(version))
                    .putNull("creationTimestamp");
            line("BOOKMARK", tables == null ? Json.bytes(object) : tables.bookmark(version));
            output.flush();
        }

        private void line(String type, Stored object) throws IOException {
            line(type, tables == null ? object.json() : tables.one(object));
        }

        private void line(String type, byte[] object) throws IOException {
            output.write(("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII));
            output.write(object);
            output.write('}');
            output.write('\n');
        }
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.jenkins.plugins.k8sdag.kubernetes.Request.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps a list and watch of one kind going, whatever happens to the connection: lists in pages, watches from there, and lists again
 * when the watch breaks, has expired, says nothing for too long, or has simply gone on for long enough. Keeps no objects.
 *
 * <p>Owns one thread, which lists and looks after the watch; events come on a thread of the client, and never while a list is handed
 * over.
 */
final class Reflector<T extends HasMetadata, L extends KubernetesResourceList<T>> {
    private static final Logger LOGGER = Logger.getLogger(Reflector.class.getName());

    /** Takes what is seen. A throw is logged and goes no further. */
    interface Handler<T> {
        /** An object as it is now. */
        void seen(T object);

        /** An object's last state; it is no more. */
        void deleted(T object);

        /**
         * A list is complete; it began at {@code began} and holds these.
         *
         * @param uids of all objects in it
         */
        void listed(Set<String> uids, Instant began);
    }

    private final Kind kind;
    private final Class<T> type;
    private final Class<L> listType;
    private final Api api;
    private final String namespace;
    private final String selector;
    private final ClusterOptions.Watching options;
    private final Handler<T> handler;
    private final Thread thread;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile ApiException forbidden;
    private volatile boolean closed;
    private volatile WatchSession<T> session;

    Reflector(
            Kind kind,
            Class<T> type,
            Class<L> listType,
            Api api,
            String namespace,
            String selector,
            ClusterOptions.Watching options,
            Handler<T> handler) {
        this.kind = kind;
        this.type = type;
        this.listType = listType;
        this.api = api;
        this.namespace = namespace;
        this.selector = Request.encode(selector);
        this.options = options;
        this.handler = handler;
        this.thread = new Thread(this::run, "k8s-dag-watch-" + kind.plural);
        this.thread.setDaemon(true);
    }

    /**
     * Waits until the first watch is up, from when on nothing that happens is missed, or until it was refused.
     *
     * @throws InterruptedException when interrupted
     */
    void awaitAnswer(Duration limit) throws InterruptedException {
        answered.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Why we may not see what happens, if we may not. */
    Optional<ApiException> forbidden() {
        return Optional.ofNullable(forbidden);
    }

    private void up() {
        forbidden = null;
        answered.countDown();
        api.counters().watch(kind.plural, true);
        api.counters().well(kind.plural);
    }

    void start() {
        api.counters().watch(kind.plural, false);
        thread.start();
    }

    /** Stops without waiting; nothing is handed over any more once the present object is. */
    void close() {
        closed = true;
        thread.interrupt();
        WatchSession<T> current = session;
        if (current != null) {
            current.cancel();
        }
        api.counters().stopped(kind.plural);
    }

    private void run() {
        int failures = 0;
        boolean first = true;
        while (!closed) {
            try {
                if (!first) {
                    api.counters().watchRestarts.increment();
                }
                first = false;
                String version = list();
                failures = 0;
                watch(version);
            } catch (ApiException e) {
                trouble(e);
                pause(++failures);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "The watch on " + kind.plural + " failed and starts again", e);
                pause(++failures);
            }
        }
    }

    private String list() throws ApiException {
        Instant began = Instant.now();
        Set<String> uids = new HashSet<>();
        String next = "";
        String version;
        do {
            String query = "labelSelector=" + selector + "&limit=" + options.page()
                    + (next.isEmpty() ? "" : "&continue=" + Request.encode(next));
            L page = api.call(Request.list(kind, namespace, query), listType);
            for (T item : page.getItems()) {
                uids.add(item.getMetadata().getUid());
                safely(item, handler::seen);
            }
            ListMeta meta = page.getMetadata();
            version = meta == null || meta.getResourceVersion() == null ? "0" : meta.getResourceVersion();
            next = meta == null || meta.getContinue() == null ? "" : meta.getContinue();
        } while (!next.isEmpty() && !closed);
        safely(uids, all -> handler.listed(all, began));
        return version;
    }

    /** Watches until it is time to list again; returns then, or throws when something broke. */
    private void watch(String from) throws ApiException {
        long relistAt = System.nanoTime() + options.relist().toNanos();
        String version = from;
        int quick = 0;
        while (!closed && System.nanoTime() < relistAt) {
            long began = System.nanoTime();
            WatchSession<T> current = new WatchSession<>(api, watchRequest(version), type, version, event -> {
                Consumer<T> to = event.deleted() ? handler::deleted : handler::seen;
                safely(event.object(), to);
            });
            session = current;
            boolean ended;
            try {
                current.open(this::up);
                ended = current.await(options.silence(), relistAt, () -> closed);
            } finally {
                session = null;
                current.cancel();
            }
            if (!ended && !closed && System.nanoTime() < relistAt) {
                throw ApiException.unanswered(
                        watchRequest(version),
                        "the watch on " + kind.plural + " said nothing for "
                                + options.silence().toSeconds() + " s",
                        null);
            }
            version = current.version();
            // A server that ends every watch at once is not to be asked in a tight loop.
            boolean atOnce = System.nanoTime() - began < options.firstBackoff().toNanos();
            quick = atOnce ? quick + 1 : 0;
            if (quick > 0) {
                pause(quick);
            }
        }
    }

    private Request watchRequest(String version) {
        // Spread, so that the watches of many hosts do not all come back at once.
        long seconds = options.serverTimeout().toSeconds();
        long timeout = Math.max(1, seconds + ThreadLocalRandom.current().nextLong(Math.max(1, seconds / 5)));
        String query = "labelSelector=" + selector + "&allowWatchBookmarks=true&timeoutSeconds=" + timeout
                + "&resourceVersion=" + Request.encode(version);
        return Request.watch(kind, namespace, query);
    }

    private void trouble(ApiException e) {
        api.counters().watch(kind.plural, false);
        if (e.code() == 403) {
            forbidden = e;
            answered.countDown();
        }
        if (!closed) {
            api.counters().trouble(kind.plural, e.getMessage());
            LOGGER.log(Level.FINE, e, () -> "The watch on " + kind.plural + " starts again");
        }
    }

    private <V> void safely(V value, Consumer<V> to) {
        if (closed) {
            return;
        }
        try {
            to.accept(value);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "What was seen of " + kind.plural + " could not be taken in", e);
        }
    }

    private void pause(int failures) {
        Duration first = options.firstBackoff();
        long millis = Math.min(options.lastBackoff().toMillis(), first.toMillis() << Math.min(failures - 1, 10));
        long jittered = millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
        if (closed) {
            return;
        }
        try {
            Thread.sleep(jittered);
        } catch (InterruptedException e) {
            // Only close interrupts this thread, and has said so by its flag.
            LOGGER.log(Level.FINEST, "interrupted", e);
        }
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.k8sdag.engine.LogSink;
import io.jenkins.plugins.k8sdag.engine.LogStore;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Input;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Follows one log from wherever its file ends to the end of its container. Holds no thread while nothing comes: chunks and ends come
 * on threads of the client, waits on the cluster's timer. All of its steps are under its own lock, one stream at a time.
 */
final class LogFollow {
    /** A stream and its container that end within this time have ended for the same reason. */
    private static final long TOLD_TOGETHER_NANOS = TimeUnit.SECONDS.toNanos(2);

    /**
     * A log that was growing by so much when its stream ended is read once more a moment later: a node under load can end a stream
     * before all of a burst is in its file (kubernetes#59902; 3,225 of 10,000 lines were missing once on a real cluster).
     */
    private static final long BURST_BYTES = 16 * 1024;

    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final KubernetesCluster cluster;
    private final KubernetesRun run;
    private final AttemptId id;
    private final String stage;
    private final String pod;
    private final String container;
    private final CompletableFuture<Void> ended;
    private final LogStore store;
    private final ClusterOptions.Logs options;
    private final CompletableFuture<Input> result = new CompletableFuture<>();
    private LogSink sink;
    private ByteStream stream;
    /** Counts the streams opened, so that what comes of an older one is known to be late. */
    private int round;

    private int failures;
    private long deadline = Long.MAX_VALUE;
    private boolean started;
    private boolean stopped;
    private boolean broken;
    private boolean fresh;
    private long streamEndedAt;
    private long burstSince;
    private long burstBytes;
    /** Set once the container is known to have ended after a stream had: the next stream to end is the last. */
    private boolean lastLook;

    LogFollow(
            KubernetesCluster cluster,
            KubernetesRun run,
            AttemptId id,
            String stage,
            String pod,
            String container,
            CompletableFuture<Void> ended,
            LogStore store) {
        this.cluster = cluster;
        this.run = run;
        this.id = id;
        this.stage = stage;
        this.pod = pod;
        this.container = container;
        this.ended = ended;
        this.store = store;
        this.options = cluster.options().logs();
    }

    /** Done with {@link Input.Drained}; fails only when the file cannot be written. */
    CompletableFuture<Input> result() {
        return result;
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    /** Begins; called once there is a place for it. */
    synchronized void start() {
        if (stopped) {
            cluster.follows().done();
            return;
        }
        started = true;
        try {
            sink = store.open(stage, id.attempt());
        } catch (IOException e) {
            fail(e);
            return;
        }
        // Not on the thread that tells the end: it is a watch's, and a slow disk must not hold that up.
        ended.thenRunAsync(this::bound, cluster.questions());
        connect();
    }

    /** From the attempt's end on, its log is waited for no longer than this. */
    private void bound() {
        synchronized (this) {
            deadline = System.nanoTime() + options.drainLimit().toNanos();
        }
        run.later(this::giveUp, options.drainLimit());
    }

    private synchronized void giveUp() {
        if (!stopped && !result.isDone()) {
            missing("the log could not be read to its end within "
                    + options.drainLimit().toSeconds() + " s of the stage's end");
        }
    }

    private synchronized void connect() {
        if (stopped || result.isDone()) {
            return;
        }
        int mine = ++round;
        Optional<Instant> last = sink.lastStamp();
        fresh = true;
        String query = "container=" + Request.encode(container) + "&follow=true&timestamps=true"
                + last.map(at -> "&sinceTime=" + at.truncatedTo(ChronoUnit.SECONDS))
                        .orElse("");
        try {
            stream = cluster.api().stream(
                    Request.log(cluster.namespace(), pod, query),
                    (bytes, offset, length) -> chunk(mine, bytes, offset, length));
        } catch (ApiException e) {
            over(mine, e);
            return;
        }
        stream.done().whenComplete((nothing, failure) -> over(mine, failure));
    }

    private synchronized void chunk(int from, byte[] bytes, int offset, int length) throws IOException {
        if (from != round || stopped || result.isDone()) {
            return;
        }
        failures = 0;
        long now = System.nanoTime();
        if (burstBytes == 0 || now - burstSince > BURST_NANOS) {
            burstSince = now;
            burstBytes = 0;
        }
        burstBytes += length;
        if (fresh) {
            // Not before: a line that was cut off is all there is of it if nothing comes any more.
            sink.rewind();
            fresh = false;
        }
        cluster.api().counters().logBytes.add(length);
        try {
            sink.write(bytes, offset, length);
        } catch (IOException e) {
            fail(e);
            throw e;
        }
    }

    /** A stream is over: the log's end, or a broken connection. */
    private synchronized void over(int from, Throwable failure) {
        if (from != round || stopped || result.isDone()) {
            return;
        }
        if (failure == null) {
            broken = false;
            if (lastLook) {
                complete();
            } else if (ended.isDone()) {
                completeUnlessBurst();
            } else {
                // The container has ended, or the server let go of a log that goes on. The watch tells in a moment; a
                // log whose stream ended well before its container was known to have is read once more, for the server
                // may have let go just before the last lines; what makes a server let go delays the watch as well.
                streamEndedAt = System.nanoTime();
                CompletableFuture<Void> told = new CompletableFuture<Void>()
                        .completeOnTimeout(null, options.endGrace().toMillis(), TimeUnit.MILLISECONDS);
                CompletableFuture.anyOf(ended, told).thenRunAsync(() -> afterEnd(from), cluster.questions());
            }
        } else if (failure instanceof ApiException e && e.code() != 0) {
            refused(e);
        } else {
            broken = true;
            again();
        }
    }

    private void refused(ApiException e) {
        if (e.notFound()) {
            // A kubelet that has just started answers so too, until it knows its pods again.
            int from = round;
            run.ask(() -> afterNotFound(from));
        } else if (e.code() == 401 || e.code() == 403) {
            boolean starting = e.code() == 403 && cluster.permissions().granted();
            if (!starting && (ended.isDone() || e.code() == 403)) {
                missing("the log could not be read: " + e.getMessage());
            } else {
                again();
            }
        } else if (ended.isDone() && e.code() == 400 && sink.lastStamp().isEmpty()) {
            // The kubelet has no log of a container that never ran or whose files are gone.
            missing("the log could not be read: " + e.getMessage());
        } else {
            again();
        }
    }

    /** Blocking: runs on the pool for questions. */
    private void afterNotFound(int from) {
        boolean there;
        try {
            there = cluster.lookups().pod(pod).isPresent();
        } catch (ApiException e) {
            there = true;
        }
        synchronized (this) {
            if (from != round || stopped || result.isDone()) {
                return;
            }
            if (there) {
                again();
            } else if (broken || sink.lastStamp().isEmpty()) {
                missing("lines may be missing: the pod was deleted before its log was read");
            } else {
                complete();
            }
        }
    }

    /** Blocking: runs on the pool for questions. */
    private void afterEnd(int from) {
        boolean over = ended.isDone();
        if (!over) {
            try {
                Optional<Pod> found = cluster.lookups().pod(pod);
                over = found.isEmpty()
                        || PodFields.isTerminal(found.get())
                        || PodFields.state(PodFields.main(found.get())).getTerminated() != null;
            } catch (ApiException e) {
                over = false;
            }
        }
        synchronized (this) {
            if (from != round || stopped || result.isDone()) {
                return;
            }
            if (over && System.nanoTime() - streamEndedAt < TOLD_TOGETHER_NANOS) {
                completeUnlessBurst();
            } else if (over) {
                lastLook = true;
                connectFrom();
            } else {
                again();
            }
        }
    }

    private void completeUnlessBurst() {
        boolean lately = System.nanoTime() - burstSince
                < TOLD_TOGETHER_NANOS + options.endGrace().toNanos();
        if (burstBytes >= BURST_BYTES && lately) {
            lastLook = true;
            run.later(this::connectFrom, SETTLED);
        } else {
            complete();
        }
    }

    private void again() {
        failures++;
        long millis = Math.min(
                options.lastBackoff().toMillis(), options.firstBackoff().toMillis() << Math.min(failures - 1, 10));
        if (System.nanoTime() > deadline) {
            giveUp();
        } else {
            run.later(() -> connectFrom(), Duration.ofMillis(millis));
        }
    }

    private void connectFrom() {
        try {
            connect();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void missing(String why) {
        try {
            sink.gap(why);
            complete();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void complete() {
        try {
            sink.close();
        } catch (IOException e) {
            fail(e);
            return;
        }
        finish(() -> result.complete(new Input.Drained(id, sink.lines(), sink.gaps())));
    }

    private void fail(Throwable e) {
        finish(() -> result.completeExceptionally(e));
    }

    private void finish(Runnable outcome) {
        stopped = true;
        if (stream != null) {
            stream.cancel();
        }
        cluster.follows().done();
        outcome.run();
    }

    /** The run is closed here and goes on elsewhere: the log is left as it is, at its last whole line. */
    void stop() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
            if (!started) {
                cluster.follows().remove(this);
            } else {
                if (stream != null) {
                    stream.cancel();
                }
                cluster.follows().done();
            }
            if (sink != null) {
                try {
                    sink.rewind();
                    sink.close();
                } catch (IOException e) {
                    result.completeExceptionally(e);
                }
            }
        }
        result.cancel(false);
    }
}

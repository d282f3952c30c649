package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Input;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A log of the fake cluster being followed. Jobs that print nothing have none, and no file is touched for them. */
final class FakeFollow {
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration SILENT_TICK = Duration.ofMillis(200);

    final CompletableFuture<Input> result = new CompletableFuture<>();
    private final FakeCluster cluster;
    private final FakeJob job;
    private final AttemptId id;
    private final String stage;
    private final LogStore logs;
    private LogSink sink;

    FakeFollow(FakeCluster cluster, FakeJob job, AttemptId id, String stage, LogStore logs) {
        this.cluster = cluster;
        this.job = job;
        this.id = id;
        this.stage = stage;
        this.logs = logs;
    }

    void step() {
        Duration tick = prints() ? TICK : SILENT_TICK.plus(cluster.chaos.delay());
        cluster.world.accept(tick, () -> {
            synchronized (cluster) {
                if (result.isDone()) {
                    return;
                }
                try {
                    read();
                } catch (IOException e) {
                    result.completeExceptionally(e);
                }
            }
        });
    }

    private boolean prints() {
        return job != null && !job.log.lines().isEmpty();
    }

    private void read() throws IOException {
        boolean gone = job == null || job.gone;
        if (prints()) {
            sink = sink == null ? logs.open(stage, id.attempt()) : sink;
            if (gone) {
                sink.gap("lines may be missing: the pod was deleted before its log was read");
            } else {
                take();
            }
        }
        if (!gone && !job.terminal()) {
            step();
            return;
        }
        if (sink != null) {
            sink.close();
        }
        long lines = sink == null ? 1 : sink.lines();
        int gaps = sink == null ? (job == null ? 1 : 0) : sink.gaps();
        result.complete(new Input.Drained(id, lines, gaps));
    }

    private void take() throws IOException {
        if (job.startedAt.isPresent()) {
            Instant since = sink.lastStamp().orElse(Instant.EPOCH);
            sink.rewind();
            byte[] text = job.log
                    .text(job.startedAt.get(), since, cluster.threads.instant())
                    .getBytes(StandardCharsets.UTF_8);
            sink.write(text, 0, text.length);
        }
    }

    /** The host lets go; the file stays as it is. */
    void cut() {
        if (!result.isDone()) {
            result.cancel(false);
            try {
                if (sink != null) {
                    sink.rewind();
                    sink.close();
                }
            } catch (IOException e) {
                throw new IllegalStateException("a test's log file cannot be closed", e);
            }
        }
    }
}

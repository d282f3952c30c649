package io.jenkins.plugins.k8sdag.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The daemon threads of a host, shared by all its runs: a few for turns, a bounded pool for API calls, one for time. */
public final class EngineThreads implements Threads, AutoCloseable {
    private static final int TURN_THREADS = 4;

    private final InstantSource clock;
    private final ExecutorService turns;
    private final ExecutorService calls;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * Starts no thread before it is needed.
     *
     * @param clock the controller's clock
     * @param callThreads how many API calls may be under way at once, over all runs
     */
    public EngineThreads(InstantSource clock, int callThreads) {
        this.clock = clock;
        this.turns = pool(TURN_THREADS, "k8sdag-turn-");
        this.calls = pool(callThreads, "k8sdag-call-");
        this.timer = new ScheduledThreadPoolExecutor(1, named("k8sdag-timer-"));
        timer.setRemoveOnCancelPolicy(true);
    }

    private static ExecutorService pool(int size, String prefix) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(prefix));
        pool.allowCoreThreadTimeOut(true);
        // After close() nothing more is done: a watch that still tells something must not be thrown at for it.
        pool.setRejectedExecutionHandler((task, executor) -> {});
        return pool;
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger n = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + n.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public Executor turns() {
        return turns;
    }

    @Override
    public Executor calls() {
        return calls;
    }

    @Override
    public Runnable at(Instant when, Runnable task) {
        Duration wait = Duration.between(clock.instant(), when);
        // Rounded up: a timer that fires a little early would find nothing due and have to be armed again.
        long millis = Math.max(0, wait.plusNanos(999_999).toMillis());
        try {
            Future<?> future = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            // The host is going down; whatever was to be done then is done after its restart.
            return () -> {};
        }
    }

    /** Ends all threads; runs stay as their journals have them. */
    @Override
    public void close() {
        timer.shutdownNow();
        turns.shutdown();
        calls.shutdown();
    }
}

package io.jenkins.plugins.k8sdag.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that other threads or processes bring about. */
final class Wait {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Wait() {}

    /** Returns once the condition holds; fails after two minutes. */
    static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to pass: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Lets so many go at once and so many per second in the long run; the others wait their turn. Safe for use by several threads. */
final class TokenBucket {
    private final double perNano;
    private final double burst;
    private final LongSupplier nanoTime;
    private double tokens;
    private long at;

    /**
     * A full bucket.
     *
     * @param perSecond over 0
     * @param burst at least 1
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    TokenBucket(double perSecond, int burst, LongSupplier nanoTime) {
        this.perNano = perSecond / TimeUnit.SECONDS.toNanos(1);
        this.burst = burst;
        this.nanoTime = nanoTime;
        this.tokens = burst;
        this.at = nanoTime.getAsLong();
    }

    /**
     * Waits for a token.
     *
     * @throws InterruptedException when interrupted; the token is then lost
     */
    void take() throws InterruptedException {
        long end = nanoTime.getAsLong() + reserve();
        for (long left = end - nanoTime.getAsLong(); left > 0; left = end - nanoTime.getAsLong()) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting to create a Job");
            }
        }
    }

    /** Takes a token, maybe one to come, and tells in how many nanoseconds it will be there. */
    synchronized long reserve() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst, tokens + (now - at) * perNano) - 1;
        at = now;
        return tokens >= 0 ? 0 : (long) (-tokens / perNano);
    }
}

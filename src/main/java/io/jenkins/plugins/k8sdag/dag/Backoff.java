package io.jenkins.plugins.k8sdag.dag;

import java.time.Duration;

/**
 * How long to wait before another try: {@code initial}, then {@code factor} times as long each time, never over {@code max}.
 *
 * @param initial the first wait, not negative
 * @param factor growth per try, at least 1
 * @param max the longest wait, not shorter than {@code initial}
 */
public record Backoff(Duration initial, double factor, Duration max) {
    public static final Backoff DEFAULT = new Backoff(Duration.ofSeconds(10), 2, Duration.ofMinutes(5));

    public Backoff {
        if (initial.isNegative()) {
            throw new IllegalArgumentException("backoff.initial is negative: " + initial);
        }
        if (!(factor >= 1) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("backoff.factor must be at least 1, not " + factor);
        }
        if (max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("backoff.max " + max + " is shorter than backoff.initial " + initial);
        }
    }

    /**
     * The wait before a try.
     *
     * @param failures how many tries failed so far, at least 1
     * @return the wait, at most {@link #max}
     */
    public Duration delay(int failures) {
        double millis = initial.toMillis() * Math.pow(factor, Math.max(0, failures - 1));
        return millis >= max.toMillis() ? max : Duration.ofMillis((long) millis);
    }
}

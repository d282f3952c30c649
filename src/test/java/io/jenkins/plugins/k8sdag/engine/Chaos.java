package io.jenkins.plugins.k8sdag.engine;

import java.time.Duration;
import java.util.Random;

/**
 * How unkind the fake cluster is: chances out of 1, drawn by a seed.
 *
 * @param drop a change is not told, until the next list
 * @param twice a change is told again, later
 * @param slow the longest a change takes to be told
 * @param refuse a call fails and did nothing
 * @param lose a call did its work and its answer is lost
 * @param quota a Job is refused by a quota
 */
record Chaos(Random random, double drop, double twice, Duration slow, double refuse, double lose, double quota) {
    static Chaos none() {
        return new Chaos(new Random(0), 0, 0, Duration.ZERO, 0, 0, 0);
    }

    static Chaos of(Random random) {
        double level = random.nextInt(4) / 3.0;
        return new Chaos(
                random,
                0.15 * level,
                0.2 * level,
                Duration.ofMillis(1 + (long) (4000 * level)),
                0.15 * level,
                0.1 * level,
                0.1 * level);
    }

    boolean chance(double p) {
        return p > 0 && random.nextDouble() < p;
    }

    Duration delay() {
        return slow.isZero() ? Duration.ZERO : Duration.ofMillis(random.nextLong(slow.toMillis()));
    }
}

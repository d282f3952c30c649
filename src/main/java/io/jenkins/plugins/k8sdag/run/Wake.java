package io.jenkins.plugins.k8sdag.run;

import java.time.Instant;

/**
 * A moment at which something is due for a stage.
 *
 * @param at when
 * @param stage the stage's position
 */
record Wake(Instant at, int stage) implements Comparable<Wake> {
    @Override
    public int compareTo(Wake o) {
        int byTime = at.compareTo(o.at);
        return byTime != 0 ? byTime : Integer.compare(stage, o.stage);
    }
}

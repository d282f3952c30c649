package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.engine.Health;
import java.time.Instant;

/**
 * How the connection to the cluster stands.
 *
 * @param connected whether the watches are up
 * @param lastHeard when the API was last heard of, or null
 * @param trouble what is wrong, in a sentence, or null
 * @param apiCalls requests sent so far
 * @param watchRestarts how often a watch had to be started again
 */
public record HealthView(boolean connected, String lastHeard, String trouble, long apiCalls, long watchRestarts) {
    static HealthView of(Health health) {
        return new HealthView(
                health.connected(),
                health.lastHeard().map(Instant::toString).orElse(null),
                health.trouble().orElse(null),
                health.apiCalls(),
                health.watchRestarts());
    }
}

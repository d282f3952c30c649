package io.jenkins.plugins.k8sdag.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * How the connection to a cluster stands.
 *
 * @param connected whether the watches are up
 * @param lastHeard when the API was last heard of
 * @param trouble what is wrong, in a sentence, while something is
 * @param apiCalls requests sent so far
 * @param watchRestarts how often a watch had to be started again
 * @param logBytes bytes of logs taken in so far
 */
public record Health(
        boolean connected,
        Optional<Instant> lastHeard,
        Optional<String> trouble,
        long apiCalls,
        long watchRestarts,
        long logBytes) {}

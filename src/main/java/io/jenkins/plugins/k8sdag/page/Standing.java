package io.jenkins.plugins.k8sdag.page;

import io.jenkins.plugins.k8sdag.engine.Health;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A run as a host knows it at one moment, for one reader.
 *
 * @param state the run
 * @param health of the connection to its cluster, if this process has one
 * @param actions what the reader may do: {@code cancel}, {@code rerun}, {@code retry}
 * @param abandoned whether nothing drives the run though it has not ended
 */
public record Standing(RunState state, Optional<Health> health, List<String> actions, boolean abandoned) {
    /**
     * Names what {@link RunFeed} would answer: the same tag is the same answer, but for clocks that have gone on.
     *
     * @param since as the reader asks
     */
    public String tag(long since) {
        int host = Objects.hash(health.map(Health::connected), health.flatMap(Health::trouble), actions, abandoned);
        return state.info().runId() + "-" + state.seq() + "-" + since + "-" + Integer.toHexString(host);
    }
}

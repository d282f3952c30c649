package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Timeouts;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code timeout}: a duration for the run clock, or a map of clocks. */
final class TimeoutReader {
    private TimeoutReader() {}

    /** The limits of a stage; a clock that the stage does not name has the limit of the defaults. */
    static Timeouts read(Optional<Node> own, Optional<Node> defaults) {
        return new Timeouts(
                clock(own, "pending").or(() -> clock(defaults, "pending")).orElse(Timeouts.DEFAULT.pending()),
                clock(own, "pull").or(() -> clock(defaults, "pull")).orElse(Timeouts.DEFAULT.pull()),
                clock(own, "run").or(() -> clock(defaults, "run")));
    }

    /** The single duration at a key such as {@code spec.timeout}. */
    static Optional<Duration> single(Mapping map, String key) {
        return Trees.string(map, key).flatMap(TimeoutReader::limit);
    }

    private static Optional<Duration> clock(Optional<Node> timeout, String clock) {
        if (timeout.isEmpty()) {
            return Optional.empty();
        }
        if (timeout.get() instanceof Mapping map) {
            return Trees.string(map, clock).flatMap(TimeoutReader::limit);
        }
        return timeout.get() instanceof Scalar scalar && clock.equals("run") ? limit(scalar) : Optional.empty();
    }

    private static Optional<Duration> limit(Scalar scalar) {
        return Format.LIMIT.matches(scalar.text()) ? Optional.of(Durations.parse(scalar.text())) : Optional.empty();
    }
}

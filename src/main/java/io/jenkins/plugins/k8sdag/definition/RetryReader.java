package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Backoff;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy.MemoryGrowth;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy.On;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reads {@code retry}: a number, or a map. */
final class RetryReader {
    private static final Set<On> DEFAULT_ON = Set.of(On.FAILURE, On.TIMEOUT);

    private final Problems problems;

    RetryReader(Problems problems) {
        this.problems = problems;
    }

    RetryPolicy read(Optional<Node> retry) {
        if (retry.isPresent() && retry.get() instanceof Scalar scalar && scalar.value() instanceof Number limit) {
            return limit.intValue() <= 0
                    ? RetryPolicy.NONE
                    : new RetryPolicy(limit.intValue(), DEFAULT_ON, Backoff.DEFAULT, Optional.empty());
        }
        if (retry.isPresent() && retry.get() instanceof Mapping map) {
            int limit = Math.max(0, Trees.number(map, "limit").orElse(0).intValue());
            Set<On> on = on(map);
            Optional<MemoryGrowth> memory = memory(map);
            if (memory.isPresent() && !on.contains(On.FAILURE) && !on.contains(On.OUT_OF_MEMORY)) {
                problems.error(
                        map.keyAt("memory"),
                        "conflict",
                        "'memory' has no effect: running out of memory is not tried again",
                        "add outOfMemory to on, or remove memory");
            }
            return new RetryPolicy(limit, on, backoff(Trees.map(map, "backoff")), memory);
        }
        return RetryPolicy.NONE;
    }

    private static Set<On> on(Mapping retry) {
        Set<On> on = new LinkedHashSet<>();
        for (String word : Trees.strings(retry, "on")) {
            switch (word) {
                case "failure" -> on.add(On.FAILURE);
                case "timeout" -> on.add(On.TIMEOUT);
                case "outOfMemory" -> on.add(On.OUT_OF_MEMORY);
                default -> {
                    // Reported as a word that cannot stand here.
                }
            }
        }
        return on.isEmpty() ? DEFAULT_ON : on;
    }

    private Backoff backoff(Mapping map) {
        Duration initial = duration(map, "initial").orElse(Backoff.DEFAULT.initial());
        Optional<Duration> max = duration(map, "max");
        if (max.isPresent() && max.get().compareTo(initial) < 0) {
            problems.error(
                    map.keyAt("max"),
                    "conflict",
                    "'max' is shorter than the first wait",
                    "make max at least as long as initial, or remove it");
            return Backoff.DEFAULT;
        }
        double factor = Trees.number(map, "factor").map(Number::doubleValue).orElse(Backoff.DEFAULT.factor());
        Duration longest = max.orElse(initial.compareTo(Backoff.DEFAULT.max()) > 0 ? initial : Backoff.DEFAULT.max());
        return new Backoff(initial, Math.max(1, factor), longest);
    }

    private static Optional<Duration> duration(Mapping map, String key) {
        return Trees.string(map, key)
                .map(Scalar::text)
                .filter(Format.DURATION::matches)
                .map(Durations::parse);
    }

    private static Optional<MemoryGrowth> memory(Mapping retry) {
        Mapping map = Trees.map(retry, "memory");
        Optional<Double> factor =
                Trees.number(map, "factor").map(Number::doubleValue).filter(f -> f > 1);
        Optional<String> max = Trees.scalar(map, "max").map(Scalar::text);
        return factor.isPresent() && max.isPresent()
                ? Optional.of(new MemoryGrowth(factor.get(), max.get()))
                : Optional.empty();
    }
}

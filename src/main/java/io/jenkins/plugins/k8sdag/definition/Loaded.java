package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Concurrency;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file that can run.
 *
 * @param dag its graph
 * @param params the resolved parameters in the file's order: String, Boolean, Long, Double or List
 * @param concurrency the group of its runs, its name as the file has it; see {@link #concurrencyOf}
 * @param warnings what lint says of it, sorted by place
 */
public record Loaded(Dag dag, Map<String, Object> params, Optional<Concurrency> concurrency, List<Problem> warnings) {
    public Loaded {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        warnings = List.copyOf(warnings);
    }

    /** The same with another number of stages in flight, at least 1. */
    public Loaded withMaxParallel(int n) {
        return new Loaded(dag.withMaxParallel(n), params, concurrency, warnings);
    }

    /**
     * The group of a run, its name resolved.
     *
     * @param runId the run's id
     * @param env what the host passes
     * @throws ExpressionException when its name cannot be evaluated, or is blank
     */
    public Optional<Concurrency> concurrencyOf(String runId, Map<String, String> env) throws ExpressionException {
        return ConcurrencyReader.resolve(this, runId, env);
    }
}

package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Dag;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file that can run.
 *
 * @param dag its graph
 * @param params the resolved parameters in the file's order: String, Boolean, Long, Double or List
 * @param warnings what lint says of it, sorted by place
 */
public record Loaded(Dag dag, Map<String, Object> params, List<Problem> warnings) {
    public Loaded {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        warnings = List.copyOf(warnings);
    }
}

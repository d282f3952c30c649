package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A scope as CEL sees it. */
final class ScopeVariables {
    private static final int SHOWN = 60;

    private ScopeVariables() {}

    static Map<String, Object> of(Scope scope) {
        Map<String, Object> variables = new HashMap<>();
        variables.put(CelLanguage.PARAMS, scope.params());
        Map<String, Object> stages = new HashMap<>();
        scope.stages()
                .forEach((name, result) -> stages.put(
                        name, Map.of("status", result.status(), "outputs", result.outputs(), "attempts", (long)
                                result.attempts())));
        variables.put(CelLanguage.STAGES, stages);
        variables.put(CelLanguage.RUN, scope.run());
        variables.put(CelLanguage.ENV, scope.env());
        variables.put(CelLanguage.MATRIX, Map.of());
        variables.putAll(scope.vars());
        return variables;
    }

    /** The value at a path for people's eyes; see {@link #shown(Object)}. */
    static String shown(Map<String, Object> variables, List<String> path) {
        Object value = variables;
        for (String part : path) {
            value = value instanceof Map<?, ?> map ? map.get(part) : null;
        }
        return value == null ? "not set" : shown(value);
    }

    /** A value for people's eyes: a string in quotes, in one line, and cut where it is long. */
    static String shown(Object value) {
        boolean quoted = value instanceof String;
        String text = Interpolation.text(value).replace("\r", "\\r").replace("\n", "\\n");
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN - 3) + "..." : text;
        return quoted ? "'" + cut + "'" : cut;
    }
}

package io.jenkins.plugins.k8sdag.pipeline;

import hudson.AbortException;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.k8sdag.definition.OfferedParams;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of a build, on offer to the parameters of the same name in its DAGs: those that {@code params} in a pipeline would
 * show, of them the strings, choices, numbers and booleans. The value of a password never leaves its place.
 */
final class BuildParams {
    /** A shorter one may well be a word that a harmless parameter has, too. */
    private static final int SHORTEST_SECRET = 4;

    private BuildParams() {}

    /** What a build offers. */
    static OfferedParams of(Run<?, ?> build) {
        Map<String, ParameterValue> found = all(build);
        Map<String, Object> values = new LinkedHashMap<>();
        Set<String> secrets = new HashSet<>();
        found.forEach((name, parameter) -> {
            if (parameter.isSensitive()) {
                secrets.add(name);
            } else if (parameter.getValue() instanceof CharSequence
                    || parameter.getValue() instanceof Boolean
                    || parameter.getValue() instanceof Number) {
                values.put(name, ParamValues.plain(name, parameter.getValue()));
            }
        });
        return new OfferedParams("build parameter", values, secrets);
    }

    /**
     * Refuses the value of a password where a pipeline gives it to a DAG, as in {@code params: [token: "${params.TOKEN}"]}: there it is
     * a string like any other.
     *
     * @throws AbortException with what to do
     */
    static void refuseSecrets(Map<String, Object> given, Run<?, ?> build) throws AbortException {
        for (ParameterValue parameter : all(build).values()) {
            if (parameter.isSensitive() && parameter.getValue() instanceof Secret secret) {
                String text = secret.getPlainText();
                for (Map.Entry<String, Object> value : given.entrySet()) {
                    if (text.length() >= SHORTEST_SECRET && text.equals(value.getValue())) {
                        throw new AbortException(
                                "the parameter '" + value.getKey() + "' is given the secret build parameter '"
                                        + parameter.getName()
                                        + "', and parameters are shown (keep it in a Secret of the namespace, and"
                                        + " read it in the DAG by env with valueFrom.secretKeyRef)");
                    }
                }
            }
        }
    }

    private static Map<String, ParameterValue> all(Run<?, ?> build) {
        Map<String, ParameterValue> found = new LinkedHashMap<>();
        for (ParametersAction action : build.getActions(ParametersAction.class)) {
            action.getParameters().forEach(p -> found.putIfAbsent(p.getName(), p));
        }
        defaults(build, found);
        return found;
    }

    /** A build that began before its pipeline declared a parameter has the parameter's default, as in {@code params}. */
    private static void defaults(Run<?, ?> build, Map<String, ParameterValue> found) {
        ParametersDefinitionProperty declared = build.getParent().getProperty(ParametersDefinitionProperty.class);
        if (declared == null) {
            return;
        }
        for (ParameterDefinition definition : declared.getParameterDefinitions()) {
            if (!found.containsKey(definition.getName())) {
                ParameterValue byDefault = definition.getDefaultParameterValue();
                if (byDefault != null) {
                    found.put(definition.getName(), byDefault);
                }
            }
        }
    }
}

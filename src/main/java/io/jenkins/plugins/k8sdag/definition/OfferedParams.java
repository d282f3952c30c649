package io.jenkins.plugins.k8sdag.definition;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Values that a host has at hand and that were not given for this file, such as the parameters of a Jenkins build. A parameter of the
 * file takes the one of its name if it is given no value; names that the file does not declare are left alone.
 *
 * @param kind what one of them is, for messages: {@code build parameter}
 * @param values by name: String, Boolean or Number
 * @param secrets names of those whose values must not be shown: a parameter of the file that would take one is refused
 */
public record OfferedParams(String kind, Map<String, Object> values, Set<String> secrets) {
    public static final OfferedParams NONE = new OfferedParams("value", Map.of(), Set.of());

    public OfferedParams {
        Objects.requireNonNull(kind, "kind");
        values = new LinkedHashMap<>(values);
        secrets = Set.copyOf(secrets);
    }
}

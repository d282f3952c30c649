package io.jenkins.plugins.k8sdag.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at JSON trees without asking twice what something is. Pure functions. */
final class Json {
    private Json() {}

    /** The value as a map; an empty one if it is none. Not to be changed. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The value as a list; an empty one if it is none. Not to be changed. */
    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) {
        return value instanceof List<?> list ? (List<Object>) list : List.of();
    }

    /** A copy of a map with one entry set. */
    static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return copy;
    }
}

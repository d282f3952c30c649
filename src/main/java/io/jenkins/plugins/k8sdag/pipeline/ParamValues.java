package io.jenkins.plugins.k8sdag.pipeline;

import hudson.util.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values for a DAG's parameters as Groovy gives them, made plain. Pure functions. */
final class ParamValues {
    private ParamValues() {}

    /**
     * Copies values; a GString becomes a String, whole numbers Long and others Double.
     *
     * @throws IllegalArgumentException for a value that no parameter can have
     */
    static LinkedHashMap<String, Object> plain(Map<?, ?> given) {
        LinkedHashMap<String, Object> plain = new LinkedHashMap<>();
        given.forEach((name, value) -> plain.put(String.valueOf(name), plain(String.valueOf(name), value)));
        return plain;
    }

    /** One value. */
    static Object plain(String name, Object value) {
        if (value instanceof CharSequence || value instanceof Character) {
            return value.toString();
        }
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Number n) {
            return n.doubleValue();
        }
        if (value instanceof Collection<?> values) {
            List<Object> list = new ArrayList<>();
            values.forEach(v -> list.add(plain(name, v)));
            return list;
        }
        if (value instanceof Secret) {
            throw new IllegalArgumentException(
                    "the parameter '" + name + "' is given a secret, and parameters are shown"
                            + " (keep it in a Secret of the namespace, and read it in the DAG by env with valueFrom.secretKeyRef)");
        }
        // Not the value: it may hold what must not be shown.
        String kind = value == null ? "null" : "a " + value.getClass().getSimpleName();
        throw new IllegalArgumentException("the parameter '" + name + "' is given " + kind
                + " (give a string, a number, true, false, or a list of strings)");
    }

    /**
     * Reads {@code name=value} lines, as a form has them.
     *
     * @throws IllegalArgumentException for a line that is none
     */
    static LinkedHashMap<String, Object> ofLines(String lines) {
        LinkedHashMap<String, Object> values = new LinkedHashMap<>();
        lines.lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + line + "' names no parameter (write name=value)");
            }
            values.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        });
        return values;
    }

    /** The opposite of {@link #ofLines}. */
    static String lines(Map<String, Object> values) {
        StringBuilder lines = new StringBuilder();
        values.forEach(
                (name, value) -> lines.append(name).append('=').append(value).append('\n'));
        return lines.toString();
    }
}

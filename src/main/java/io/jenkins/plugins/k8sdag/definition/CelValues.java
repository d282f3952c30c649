package io.jenkins.plugins.k8sdag.definition;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what CEL computed into plain values, of bounded size. One object per value. */
final class CelValues {
    private static final int MOST_ITEMS = 100_000;

    private int items;
    private long characters;

    private CelValues() {}

    /**
     * A plain value.
     *
     * @return String, Boolean, Long, Double, List or Map
     */
    static Object plain(Object value) throws CelEvaluationException {
        if (value instanceof Optional<?>) {
            throw new CelEvaluationException("it may have no value; write what to take then, as in .orValue('')");
        }
        Object plain = new CelValues().convert(value);
        if (plain == null) {
            throw new CelEvaluationException("its value is null");
        }
        return plain;
    }

    private Object convert(Object value) throws CelEvaluationException {
        if (++items > MOST_ITEMS || characters > BoundedStrings.LONGEST) {
            throw new CelEvaluationException("its value is too large");
        }
        if (value instanceof String text) {
            characters += text.length();
            return text;
        }
        if (value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof List<?> list) {
            List<Object> plain = new ArrayList<>();
            for (Object item : list) {
                plain.add(convert(item));
            }
            return plain;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                plain.put(String.valueOf(convert(entry.getKey())), convert(entry.getValue()));
            }
            return plain;
        }
        return other(value);
    }

    private static Object other(Object value) throws CelEvaluationException {
        if (value == null || value instanceof NullValue) {
            return null;
        }
        if (value instanceof Number number) {
            return whole(number);
        }
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (value instanceof Duration duration) {
            return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() / 1000.0 + "s";
        }
        throw new CelEvaluationException(
                "its value is of a kind that cannot be used here; turn it into a string by string(...)");
    }

    /** CEL's unsigned integers are a class of their own, and may be larger than a long. */
    private static Long whole(Number number) throws CelEvaluationException {
        try {
            return Long.parseLong(number.toString());
        } catch (NumberFormatException e) {
            throw new CelEvaluationException("its value " + number + " is too large", e);
        }
    }
}

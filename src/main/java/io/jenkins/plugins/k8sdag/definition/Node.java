package io.jenkins.plugins.k8sdag.definition;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of a file that knows where it stands. */
sealed interface Node {
    Place at();

    /** What it is, for messages: {@code a map}, {@code the string "x"}. */
    String describe();

    /** A map; keys are unique and in the file's order. */
    record Mapping(Place at, Map<String, Entry> entries) implements Node {
        static Mapping empty(Place at) {
            return new Mapping(at, new LinkedHashMap<>());
        }

        /** The value of a key, or null. */
        Node get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value();
        }

        boolean has(String key) {
            return entries.containsKey(key);
        }

        Collection<String> keys() {
            return entries.keySet();
        }

        /** Where a key stands; the map's own place if it has no such key. */
        Place keyAt(String key) {
            Entry entry = entries.get(key);
            return entry == null ? at : entry.keyAt();
        }

        @Override
        public String describe() {
            return "a map";
        }
    }

    /** One key of a map with its value. */
    record Entry(Place keyAt, Node value) {}

    /** A list. */
    record Sequence(Place at, List<Node> items) implements Node {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /**
     * A value that is neither map nor list.
     *
     * @param endLine the last line of its text in the file
     * @param text as it is written, without quotes
     * @param value String, Long, Double, Boolean, or null for an empty value
     */
    record Scalar(Place at, int endLine, String text, Object value) implements Node {
        boolean isNull() {
            return value == null;
        }

        boolean isString() {
            return value instanceof String;
        }

        @Override
        public String describe() {
            if (value == null) {
                return "empty";
            }
            if (value instanceof String) {
                String shown = text.length() > 60 ? text.substring(0, 57) + "..." : text;
                return "the string \"" + shown.replace("\n", "\\n") + "\"";
            }
            return value instanceof Boolean ? "the boolean " + text : "the number " + text;
        }
    }
}

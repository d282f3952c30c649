package io.jenkins.plugins.k8sdag.definition;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a value may be. The tables of keys are made of these; {@link ShapeCheck} holds files against them and {@link JsonSchema}
 * prints them, so that both agree.
 */
sealed interface Shape {
    /** What it is, with its article, for messages. */
    String noun();

    /** Whether a node is of its kind, seen from outside. */
    boolean fits(Node node);

    /**
     * A map with known keys.
     *
     * @param others what further keys may be, of people's choice; empty: there are none
     */
    record Keys(String name, String description, Map<String, Field> fields, Optional<MapOf> others) implements Shape {
        Keys(String name, String description, Map<String, Field> fields) {
            this(name, description, fields, Optional.empty());
        }

        static Keys of(String name, String description, Field... fields) {
            Map<String, Field> byName = new LinkedHashMap<>();
            Arrays.stream(fields).forEach(f -> byName.put(f.name(), f));
            return new Keys(name, description, byName);
        }

        @Override
        public String noun() {
            return "a map";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Mapping;
        }
    }

    /** A map with keys of people's choice. */
    record MapOf(Format key, Shape value) implements Shape {
        @Override
        public String noun() {
            return "a map";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Mapping;
        }
    }

    /**
     * A list.
     *
     * @param min fewest items
     * @param unique whether no two items may be the same
     */
    record ListOf(Shape item, int min, boolean unique) implements Shape {
        static ListOf any(Shape item) {
            return new ListOf(item, 0, false);
        }

        @Override
        public String noun() {
            return "a list";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Sequence;
        }
    }

    /** A string. */
    record Text(Format format) implements Shape {
        @Override
        public String noun() {
            return format.noun();
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar && scalar.isString();
        }
    }

    /** A string, number or boolean, of which the text counts as it is written. */
    record Word(Format format) implements Shape {
        @Override
        public String noun() {
            return format == Format.TEXT || format == Format.LITERAL
                    ? "a string, a number or a boolean"
                    : format.noun();
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar && !scalar.isNull();
        }
    }

    /** A string or number of which the text counts: a quantity, a port. */
    record TextOrNumber(Format format) implements Shape {
        @Override
        public String noun() {
            return format == Format.TEXT ? "a string or a number" : format.noun();
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar && !scalar.isNull() && !(scalar.value() instanceof Boolean);
        }
    }

    /**
     * One of a few words.
     *
     * @param instead words that people may expect, with what to do instead of them
     */
    record Choice(List<String> words, Map<String, String> instead) implements Shape {
        Choice(List<String> words) {
            this(words, Map.of());
        }

        @Override
        public String noun() {
            return words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words);
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar && scalar.isString();
        }
    }

    /** A whole number. */
    record Whole(long min, long max) implements Shape {
        static final Whole ANY = new Whole(Long.MIN_VALUE, Long.MAX_VALUE);

        @Override
        public String noun() {
            if (min == Long.MIN_VALUE) {
                return "a whole number";
            }
            return "a whole number " + (max == Long.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max);
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar && whole(scalar.value());
        }

        private static boolean whole(Object value) {
            return value instanceof Long || value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15;
        }
    }

    /** A number of at least {@code min}, or over it. */
    record Decimal(double min, boolean over) implements Shape {
        static final Decimal ANY = new Decimal(Double.NEGATIVE_INFINITY, false);

        @Override
        public String noun() {
            return min == Double.NEGATIVE_INFINITY ? "a number" : "a number " + (over ? "over " : "of at least ") + min;
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar && scalar.value() instanceof Number;
        }
    }

    /** True or false. */
    record Flag() implements Shape {
        @Override
        public String noun() {
            return "true or false";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar && scalar.value() instanceof Boolean;
        }
    }

    /** An empty value, which in a pod removes what a lower layer says. */
    record Nothing() implements Shape {
        @Override
        public String noun() {
            return "empty";
        }

        @Override
        public boolean fits(Node node) {
            return node instanceof Node.Scalar scalar && scalar.isNull();
        }
    }

    /** Whatever JSON can say. */
    record Anything() implements Shape {
        @Override
        public String noun() {
            return "anything";
        }

        @Override
        public boolean fits(Node node) {
            return true;
        }
    }

    /** The first of several shapes that fits from outside. */
    record Either(String noun, List<Shape> shapes) implements Shape {
        @Override
        public boolean fits(Node node) {
            return shapes.stream().anyMatch(s -> s.fits(node));
        }
    }
}

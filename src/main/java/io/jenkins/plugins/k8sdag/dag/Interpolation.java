package io.jenkins.plugins.k8sdag.dag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds <code>${{ expression }}</code> in strings and puts values there. {@code $${{} is an escape and stands for a literal
 * <code>${{</code>. Pure functions.
 */
public final class Interpolation {
    private static final String OPEN = "${{";

    private Interpolation() {}

    /**
     * One stretch of a string.
     *
     * @param text literal text as it comes out, or the trimmed source of an expression
     * @param expression which of the two it is
     * @param start where it starts in the string
     * @param closed false for an expression whose <code>}}</code> is missing; its text is then the rest of the string
     */
    public record Part(String text, boolean expression, int start, boolean closed) {}

    /** Splits a string into literals and expressions. */
    public static List<Part> parse(String string) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int from = 0;
        int literalStart = 0;
        for (int open = string.indexOf(OPEN); open >= 0; open = string.indexOf(OPEN, from)) {
            if (open > from && string.charAt(open - 1) == '$') {
                literal.append(string, from, open - 1).append(OPEN);
                from = open + OPEN.length();
                continue;
            }
            literal.append(string, from, open);
            addLiteral(parts, literal, literalStart);
            int end = end(string, open + OPEN.length());
            String source = string.substring(open + OPEN.length(), end < 0 ? string.length() : end);
            parts.add(new Part(source.strip(), true, open, end >= 0));
            from = end < 0 ? string.length() : end + 2;
            literalStart = from;
        }
        literal.append(string, from, string.length());
        addLiteral(parts, literal, literalStart);
        return parts;
    }

    /** The source of a string that is one whole expression and nothing else, not even a blank; empty for any other. */
    public static Optional<String> only(String string) {
        List<Part> parts = parse(string);
        return parts.size() == 1 && parts.get(0).expression() && parts.get(0).closed()
                ? Optional.of(parts.get(0).text())
                : Optional.empty();
    }

    private static void addLiteral(List<Part> parts, StringBuilder literal, int start) {
        if (literal.length() > 0) {
            parts.add(new Part(literal.toString(), false, start, true));
            literal.setLength(0);
        }
    }

    /** Where the closing braces of an expression stand: those outside of its own strings and maps; -1 if nowhere. */
    private static int end(String string, int from) {
        int depth = 0;
        for (int i = from; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '\'' || c == '"') {
                i = endOfString(string, i);
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && depth > 0) {
                depth--;
            } else if (c == '}' && string.startsWith("}}", i)) {
                return i;
            }
        }
        return -1;
    }

    private static int endOfString(String string, int quote) {
        for (int i = quote + 1; i < string.length(); i++) {
            if (string.charAt(i) == '\\') {
                i++;
            } else if (string.charAt(i) == string.charAt(quote)) {
                return i;
            }
        }
        return string.length();
    }

    /** The distinct sources of the expressions in all strings of a tree, in the order in which they are met. */
    public static Set<String> sources(Object tree) {
        Set<String> sources = new LinkedHashSet<>();
        collect(tree, sources);
        return sources;
    }

    private static void collect(Object tree, Set<String> sources) {
        if (tree instanceof Map<?, ?> map) {
            map.values().forEach(v -> collect(v, sources));
        } else if (tree instanceof List<?> list) {
            list.forEach(v -> collect(v, sources));
        } else if (tree instanceof String string && string.contains(OPEN)) {
            parse(string).stream().filter(Part::expression).map(Part::text).forEach(sources::add);
        }
    }

    /**
     * Replaces every expression in the strings of a template by its value. What holds none is shared with the template, not copied.
     *
     * @param template a JSON tree
     * @param values for each source in the template the text to put there, as {@link #text} gives it
     * @throws IllegalArgumentException if a source has no value
     */
    public static Map<String, Object> substitute(Map<String, Object> template, Map<String, String> values) {
        Map<String, Object> changed = null;
        for (Map.Entry<String, Object> entry : template.entrySet()) {
            Object value = substituteAny(entry.getValue(), values);
            if (value != entry.getValue()) {
                changed = changed == null ? new LinkedHashMap<>(template) : changed;
                changed.put(entry.getKey(), value);
            }
        }
        return changed == null ? template : changed;
    }

    @SuppressWarnings("unchecked")
    private static Object substituteAny(Object value, Map<String, String> values) {
        if (value instanceof Map<?, ?> map) {
            return substitute((Map<String, Object>) map, values);
        }
        if (value instanceof List<?> list) {
            return substituteList((List<Object>) list, values);
        }
        return value instanceof String string && string.contains(OPEN) ? substituteString(string, values) : value;
    }

    private static List<Object> substituteList(List<Object> list, Map<String, String> values) {
        List<Object> changed = null;
        for (int i = 0; i < list.size(); i++) {
            Object value = substituteAny(list.get(i), values);
            if (value != list.get(i)) {
                changed = changed == null ? new ArrayList<>(list) : changed;
                changed.set(i, value);
            }
        }
        return changed == null ? list : changed;
    }

    private static String substituteString(String string, Map<String, String> values) {
        StringBuilder out = new StringBuilder();
        for (Part part : parse(string)) {
            String text = part.expression() ? values.get(part.text()) : part.text();
            if (text == null) {
                throw new IllegalArgumentException("no value was given for ${{ " + part.text() + " }}");
            }
            out.append(text);
        }
        return out.toString();
    }

    /**
     * A value as it stands in a string: strings as they are, whole numbers without a fraction, booleans as true and false, lists
     * and maps as JSON.
     *
     * @param value String, Boolean, Number, List or Map; inside those also null
     */
    public static String text(Object value) {
        if (value instanceof String string) {
            return string;
        }
        StringBuilder json = new StringBuilder();
        JsonText.append(json, value);
        return json.toString();
    }
}

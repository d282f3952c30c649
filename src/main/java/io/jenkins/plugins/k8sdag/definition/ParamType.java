package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import io.jenkins.plugins.k8sdag.definition.Node.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the values of one parameter may be.
 *
 * @param type string, number, boolean, list or enum
 * @param words what an enum may be
 * @param pattern what a string must match as a whole
 */
record ParamType(String type, List<String> words, Optional<String> pattern, Problems problems) {

    /** The value where none is given: empty, zero, false, or an enum's first word. */
    Object nothing() {
        return switch (type) {
            case "number" -> 0L;
            case "boolean" -> false;
            case "list" -> List.of();
            case "enum" -> words.isEmpty() ? "" : words.get(0);
            default -> "";
        };
    }

    /** The value that a default says; empty if it is not of this type, which is then a problem. */
    Optional<Object> ofNode(Node node, String name) {
        return ofNode(node, name, "the default of '" + name + "'");
    }

    /** The same of another node than the default, as messages call it. */
    Optional<Object> ofNode(Node node, String name, String what) {
        if (node instanceof Scalar scalar && scalar.isNull() || node instanceof Node.Mapping) {
            return Optional.empty();
        }
        if (node instanceof Sequence list && type.equals("list")) {
            List<Object> items = new ArrayList<>();
            list.items().stream().filter(Scalar.class::isInstance).forEach(item -> items.add(((Scalar) item).text()));
            return Optional.of(List.copyOf(items));
        }
        if (node instanceof Scalar scalar) {
            if (type.equals("list") || (type.equals("number") || type.equals("boolean")) && scalar.isString()) {
                return wrong(node.at(), what, scalar.describe());
            }
            return ofText(scalar.text(), scalar.at(), what);
        }
        return wrong(node.at(), what, node.describe());
    }

    /** The value that a host gives; empty if it is not of this type, which is then a problem at the parameter's declaration. */
    Optional<Object> ofHost(Object given, Scalar name) {
        String what = "the value of the parameter '" + name.text() + "'";
        if (given instanceof List<?> list && type.equals("list")) {
            return Optional.of(list.stream().map(Interpolation::text).toList());
        }
        if (given instanceof List<?>) {
            return wrong(name.at(), what, "a list");
        }
        return ofText(Interpolation.text(given), name.at(), what);
    }

    private Optional<Object> ofText(String text, Place at, String what) {
        switch (type) {
            case "number":
                Object number = CoreSchema.resolve(text.strip());
                return number instanceof Number ? Optional.of(number) : wrong(at, what, "\"" + text + "\"");
            case "boolean":
                Object flag = CoreSchema.resolve(text.strip());
                return flag instanceof Boolean ? Optional.of(flag) : wrong(at, what, "\"" + text + "\"");
            case "list":
                return Optional.of(
                        text.isBlank()
                                ? List.of()
                                : Arrays.stream(text.split(",", -1))
                                        .map(String::strip)
                                        .toList());
            case "enum":
                return word(text, at, what);
            default:
                return matching(text, at, what);
        }
    }

    private Optional<Object> word(String text, Place at, String what) {
        if (!words.contains(text) && !words.isEmpty()) {
            problems.error(
                    at,
                    "param-value",
                    what + " cannot be \"" + text + "\"",
                    problems.didYouMean(text, words, "values"));
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private Optional<Object> matching(String text, Place at, String what) {
        if (pattern.isPresent() && !Patterns.matches(text, pattern.get())) {
            problems.error(
                    at,
                    "param-value",
                    what + " is \"" + text + "\", which does not match the pattern '" + pattern.get() + "'",
                    "the whole value must match");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private Optional<Object> wrong(Place at, String what, String found) {
        String wanted = switch (type) {
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "list" -> "a list";
            default -> "a string";
        };
        String remedy = type.equals("list") ? "write it as in [eu, us]" : "write " + wanted + ", or change the type";
        problems.error(at, "param-value", what + " must be " + wanted + ", not " + found, remedy);
        return Optional.empty();
    }
}

package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code spec.params} and gives each parameter its value: the one given for it, else one on offer, else the default, else what its
 * type has for nothing.
 */
final class ParamReader {
    private final Problems problems;
    private final Map<String, Object> overrides;
    private final OfferedParams offered;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, Place> literals = new HashMap<>();
    private final Map<String, UsedFile.Declared> declared = new LinkedHashMap<>();

    ParamReader(Problems problems, Options options) {
        this(problems, options.params(), options.offered());
    }

    private ParamReader(Problems problems, Map<String, Object> overrides, OfferedParams offered) {
        this.problems = problems;
        this.overrides = overrides;
        this.offered = offered;
    }

    /** For a file that others use: what they give it is known where they do. */
    static ParamReader ofUsed(Problems problems) {
        return new ParamReader(problems, null, OfferedParams.NONE);
    }

    /** The parameters as they are declared, in the file's order. */
    Map<String, UsedFile.Declared> declared() {
        return declared;
    }

    /** Where each parameter is declared. */
    Map<String, Place> places() {
        return places;
    }

    /** Where the default of a parameter stands, if it has one that is not empty. */
    Optional<Place> literal(String name) {
        return Optional.ofNullable(literals.get(name));
    }

    /** The value of every declared parameter, in the file's order. */
    Map<String, Object> read(Mapping spec) {
        for (Mapping param : Trees.maps(spec, "params")) {
            Trees.string(param, "name").ifPresent(name -> declare(param, name));
        }
        for (String name : overrides == null ? List.<String>of() : overrides.keySet()) {
            if (!values.containsKey(name)) {
                problems.error(
                        spec.keyAt("params"),
                        "unknown-param",
                        "a value is given for the parameter '" + name + "', which the file does not have",
                        problems.didYouMean(name, values.keySet(), "parameters"));
            }
        }
        return values;
    }

    private void declare(Mapping param, Scalar name) {
        Place first = places.putIfAbsent(name.text(), name.at());
        if (first != null) {
            problems.error(
                    name.at(),
                    "duplicate-name",
                    "two parameters are named '" + name.text() + "', the first in line " + first.line(),
                    "rename one of them");
            return;
        }
        ParamType type = type(param, name);
        Object given = given(name);
        Node fallback = param.get("default");
        Optional<Object> byDefault = fallback == null ? Optional.empty() : type.ofNode(fallback, name.text());
        if (fallback instanceof Scalar scalar && !scalar.text().isEmpty()) {
            literals.put(name.text(), scalar.at());
        }
        boolean required = Trees.flag(param, "required").orElse(false);
        if (required && fallback != null) {
            problems.error(
                    param.keyAt("required"),
                    "conflict",
                    "the parameter '" + name.text() + "' is required and has a default",
                    "keep one of the two");
        }
        if (given != null) {
            values.put(name.text(), type.ofHost(given, name).orElse(type.nothing()));
        } else {
            boolean refused = offered.secrets().contains(name.text());
            if (required && fallback == null && overrides != null && !refused) {
                problems.error(
                        name.at(),
                        "missing-param",
                        "the parameter '" + name.text() + "' is required and has no value",
                        "give it one, as in --param " + name.text() + "=VALUE");
            }
            values.put(name.text(), byDefault.orElse(type.nothing()));
            declared.put(name.text(), new UsedFile.Declared(type, values.get(name.text()), required));
        }
    }

    private Object given(Scalar name) {
        if (overrides == null) {
            return null;
        }
        if (overrides.get(name.text()) != null) {
            return overrides.get(name.text());
        }
        if (offered.secrets().contains(name.text())) {
            problems.error(
                    name.at(),
                    "secret-param",
                    "the parameter '" + name.text() + "' would take the " + offered.kind()
                            + " of that name, which is a secret, and parameters are shown",
                    "keep it in a Secret and use valueFrom.secretKeyRef; or rename the parameter, or give it a value of its own");
        }
        return offered.values().get(name.text());
    }

    private ParamType type(Mapping param, Scalar name) {
        String type = Trees.string(param, "type")
                .map(Scalar::text)
                .filter(DagShape.TYPES::contains)
                .orElse(param.has("values") && !param.has("type") ? "enum" : "string");
        List<String> words = Trees.items(param, "values").stream()
                .filter(n -> n instanceof Scalar s && !s.isNull())
                .map(n -> ((Scalar) n).text())
                .toList();
        if (type.equals("enum") && words.isEmpty()) {
            problems.error(
                    name.at(),
                    "incomplete",
                    "the enum '" + name.text() + "' has no values",
                    "add values: [first, second]");
        }
        if (!type.equals("enum") && param.has("values")) {
            problems.error(
                    param.keyAt("values"),
                    "conflict",
                    "a " + type + " has no values",
                    "write type: enum, or remove values");
        }
        Optional<Scalar> pattern = Trees.string(param, "pattern");
        if (pattern.isPresent() && !type.equals("string")) {
            problems.error(
                    param.keyAt("pattern"),
                    "conflict",
                    "a " + type + " has no pattern",
                    "write type: string, or remove pattern");
            pattern = Optional.empty();
        }
        return new ParamType(type, words, validPattern(pattern), problems);
    }

    private Optional<String> validPattern(Optional<Scalar> pattern) {
        if (pattern.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> why = Patterns.invalid(pattern.get().text());
        why.ifPresent(w -> problems.error(
                pattern.get().at(),
                "param-value",
                "the pattern '" + pattern.get().text() + "' is no regular expression: " + w,
                Format.REGEX.remedy()));
        return why.isPresent() ? Optional.empty() : pattern.map(Scalar::text);
    }
}

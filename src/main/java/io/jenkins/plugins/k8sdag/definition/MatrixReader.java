package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.Scope;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import io.jenkins.plugins.k8sdag.definition.Node.Sequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a matrix: the product of its axes, less {@code exclude}, and then {@code include}, as GitHub does it
 * (docs.github.com, "Expanding or adding matrix configurations"). Values count as they are written.
 */
final class MatrixReader {
    private static final Set<String> NO_AXES = Set.of("include", "exclude");

    private final Problems problems;
    private final Expressions expressions;
    private final Scope known;
    private final int most;

    /**
     * A reader for one file.
     *
     * @param known the parameters and host variables, which axes may be made of
     * @param most combinations there may be
     */
    MatrixReader(Problems problems, Expressions expressions, Scope known, int most) {
        this.problems = problems;
        this.expressions = expressions;
        this.known = known;
        this.most = most;
    }

    /** The values of each instance by name; at least one, unless that is a problem and has been reported. */
    List<Map<String, String>> read(Mapping matrix, String what) {
        Map<String, List<String>> axes = axes(matrix);
        List<Map<String, String>> product = product(axes, matrix, what);
        for (Map<String, String> out : combinations(matrix, "exclude")) {
            if (!axes.keySet().containsAll(out.keySet())) {
                String unknown = out.keySet().stream()
                        .filter(k -> !axes.containsKey(k))
                        .findFirst()
                        .orElseThrow();
                problems.error(
                        matrix.keyAt("exclude"),
                        "unknown-name",
                        "'exclude' of " + what + " names '" + unknown + "', which is no axis of its matrix",
                        problems.didYouMean(unknown, axes.keySet(), "axes"));
            } else if (!product.removeIf(c -> c.entrySet().containsAll(out.entrySet()))) {
                problems.error(
                        matrix.keyAt("exclude"),
                        "conflict",
                        "'exclude' of " + what + " leaves out " + out + ", which is no combination of its matrix",
                        "correct or remove it");
            }
        }
        List<Map<String, String>> all = included(product, combinations(matrix, "include"), axes.keySet());
        if (all.isEmpty() && !problems.hasErrors()) {
            problems.error(matrix.at(), "conflict", "the matrix of " + what + " has no combination", "add an axis");
        }
        return all;
    }

    private Map<String, List<String>> axes(Mapping matrix) {
        Map<String, List<String>> axes = new LinkedHashMap<>();
        matrix.entries().forEach((name, entry) -> {
            if (!NO_AXES.contains(name)) {
                axes.put(name, values(name, entry.value()));
            }
        });
        return axes;
    }

    private List<String> values(String axis, Node node) {
        List<String> values = new ArrayList<>();
        if (node instanceof Sequence list) {
            list.items().stream().filter(Scalar.class::isInstance).forEach(s -> values.add(((Scalar) s).text()));
        } else if (node instanceof Scalar scalar && Format.INTERPOLATION.matches(scalar.text())) {
            values.addAll(computed(axis, scalar));
        }
        Set<String> seen = new HashSet<>();
        values.stream()
                .filter(v -> !seen.add(v))
                .findFirst()
                .ifPresent(twice -> problems.error(
                        node.at(), "conflict", "'" + twice + "' stands twice in '" + axis + "'", "remove one of them"));
        return values.stream().distinct().toList();
    }

    private List<String> computed(String axis, Scalar scalar) {
        Optional<String> source = Interpolation.only(scalar.text().strip());
        String remedy = "an axis may read params and env; for what stages write use forEach";
        if (source.isEmpty()) {
            problems.error(scalar.at(), "expression", "'" + axis + "' is more than one ${{ }}", "write one expression");
            return List.of();
        }
        try {
            Object value = expressions.evaluate(source.get(), known);
            if (value instanceof List<?> list && !list.isEmpty()) {
                return list.stream().map(Interpolation::text).toList();
            }
            String found = value instanceof List<?> ? "an empty list" : Interpolation.text(value);
            problems.error(scalar.at(), "expression", "'" + axis + "' must be a list of values, not " + found, remedy);
        } catch (ExpressionException e) {
            problems.error(scalar.at(), "expression", "'" + axis + "': " + e.getMessage(), remedy);
        }
        return List.of();
    }

    private List<Map<String, String>> product(Map<String, List<String>> axes, Mapping matrix, String what) {
        List<Map<String, String>> product = new ArrayList<>();
        if (axes.isEmpty()) {
            return product;
        }
        product.add(Map.of());
        for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
            if ((long) product.size() * axis.getValue().size() > most) {
                problems.error(
                        matrix.at(),
                        "too-large",
                        "the matrix of " + what + " has more than " + most + " combinations",
                        "take values out of it, or split the DAG");
                return new ArrayList<>();
            }
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> combination : product) {
                for (String value : axis.getValue()) {
                    Map<String, String> more = new LinkedHashMap<>(combination);
                    more.put(axis.getKey(), value);
                    longer.add(more);
                }
            }
            product = longer;
        }
        return product;
    }

    private static List<Map<String, String>> combinations(Mapping matrix, String key) {
        return Trees.maps(matrix, key).stream()
                .map(m -> m.entries().entrySet().stream()
                        .filter(e -> e.getValue().value() instanceof Scalar)
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                e -> ((Scalar) e.getValue().value()).text(),
                                (a, b) -> a,
                                LinkedHashMap::new)))
                .map(m -> (Map<String, String>) m)
                .toList();
    }

    /** An entry joins every combination whose axes it does not contradict; where it joins none, it is one of its own. */
    private static List<Map<String, String>> included(
            List<Map<String, String>> product, List<Map<String, String>> include, Set<String> axes) {
        List<Map<String, String>> all = new ArrayList<>();
        product.forEach(c -> all.add(new LinkedHashMap<>(c)));
        for (Map<String, String> entry : include) {
            List<Map<String, String>> joined = all.subList(0, product.size()).stream()
                    .filter(c -> entry.entrySet().stream()
                            .allMatch(e ->
                                    !axes.contains(e.getKey()) || e.getValue().equals(c.get(e.getKey()))))
                    .toList();
            joined.forEach(c -> c.putAll(entry));
            if (joined.isEmpty()) {
                all.add(entry);
            }
        }
        return all;
    }
}

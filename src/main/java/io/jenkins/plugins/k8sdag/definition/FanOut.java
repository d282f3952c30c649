package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.InstanceNames;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import io.jenkins.plugins.k8sdag.definition.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How one entry of {@code stages} stands for several.
 *
 * @param instances of a matrix: the values of each instance, by the instance's name; empty without a matrix
 * @param items of a forEach: the expression that gives the list
 * @param limit how many items there may be
 */
record FanOut(Map<String, Map<String, String>> instances, Optional<Located> items, int limit) {
    static final FanOut NONE = new FanOut(Map.of(), Optional.empty(), 0);

    boolean isMatrix() {
        return !instances.isEmpty();
    }

    boolean isForEach() {
        return items.isPresent();
    }

    /**
     * What a stage says of it.
     *
     * @param names the names of all entries of the file, which no instance may take
     */
    static FanOut read(Problems problems, MatrixReader matrices, Mapping stage, String name, Set<String> names) {
        String what = "stage '" + name + "'";
        if (stage.has("matrix") && stage.has("forEach")) {
            problems.error(
                    stage.keyAt("forEach"),
                    "conflict",
                    what + " has both matrix and forEach",
                    "keep one; a forEach may list maps of several values");
        }
        if (stage.get("matrix") instanceof Mapping matrix) {
            return new FanOut(named(matrices.read(matrix, what), matrix, name, names), Optional.empty(), 0);
        }
        return forEach(stage.get("forEach"));
    }

    private static FanOut forEach(Node node) {
        if (node instanceof Sequence list) {
            List<String> words = new ArrayList<>();
            list.items().stream()
                    .filter(Scalar.class::isInstance)
                    .forEach(s -> words.add(CelText.quoted(((Scalar) s).text())));
            Located literal = new Located("[" + String.join(", ", words) + "]", list.at());
            return new FanOut(Map.of(), Optional.of(literal), Math.max(FanOutShape.DEFAULT_LIMIT, words.size()));
        }
        if (node instanceof Mapping map) {
            int limit = Trees.number(map, "limit")
                    .map(Number::intValue)
                    .filter(n -> n > 0)
                    .orElse(FanOutShape.DEFAULT_LIMIT);
            return new FanOut(Map.of(), Trees.string(map, "items").flatMap(FanOut::expression), limit);
        }
        return node instanceof Scalar scalar && scalar.isString()
                ? new FanOut(Map.of(), expression(scalar), FanOutShape.DEFAULT_LIMIT)
                : NONE;
    }

    private static Optional<Located> expression(Scalar scalar) {
        return scalar.text().isBlank()
                ? Optional.empty()
                : Optional.of(new Located(scalar.text().strip(), scalar.at()));
    }

    /** An instance is named by its values on the axes; one that include made by those it has, or by all. */
    private static Map<String, Map<String, String>> named(
            List<Map<String, String>> combinations, Mapping matrix, String stage, Set<String> names) {
        InstanceNames instances = new InstanceNames(stage, names::contains);
        List<String> axes = matrix.keys().stream()
                .filter(k -> !k.equals("include") && !k.equals("exclude"))
                .toList();
        Map<String, Map<String, String>> named = new LinkedHashMap<>();
        for (Map<String, String> combination : combinations) {
            List<String> telling = axes.stream()
                    .filter(combination::containsKey)
                    .map(combination::get)
                    .toList();
            named.put(instances.next(telling.isEmpty() ? combination.values() : telling, named.size()), combination);
        }
        return named;
    }
}

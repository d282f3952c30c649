package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import io.jenkins.plugins.k8sdag.definition.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes values out of a tree that may be wrong: what is not of the expected kind counts as absent, because {@link ShapeCheck} has
 * said so already.
 */
final class Trees {
    private Trees() {}

    /** A map at a key; an empty one if there is none. */
    static Mapping map(Mapping parent, String key) {
        return parent.get(key) instanceof Mapping map ? map : Mapping.empty(parent.keyAt(key));
    }

    /** The items of the list at a key. */
    static List<Node> items(Mapping parent, String key) {
        return parent.get(key) instanceof Sequence list ? list.items() : List.of();
    }

    /** The maps in the list at a key. */
    static List<Mapping> maps(Mapping parent, String key) {
        return items(parent, key).stream()
                .filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .toList();
    }

    /** The scalar at a key, if it is there and not empty. */
    static Optional<Scalar> scalar(Mapping parent, String key) {
        return parent.get(key) instanceof Scalar scalar && !scalar.isNull() ? Optional.of(scalar) : Optional.empty();
    }

    /** The string at a key. */
    static Optional<Scalar> string(Mapping parent, String key) {
        return scalar(parent, key).filter(Scalar::isString);
    }

    static Optional<Boolean> flag(Mapping parent, String key) {
        return scalar(parent, key)
                .map(Scalar::value)
                .filter(Boolean.class::isInstance)
                .map(Boolean.class::cast);
    }

    static Optional<Number> number(Mapping parent, String key) {
        return scalar(parent, key)
                .map(Scalar::value)
                .filter(Number.class::isInstance)
                .map(Number.class::cast);
    }

    /** The texts of the strings in the list at a key. */
    static List<String> strings(Mapping parent, String key) {
        return items(parent, key).stream()
                .filter(n -> n instanceof Scalar s && s.isString())
                .map(n -> ((Scalar) n).text())
                .toList();
    }

    /** The plain JSON tree of a node. Kubernetes does not take {@code 30.0} for an integer, so whole numbers become integers. */
    static Object plain(Node node) {
        if (node instanceof Mapping map) {
            return plainMap(map);
        }
        if (node instanceof Sequence list) {
            List<Object> plain = new ArrayList<>(list.items().size());
            list.items().forEach(item -> plain.add(plain(item)));
            return plain;
        }
        Object value = ((Scalar) node).value();
        boolean whole = value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15;
        return whole ? (Object) ((Double) value).longValue() : value;
    }

    static Map<String, Object> plainMap(Mapping map) {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.entries().forEach((key, entry) -> plain.put(key, plain(entry.value())));
        return plain;
    }

    /** Calls back for every string in a tree. */
    static void eachString(Node node, Consumer<Scalar> visitor) {
        if (node instanceof Mapping map) {
            map.entries().values().forEach(entry -> eachString(entry.value(), visitor));
        } else if (node instanceof Sequence list) {
            list.items().forEach(item -> eachString(item, visitor));
        } else if (node instanceof Scalar scalar && scalar.isString()) {
            visitor.accept(scalar);
        }
    }
}

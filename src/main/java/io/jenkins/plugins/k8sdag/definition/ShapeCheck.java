package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import io.jenkins.plugins.k8sdag.definition.Node.Sequence;
import io.jenkins.plugins.k8sdag.definition.Shape.Keys;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds a tree against a shape: unknown, missing and refused keys, wrong types, malformed words, items that stand twice. */
final class ShapeCheck {
    private final Problems problems;

    ShapeCheck(Problems problems) {
        this.problems = problems;
    }

    /**
     * Checks one value and all inside it.
     *
     * @param what how messages call the value, such as {@code 'retry'}
     */
    void check(Node node, Shape shape, String what) {
        if (!shape.fits(node)) {
            wrongType(node, shape, what);
        } else if (shape instanceof Shape.Either either) {
            check(
                    node,
                    either.shapes().stream()
                            .filter(s -> s.fits(node))
                            .findFirst()
                            .orElseThrow(),
                    what);
        } else if (node instanceof Mapping map) {
            map(map, shape, what);
        } else if (node instanceof Sequence list) {
            list(list, shape, what);
        } else if (node instanceof Scalar scalar) {
            scalar(scalar, shape, what);
        }
    }

    private void map(Mapping map, Shape shape, String what) {
        if (shape instanceof Keys keys) {
            keys(map, keys, what);
        } else if (shape instanceof Shape.MapOf of) {
            map.entries().forEach((key, entry) -> other(key, entry, of));
        }
    }

    private void other(String key, Node.Entry entry, Shape.MapOf of) {
        if (key.contains(Format.OPEN)) {
            String message = "a key cannot hold ${{ }}: '" + key + "'";
            problems.error(entry.keyAt(), "interpolation", message, "write the key out");
        } else if (!of.key().matches(key)) {
            String message = "'" + key + "' is not " + of.key().noun();
            problems.error(entry.keyAt(), "bad-value", message, of.key().remedy());
        }
        check(entry.value(), of.value(), (of.value() == StageShape.TEMPLATE ? "template '" : "'") + key + "'");
    }

    private void keys(Mapping map, Keys keys, String what) {
        map.entries().forEach((key, entry) -> {
            Field field = keys.fields().get(key);
            if (field == null && keys.others().isPresent()) {
                other(key, entry, keys.others().get());
            } else if (field == null) {
                problems.error(entry.keyAt(), "unknown-key", "unknown key '" + key + "' in " + what, remedy(key, keys));
            } else if (field.isRefused()) {
                String message = "'" + key + "' " + field.description();
                problems.error(entry.keyAt(), "not-supported", message, field.refusal());
            } else if (!field.nullable() || !isNull(entry.value())) {
                check(entry.value(), field.shape(), "'" + key + "'");
            }
        });
        List<String> missing = new ArrayList<>();
        for (Field field : keys.fields().values()) {
            if (field.required() && !map.has(field.name())) {
                missing.add(field.name());
            }
        }
        for (String name : missing) {
            Shape shape = keys.fields().get(name).shape();
            problems.error(
                    map.at(),
                    "missing-key",
                    "the key '" + name + "' is missing in " + what,
                    "add " + name + ": " + shape.noun());
        }
    }

    private String remedy(String key, Keys keys) {
        return problems.nearest(key, keys.fields().keySet())
                .map(name -> "did you mean '" + name + "'?")
                .orElseGet(() -> "known keys: " + Similar.list(worksNow(keys)));
    }

    private static List<String> worksNow(Keys keys) {
        return keys.fields().values().stream()
                .filter(f -> !f.isRefused() && !f.name().startsWith("$"))
                .map(Field::name)
                .toList();
    }

    private void list(Sequence list, Shape shape, String what) {
        if (!(shape instanceof Shape.ListOf of)) {
            return;
        }
        if (list.items().size() < of.min()) {
            problems.error(list.at(), "empty", what + " is an empty list", "add at least one item, or remove the key");
        }
        Set<String> seen = new HashSet<>();
        for (Node item : list.items()) {
            check(item, of.item(), nameOf(item, what));
            if (of.unique() && item instanceof Scalar scalar && !seen.add(scalar.text())) {
                problems.error(
                        item.at(),
                        "duplicate-item",
                        "'" + scalar.text() + "' stands twice in " + what,
                        "remove one of them");
            }
        }
    }

    /** An item is called by its own name, if it has one. */
    private static String nameOf(Node item, String list) {
        Scalar name = item instanceof Mapping map ? Trees.string(map, "name").orElse(null) : null;
        if (name == null) {
            return "an item of " + list;
        }
        return list.equals("'stages'") ? "stage '" + name.text() + "'" : "the item '" + name.text() + "' of " + list;
    }

    private void scalar(Scalar scalar, Shape shape, String what) {
        Format format = formatOf(shape);
        if (format != null) {
            if (!format.matches(scalar.text())) {
                malformed(scalar, format, what);
            }
        } else if (shape instanceof Shape.Choice choice && choice.instead().containsKey(scalar.text())) {
            String message = what + " cannot be \"" + scalar.text() + "\"";
            problems.error(scalar.at(), "bad-value", message, choice.instead().get(scalar.text()));
        } else if (shape instanceof Shape.Choice choice && !choice.words().contains(scalar.text())) {
            String remedy = problems.didYouMean(scalar.text(), choice.words(), "allowed");
            problems.error(scalar.at(), "bad-value", what + " cannot be \"" + scalar.text() + "\"", remedy);
        } else if (shape instanceof Shape.Whole whole) {
            double value = ((Number) scalar.value()).doubleValue();
            if (value < whole.min() || value > whole.max()) {
                outOfRange(scalar, shape, what);
            }
        } else if (shape instanceof Shape.Decimal decimal) {
            double value = ((Number) scalar.value()).doubleValue();
            if (value < decimal.min() || decimal.over() && value == decimal.min()) {
                outOfRange(scalar, shape, what);
            }
        }
    }

    /** The format of a shape that is written as one word or text; null for other shapes. */
    private static Format formatOf(Shape shape) {
        if (shape instanceof Shape.Text text) {
            return text.format();
        }
        if (shape instanceof Shape.Word word) {
            return word.format();
        }
        return shape instanceof Shape.TextOrNumber number ? number.format() : null;
    }

    private void malformed(Scalar scalar, Format format, String what) {
        if (scalar.text().contains(Format.OPEN) && format != Format.INTERPOLATION) {
            String message = what + " cannot hold ${{ }}: it must be known before the run starts";
            problems.error(scalar.at(), "interpolation", message, format.remedy());
        } else {
            String message = what + " must be " + format.noun() + ", not \"" + scalar.text() + "\"";
            problems.error(scalar.at(), "bad-value", message, format.remedy());
        }
    }

    private void outOfRange(Scalar scalar, Shape shape, String what) {
        problems.error(
                scalar.at(),
                "bad-value",
                what + " must be " + shape.noun() + ", not " + scalar.text(),
                "change the number");
    }

    private void wrongType(Node node, Shape shape, String what) {
        String message = isNull(node)
                ? what + " is empty; it must be " + shape.noun()
                : what + " must be " + shape.noun() + ", not " + node.describe();
        problems.error(node.at(), isNull(node) ? "empty" : "wrong-type", message, TypeRemedy.of(node, shape));
    }

    private static boolean isNull(Node node) {
        return node instanceof Scalar scalar && scalar.isNull();
    }
}

package io.jenkins.plugins.k8sdag.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes small random changes to files. The same seed makes the same changes. */
final class Mutations {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> WORDS = List.of(
            "a",
            "build",
            "name",
            "needs",
            "yes",
            "1",
            "15m",
            "500ms",
            "0s",
            "512Mi",
            "-1",
            "1 GB",
            "Never",
            "always",
            "failure",
            "",
            "${{ params.x }}",
            "${{",
            "$${{ x }}",
            "k8sdag.jenkins.io/v1",
            "Dag",
            "UPPER",
            "a_b",
            "é",
            "x y",
            "files",
            "delete",
            "replace");
    private static final List<String> SYNTAX = List.of(
            "\n",
            "\t",
            "  ",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "&a ",
            "*a",
            "!!str ",
            "|",
            ">",
            "#",
            "---\n",
            "...",
            ",",
            "%",
            "@",
            "`",
            "${{",
            "}}",
            "<<: ",
            "\u0000",
            "\u2028",
            "\ud83d\ude00",
            "\ud83d",
            "\r",
            "?",
            "~",
            "null",
            "on: ");

    private final Random random;

    Mutations(long seed) {
        // Neighbouring seeds of Random begin alike; multiplied by the golden ratio they are no neighbours.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** A text with one to six places changed, as by a careless or malicious hand. */
    String text(String text) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(6); i >= 0 && changed.length() > 0; i--) {
            int at = random.nextInt(changed.length());
            int length = Math.min(changed.length() - at, random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> changed.insert(at, SYNTAX.get(random.nextInt(SYNTAX.size())));
                case 1 -> changed.delete(at, at + length);
                case 2 -> changed.insert(random.nextInt(changed.length()), changed.substring(at, at + length));
                default -> changed.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65536));
            }
        }
        return changed.toString();
    }

    /** A tree with one to three values, keys or items changed. */
    JsonNode tree(JsonNode tree) {
        JsonNode changed = tree.deepCopy();
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(changed, containers);
            change(containers.get(random.nextInt(containers.size())));
        }
        return changed;
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private void change(JsonNode container) {
        if (container instanceof ArrayNode list) {
            if (list.isEmpty() || random.nextInt(3) == 0) {
                boolean again = !list.isEmpty() && random.nextBoolean();
                list.add(again ? list.get(random.nextInt(list.size())).deepCopy() : value());
            } else if (random.nextBoolean()) {
                list.remove(random.nextInt(list.size()));
            } else {
                list.set(random.nextInt(list.size()), value());
            }
        } else if (container instanceof ObjectNode map) {
            List<String> keys = new ArrayList<>();
            map.fieldNames().forEachRemaining(keys::add);
            String key = keys.isEmpty() || random.nextInt(4) == 0
                    ? WORDS.get(random.nextInt(WORDS.size()))
                    : keys.get(random.nextInt(keys.size()));
            if (map.has(key) && random.nextInt(3) == 0) {
                map.remove(key);
            } else {
                map.set(key, value());
            }
        }
    }

    private JsonNode value() {
        return switch (random.nextInt(9)) {
            case 0 -> NODES.numberNode(random.nextInt(5) - 1);
            case 1 -> NODES.numberNode(random.nextInt(4) / 2.0);
            case 2 -> NODES.booleanNode(random.nextBoolean());
            case 3 -> NODES.nullNode();
            case 4 -> NODES.arrayNode();
            case 5 -> NODES.arrayNode().add(WORDS.get(random.nextInt(WORDS.size())));
            case 6 -> NODES.objectNode();
            default -> NODES.textNode(WORDS.get(random.nextInt(WORDS.size())));
        };
    }
}

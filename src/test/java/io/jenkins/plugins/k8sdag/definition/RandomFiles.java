package io.jenkins.plugins.k8sdag.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Makes files of the right shape out of the tables of keys. The same seed makes the same file. */
final class RandomFiles {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEEPEST = 9;

    private final Random random;

    RandomFiles(long seed) {
        // Neighbouring seeds of Random begin alike; multiplied by the golden ratio they are no neighbours.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    JsonNode file() {
        return value(DagShape.DAG, 0);
    }

    private JsonNode value(Shape shape, int depth) {
        if (shape instanceof Shape.Keys keys) {
            return keys(keys, depth);
        } else if (shape instanceof Shape.MapOf map) {
            ObjectNode node = NODES.objectNode();
            for (int i = random.nextInt(3); i > 0; i--) {
                node.set(one(samples(map.key())).strip(), value(map.value(), depth + 1));
            }
            return node;
        } else if (shape instanceof Shape.ListOf list) {
            ArrayNode node = NODES.arrayNode();
            for (int i = Math.max(list.min(), random.nextInt(4)); i > 0; i--) {
                JsonNode item = value(list.item(), depth + 1);
                boolean twice = false;
                for (JsonNode other : node) {
                    twice |= other.asText().equals(item.asText());
                }
                if (!list.unique() || !twice) {
                    node.add(item);
                }
            }
            return node;
        } else if (shape instanceof Shape.Either either) {
            return value(one(either.shapes()), depth);
        }
        return scalar(shape);
    }

    private JsonNode keys(Shape.Keys keys, int depth) {
        ObjectNode node = NODES.objectNode();
        List<Field> fields =
                keys.fields().values().stream().filter(f -> !f.isRefused()).toList();
        int rarity = fields.size() > 12 ? 6 : 3;
        for (Field field : fields) {
            if (!field.required() && (depth > DEEPEST || random.nextInt(rarity) > 0)) {
                continue;
            }
            boolean removes = field.nullable() && random.nextInt(8) == 0;
            JsonNode byDefault = JSON.valueToTree(field.byDefault());
            node.set(
                    field.name(),
                    removes
                            ? NODES.nullNode()
                            : byDefault.isNull() || random.nextInt(4) > 0
                                    ? value(field.shape(), depth + 1)
                                    : byDefault);
        }
        keys.others()
                .filter(others -> random.nextBoolean())
                .ifPresent(others -> node.setAll((ObjectNode) value(others, depth)));
        return node;
    }

    private JsonNode scalar(Shape shape) {
        if (shape instanceof Shape.Text text) {
            return NODES.textNode(one(samples(text.format())));
        } else if (shape instanceof Shape.Word word) {
            return switch (random.nextInt(4)) {
                case 0 -> NODES.numberNode(random.nextInt(3));
                case 1 -> NODES.booleanNode(random.nextBoolean());
                default -> NODES.textNode(one(samples(word.format())));
            };
        } else if (shape instanceof Shape.TextOrNumber number) {
            return random.nextBoolean()
                    ? NODES.numberNode(random.nextInt(3))
                    : NODES.textNode(one(samples(number.format())));
        } else if (shape instanceof Shape.Choice choice) {
            return NODES.textNode(one(choice.words()));
        } else if (shape instanceof Shape.Whole whole) {
            long least = Math.max(whole.min(), 0);
            return NODES.numberNode(least + random.nextInt((int) Math.min(100, whole.max() - least)));
        } else if (shape instanceof Shape.Decimal decimal) {
            return NODES.numberNode(Math.max(0, decimal.min()) + 0.5 + random.nextInt(2));
        } else if (shape instanceof Shape.Flag) {
            return NODES.booleanNode(random.nextBoolean());
        } else if (shape instanceof Shape.Anything) {
            return NODES.objectNode().put("any", "thing");
        }
        return NODES.nullNode();
    }

    private static List<String> samples(Format format) {
        return switch (format) {
            case TEXT -> List.of("a", "", "two words", "${{ run.id }}", "line\nline");
            case LITERAL -> List.of("a", "b", "", "two words");
            case KEY -> List.of("cpu", "memory", "k8s.io/a-b");
            case NAME -> List.of("a", "b", "c", "d4", "e-5", "f6", "g7", "a-name-of-many-parts");
            case DAG_NAME -> List.of("release", "a");
            case WORD -> List.of("a", "A_b", "_c1", "version");
            case ENV_NAME -> List.of("A", "B_C", "d.e-f");
            case IMAGE -> List.of("busybox:1.36", "a/b@sha256:0", "x:${{ run.id }} y");
            case DURATION -> List.of("0s", "90s", "1h30m", "500ms");
            case LIMIT -> List.of("90s", "1h30m", "1ms");
            case QUANTITY -> List.of("250m", "1", ".5", "2Gi", "1e3", "${{ run.id }}");
            case MEMORY -> List.of("512Mi", "2Gi", "1e9");
            case GROUP -> List.of("release", "g-${{ run.id }}");
            case REASON -> List.of("we know");
            case REGEX -> List.of("a+", "");
            case INTERPOLATION -> List.of("${{ ['a', 'b'] }}", " ${{ params.a }}\n");
            case USED_FILE -> List.of("./other.yaml", "../a/b-c.yml", "./x.json");
            case EXPRESSION -> List.of("true", "run.name != ''", "size([1]) == 1");
        };
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reading and writing single values of a journal's JSON. What is absent or empty is left out, and read back as empty. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode parse(String line) throws JsonProcessingException {
        JsonNode node = MAPPER.readTree(line);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("it is not a JSON object");
    }

    static JsonNode required(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("'" + key + "' is missing");
        }
        return value;
    }

    static String text(JsonNode node, String key) {
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? "" : value.asText();
    }

    static Optional<String> optionalText(JsonNode node, String key) {
        return Optional.ofNullable(node.get(key)).filter(v -> !v.isNull()).map(JsonNode::asText);
    }

    static void putText(ObjectNode node, String key, String value) {
        if (!value.isEmpty()) {
            node.put(key, value);
        }
    }

    static Instant instant(JsonNode node, String key) {
        return Instant.parse(required(node, key).asText());
    }

    /** A string as JSON writes it, in quotes. */
    static String text(String value) {
        return MAPPER.getNodeFactory().textNode(value).toString();
    }

    static Optional<Instant> optionalInstant(JsonNode node, String key) {
        return optionalText(node, key).map(Instant::parse);
    }

    static Duration duration(JsonNode node, String key) {
        return Duration.parse(required(node, key).asText());
    }

    static <E extends Enum<E>> E constant(Class<E> type, JsonNode node, String key) {
        return Enum.valueOf(type, required(node, key).asText());
    }

    static void putTexts(ObjectNode node, String key, Collection<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = node.putArray(key);
            values.forEach(array::add);
        }
    }

    static List<String> texts(JsonNode node, String key) {
        List<String> texts = new ArrayList<>();
        node.path(key).forEach(v -> texts.add(v.asText()));
        return texts;
    }

    static void putTextMap(ObjectNode node, String key, Map<String, String> values) {
        if (!values.isEmpty()) {
            ObjectNode map = node.putObject(key);
            values.forEach(map::put);
        }
    }

    static Map<String, String> textMap(JsonNode node, String key) {
        Map<String, String> map = new LinkedHashMap<>();
        node.path(key)
                .properties()
                .forEach(e -> map.put(e.getKey(), e.getValue().asText()));
        return map;
    }

    static void putTree(ObjectNode node, String key, Map<String, Object> tree) {
        if (!tree.isEmpty()) {
            node.set(key, MAPPER.valueToTree(tree));
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> tree(JsonNode node, String key) {
        return node.hasNonNull(key) ? (Map<String, Object>) value(node.get(key)) : Map.of();
    }

    /** A JSON value as the tree of Java values that the rest of the project speaks: whole numbers are Long. */
    static Object value(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().forEach(e -> map.put(e.getKey(), value(e.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(v -> list.add(value(v)));
            return list;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        return node.isNumber() ? (Object) node.doubleValue() : node.isNull() ? null : node.asText();
    }
}

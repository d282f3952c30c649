package io.jenkins.plugins.k8sdag.embedded.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Kubernetes objects as JSON trees: reading, writing and walking them. Stateless, for any thread. */
public final class Json {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Reads an object that this package wrote itself. */
    public static ObjectNode parse(byte[] bytes) {
        try {
            return (ObjectNode) JSON.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a stored object is not JSON", e);
        }
    }

    /**
     * Reads what a client sent.
     *
     * @throws ApiException 400 when it is neither an object nor a list
     */
    public static JsonNode parseBody(byte[] bytes, boolean yaml) {
        try {
            JsonNode node = (yaml ? YAML : JSON).readTree(bytes);
            if (node == null || !node.isContainerNode()) {
                throw ApiException.badRequest("the body is not an object");
            }
            return node;
        } catch (IOException e) {
            throw ApiException.badRequest("the body cannot be read: " + firstLine(e.getMessage()));
        }
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a JSON tree cannot be written", e);
        }
    }

    /** The object under {@code path}, made where it is missing. */
    public static ObjectNode at(ObjectNode parent, String... path) {
        ObjectNode node = parent;
        for (String step : path) {
            JsonNode child = node.get(step);
            node = child instanceof ObjectNode found ? found : node.putObject(step);
        }
        return node;
    }

    public static JsonNode get(JsonNode parent, String... path) {
        JsonNode node = parent;
        for (String step : path) {
            node = node.path(step);
        }
        return node;
    }

    /** The text under {@code path}, or null when there is none. */
    public static String text(JsonNode parent, String... path) {
        JsonNode node = get(parent, path);
        return node.isValueNode() && !node.isNull() ? node.asText() : null;
    }

    public static String text(String otherwise, JsonNode parent, String... path) {
        String text = text(parent, path);
        return text == null ? otherwise : text;
    }

    public static long number(long otherwise, JsonNode parent, String... path) {
        return get(parent, path).asLong(otherwise);
    }

    /** The objects of the array under {@code path}; empty when there is none. */
    public static List<ObjectNode> objects(JsonNode parent, String... path) {
        List<ObjectNode> found = new ArrayList<>();
        for (JsonNode node : get(parent, path)) {
            if (node instanceof ObjectNode object) {
                found.add(object);
            }
        }
        return found;
    }

    public static List<String> texts(JsonNode parent, String... path) {
        List<String> found = new ArrayList<>();
        get(parent, path).forEach(node -> found.add(node.asText()));
        return found;
    }

    /** The string map under {@code path} (labels, annotations, data); empty when there is none. */
    public static Map<String, String> map(JsonNode parent, String... path) {
        JsonNode node = get(parent, path);
        if (!node.isObject() || node.isEmpty()) {
            return Map.of();
        }
        Map<String, String> map = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    /** A moment as Kubernetes writes it: whole seconds, UTC. */
    public static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public static String now() {
        return time(Instant.now());
    }

    private static String firstLine(String text) {
        return text == null ? "unknown error" : text.lines().findFirst().orElse("unknown error");
    }
}

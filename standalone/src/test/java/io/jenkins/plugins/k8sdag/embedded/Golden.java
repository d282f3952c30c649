package io.jenkins.plugins.k8sdag.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Objects recorded on a real cluster, and the shape in which they are compared with ours: what differs from one recording to the
 * next (times, uids, versions, addresses) is levelled, and so is what the embedded cluster documents as its own (image ids, the
 * service account's volume, the node's name).
 */
final class Golden {
    private static final Set<String> DROPPED = Set.of("volumeMounts", "resourceVersion", "annotations");
    private static final Set<String> LEVELLED =
            Set.of("containerID", "imageID", "uid", "ip", "podIP", "hostIP", "name", "generateName");

    private Golden() {}

    static ObjectNode read(String file) {
        try (InputStream input = Golden.class.getResourceAsStream("/samples/" + file + ".json")) {
            ObjectNode object = (ObjectNode) TestCluster.JSON.readTree(input);
            return object.has("items") ? (ObjectNode) object.at("/items/0") : object;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(file, e);
        }
    }

    /** The status and the parts of the metadata that tell the story of an object. */
    static String shape(ObjectNode object) {
        ObjectNode story = TestCluster.JSON.createObjectNode();
        for (String field : List.of("deletionTimestamp", "deletionGracePeriodSeconds", "finalizers", "generation")) {
            if (object.path("metadata").has(field)) {
                story.set(field, object.path("metadata").get(field));
            }
        }
        story.set("labels", object.at("/metadata/labels"));
        story.set("ownerReferences", object.at("/metadata/ownerReferences"));
        story.set("status", object.path("status"));
        return level("", story).toPrettyString();
    }

    private static JsonNode level(String key, JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode levelled = TestCluster.JSON.createObjectNode();
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            object.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            sorted.forEach((name, value) -> {
                if (!DROPPED.contains(name) && !value.isMissingNode()) {
                    levelled.set(name, level(name, value));
                }
            });
            return levelled;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode levelled = TestCluster.JSON.createArrayNode();
            List<JsonNode> items = new ArrayList<>();
            array.forEach(item -> items.add(level(key, item)));
            if (key.equals("conditions")) {
                items.sort(
                        java.util.Comparator.comparing(item -> item.path("type").asText()));
            }
            levelled.addAll(items);
            return levelled;
        }
        return node.isTextual() ? TextNode.valueOf(levelText(key, node.asText())) : node;
    }

    private static String levelText(String key, String text) {
        if (text.isEmpty()) {
            return text;
        }
        if (LEVELLED.contains(key) || key.endsWith("controller-uid")) {
            return "*";
        }
        if (key.equals("image")) {
            return text.replace("docker.io/library/", "");
        }
        return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UID")
                .replaceAll("default/([a-z0-9-]+)-[a-z0-9]{5}\\b", "default/$1-NAME");
    }
}

package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.util.List;
import java.util.Map;

/**
 * Strategic merge patches, for the lists that the resources kept here have: those in {@link #KEYS} are merged by their key,
 * finalizers as a set, all others are replaced.
 */
final class StrategicPatch {
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("containers", "name"),
            Map.entry("initContainers", "name"),
            Map.entry("ephemeralContainers", "name"),
            Map.entry("env", "name"),
            Map.entry("volumes", "name"),
            Map.entry("volumeMounts", "mountPath"),
            Map.entry("volumeDevices", "devicePath"),
            Map.entry("ports", "containerPort"),
            Map.entry("imagePullSecrets", "name"),
            Map.entry("secrets", "name"),
            Map.entry("hostAliases", "ip"),
            Map.entry("topologySpreadConstraints", "topologyKey"),
            Map.entry("ownerReferences", "uid"),
            Map.entry("conditions", "type"));

    private StrategicPatch() {}

    static JsonNode merge(String field, JsonNode target, JsonNode patch) {
        if (patch instanceof ObjectNode object) {
            return mergeObject(target instanceof ObjectNode into ? into : Json.object(), object);
        }
        if (patch instanceof ArrayNode list && target instanceof ArrayNode into) {
            if (field.equals("finalizers")) {
                return union(into, list);
            }
            if (KEYS.containsKey(field)) {
                return mergeList(KEYS.get(field), into, list);
            }
        }
        return patch.deepCopy();
    }

    private static ObjectNode mergeObject(ObjectNode target, ObjectNode patch) {
        if ("replace".equals(Json.text(patch, "$patch"))) {
            ObjectNode whole = patch.deepCopy();
            whole.remove("$patch");
            return whole;
        }
        patch.properties().forEach(entry -> {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            if (key.startsWith("$deleteFromPrimitiveList/")) {
                removeAll(target.get(key.substring(key.indexOf('/') + 1)), value);
            } else if (key.equals("$retainKeys")) {
                target.retain(texts(value));
            } else if (key.startsWith("$")) {
                // $setElementOrder only sorts
                return;
            } else if (value.isNull()) {
                target.remove(key);
            } else {
                target.set(key, merge(key, target.path(key), value));
            }
        });
        return target;
    }

    private static ArrayNode mergeList(String key, ArrayNode target, ArrayNode patch) {
        for (JsonNode item : patch) {
            if ("replace".equals(Json.text(item, "$patch"))) {
                target.removeAll();
                continue;
            }
            int at = -1;
            for (int i = 0; i < target.size(); i++) {
                if (target.get(i).path(key).equals(item.path(key))) {
                    at = i;
                }
            }
            if ("delete".equals(Json.text(item, "$patch"))) {
                if (at >= 0) {
                    target.remove(at);
                }
            } else if (at >= 0) {
                target.set(at, merge("", target.get(at), item));
            } else {
                target.add(item.deepCopy());
            }
        }
        return target;
    }

    private static ArrayNode union(ArrayNode target, ArrayNode patch) {
        List<String> known = texts(target);
        patch.forEach(item -> {
            if (!known.contains(item.asText())) {
                target.add(item);
            }
        });
        return target;
    }

    private static void removeAll(JsonNode list, JsonNode values) {
        if (list instanceof ArrayNode array) {
            List<String> unwanted = texts(values);
            for (int i = array.size() - 1; i >= 0; i--) {
                if (unwanted.contains(array.get(i).asText())) {
                    array.remove(i);
                }
            }
        }
    }

    private static List<String> texts(JsonNode list) {
        return Json.texts(list);
    }
}

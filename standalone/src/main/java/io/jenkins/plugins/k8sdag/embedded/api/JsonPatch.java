package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Json;

/** JSON patches (RFC 6902). */
final class JsonPatch {
    private JsonPatch() {}

    /** @throws ApiException 400 when an operation does not fit the object; nothing is changed then */
    static ObjectNode apply(JsonNode patch, ObjectNode object) {
        if (!patch.isArray()) {
            throw ApiException.badRequest("a JSON patch is a list of operations");
        }
        for (JsonNode operation : patch) {
            operate(operation, object);
        }
        return object;
    }

    private static void operate(JsonNode operation, ObjectNode object) {
        String name = Json.text("", operation, "op");
        JsonPointer path = pointer(operation, "path");
        JsonNode value = operation.path("value");
        switch (name) {
            case "add" -> put(object, path, value.deepCopy(), true);
            case "replace" -> {
                require(object, path);
                put(object, path, value.deepCopy(), false);
            }
            case "remove" -> remove(object, path);
            case "test" -> {
                if (!object.at(path).equals(value)) {
                    throw refused(path, "the value is another one than the test expects");
                }
            }
            case "copy" ->
                put(object, path, require(object, pointer(operation, "from")).deepCopy(), true);
            case "move" -> {
                JsonPointer from = pointer(operation, "from");
                JsonNode moved = require(object, from);
                remove(object, from);
                put(object, path, moved, true);
            }
            default ->
                throw ApiException.badRequest("the operation \"" + name
                        + "\" of a JSON patch is not one of add, remove, replace, move, copy, test");
        }
    }

    private static JsonPointer pointer(JsonNode operation, String field) {
        try {
            JsonPointer pointer = JsonPointer.compile(Json.text("", operation, field));
            if (pointer.matches()) {
                throw ApiException.badRequest("a JSON patch of the whole object is not allowed");
            }
            return pointer;
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("the " + field + " of a JSON patch is no pointer: " + e.getMessage());
        }
    }

    private static JsonNode require(ObjectNode object, JsonPointer path) {
        JsonNode node = object.at(path);
        if (node.isMissingNode()) {
            throw refused(path, "there is no such value");
        }
        return node;
    }

    private static void put(ObjectNode object, JsonPointer path, JsonNode value, boolean insert) {
        JsonNode parent = object.at(path.head());
        String last = path.last().getMatchingProperty();
        if (parent instanceof ObjectNode map) {
            map.set(last, value);
        } else if (parent instanceof ArrayNode list && last.equals("-")) {
            list.add(value);
        } else if (parent instanceof ArrayNode list
                && path.last().getMatchingIndex() >= 0
                && path.last().getMatchingIndex() <= list.size()) {
            int index = path.last().getMatchingIndex();
            if (insert) {
                list.insert(index, value);
            } else {
                list.set(index, value);
            }
        } else {
            throw refused(path, "there is nothing to put it into");
        }
    }

    private static void remove(ObjectNode object, JsonPointer path) {
        require(object, path);
        JsonNode parent = object.at(path.head());
        if (parent instanceof ObjectNode map) {
            map.remove(path.last().getMatchingProperty());
        } else if (parent instanceof ArrayNode list) {
            list.remove(path.last().getMatchingIndex());
        }
    }

    private static ApiException refused(JsonPointer path, String why) {
        return ApiException.badRequest("the JSON patch cannot be applied at " + path + ": " + why);
    }
}

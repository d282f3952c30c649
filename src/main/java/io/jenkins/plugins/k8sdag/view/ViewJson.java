package io.jenkins.plugins.k8sdag.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Views as JSON. Keys are the names of the records' parts, in their order; what is not known is null. */
public final class ViewJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ViewJson() {}

    /** A view as a tree that may be added to. */
    public static ObjectNode tree(Record view) {
        return MAPPER.valueToTree(view);
    }

    /** A view on one line. */
    public static String line(Record view) {
        return line(tree(view));
    }

    /** A tree on one line. */
    static String line(ObjectNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values has no JSON text", e);
        }
    }

    /** A view over several lines, for people. */
    public static String pretty(Record view) {
        return tree(view).toPrettyString();
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}

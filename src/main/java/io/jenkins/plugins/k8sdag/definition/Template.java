package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.StrategicMerge;
import io.jenkins.plugins.k8sdag.definition.Node.Entry;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.List;
import java.util.Map;

/**
 * One of {@code spec.templates}, above the defaults.
 *
 * @param at where its name stands
 * @param node what it says itself
 * @param fields what it and the defaults say of everything but the pod; each value knows its own place
 * @param pod what it and the defaults say of the pod, as in {@link Layer#of}
 */
record Template(String name, Place at, Mapping node, Mapping fields, Map<String, Object> pod) {

    static Template of(String name, Place at, Mapping node, Mapping defaults) {
        return new Template(
                name, at, node, over(defaults, node), StrategicMerge.compose(Layer.of(defaults), Layer.of(node)));
    }

    /** As messages call it. */
    String what() {
        return "template '" + name + "'";
    }

    /** The defaults with the template's values in place of theirs, as a stage's values take the place of the template's. */
    private static Mapping over(Mapping defaults, Mapping own) {
        Mapping fields = Mapping.empty(own.at());
        fields.entries().putAll(defaults.entries());
        if (own.has("script")) {
            fields.entries().keySet().removeAll(List.of("command", "args"));
        }
        if (own.has("command")) {
            fields.entries().remove("script");
        }
        fields.entries().putAll(own.entries());
        if (own.has("timeout") && defaults.has("timeout")) {
            Mapping clocks = clocks(defaults.get("timeout"));
            clocks.entries().putAll(clocks(own.get("timeout")).entries());
            fields.entries().put("timeout", new Entry(own.keyAt("timeout"), clocks));
        }
        return fields;
    }

    /** A single duration is the run clock. */
    private static Mapping clocks(Node timeout) {
        Mapping clocks = Mapping.empty(timeout.at());
        if (timeout instanceof Mapping map) {
            clocks.entries().putAll(map.entries());
        } else if (timeout instanceof Scalar) {
            clocks.entries().put("run", new Entry(timeout.at(), timeout));
        }
        return clocks;
    }
}

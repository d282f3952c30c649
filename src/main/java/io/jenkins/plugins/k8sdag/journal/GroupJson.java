package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Instance;
import io.jenkins.plugins.k8sdag.dag.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Groups of stages as a journal holds them. */
final class GroupJson {
    private GroupJson() {}

    static ObjectNode write(Group group) {
        ObjectNode node = Json.object();
        node.put("kind", group.kind());
        if (group instanceof Group.ForEach g) {
            node.put("expression", g.expression()).put("limit", g.limit());
            ArrayNode template = node.putArray("template");
            g.template().forEach(s -> template.add(DagJson.stage(s)));
        } else if (group instanceof Group.Uses g) {
            node.put("file", g.file());
            ArrayNode params = node.putArray("params");
            for (Group.Argument a : g.params()) {
                ObjectNode param = params.addObject().put("name", a.name()).put("type", a.type());
                Json.putTree(param, "value", Map.of("is", a.value()));
                Json.putText(param, "check", a.check());
            }
            Json.putTextMap(node, "outputs", g.outputs());
        }
        return node;
    }

    static Group read(JsonNode node) {
        String kind = Json.required(node, "kind").asText();
        switch (kind) {
            case "matrix":
                return new Group.Matrix();
            case "forEach":
                List<Stage> template = new ArrayList<>();
                Json.required(node, "template").forEach(s -> template.add(DagJson.stage(s)));
                return new Group.ForEach(
                        Json.required(node, "expression").asText(),
                        Json.required(node, "limit").asInt(),
                        template);
            case "uses":
                List<Group.Argument> params = new ArrayList<>();
                Json.required(node, "params")
                        .forEach(p -> params.add(new Group.Argument(
                                Json.required(p, "name").asText(),
                                Json.tree(p, "value").get("is"),
                                Json.required(p, "type").asText(),
                                Json.text(p, "check"))));
                return new Group.Uses(Json.required(node, "file").asText(), params, Json.textMap(node, "outputs"));
            default:
                throw new IllegalArgumentException(
                        "a group of kind '" + kind + "' is not known, only matrix, forEach and uses");
        }
    }

    static void writeInstances(ObjectNode data, List<Instance> instances) {
        if (instances.isEmpty()) {
            return;
        }
        ArrayNode array = data.putArray("instances");
        instances.forEach(i -> Json.putTree(array.addObject().put("name", i.name()), "of", Map.of("item", i.item())));
    }

    static List<Instance> readInstances(JsonNode data) {
        List<Instance> instances = new ArrayList<>();
        data.path("instances")
                .forEach(n -> instances.add(new Instance(
                        Json.required(n, "name").asText(), Json.tree(n, "of").get("item"))));
        return instances;
    }
}

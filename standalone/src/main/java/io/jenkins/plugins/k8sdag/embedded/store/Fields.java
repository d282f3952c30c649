package io.jenkins.plugins.k8sdag.embedded.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which fields a field selector may name, by resource, as in Kubernetes' own field label conversions. */
final class Fields {
    private static final List<String> COMMON = List.of("metadata.name", "metadata.namespace");
    private static final Map<Resource, List<String>> MORE = Map.of(
            Resource.PODS,
            List.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "status.phase",
                    "status.podIP"),
            Resource.EVENTS,
            List.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "type"),
            Resource.JOBS,
            List.of("status.successful"),
            Resource.NAMESPACES,
            List.of("status.phase"),
            Resource.SECRETS,
            List.of("type"),
            Resource.NODES,
            List.of("spec.unschedulable"));

    private Fields() {}

    static Map<String, String> of(Resource resource, ObjectNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        COMMON.forEach(field -> values.put(field, value(object, field)));
        MORE.getOrDefault(resource, List.of()).forEach(field -> values.put(field, value(object, field)));
        if (resource == Resource.JOBS) {
            values.put("status.successful", Json.text("0", object, "status", "succeeded"));
        }
        return values;
    }

    private static String value(JsonNode object, String field) {
        return Json.text("", object, field.split("\\."));
    }
}

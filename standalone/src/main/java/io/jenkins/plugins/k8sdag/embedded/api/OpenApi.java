package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;

/**
 * Just enough of OpenAPI v3 for kubectl: it looks for a {@code fieldValidation} parameter on PATCH to learn that the server
 * validates by itself, and would ask for whole schemas otherwise.
 */
final class OpenApi {
    private OpenApi() {}

    static ObjectNode index() {
        ObjectNode index = Json.object();
        ObjectNode paths = index.putObject("paths");
        paths.putObject("api/v1").put("serverRelativeURL", "/openapi/v3/api/v1");
        paths.putObject("apis/batch/v1").put("serverRelativeURL", "/openapi/v3/apis/batch/v1");
        return index;
    }

    static ObjectNode document(String group) {
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "k8s-dag embedded cluster").put("version", "v1.34.0");
        ObjectNode paths = document.putObject("paths");
        for (Resource resource : Resource.values()) {
            if (resource.group().equals(group)) {
                String root = group.isEmpty() ? "/api/v1" : "/apis/" + group + "/v1";
                String path = root + (resource.namespaced() ? "/namespaces/{namespace}/" : "/") + resource.plural()
                        + "/{name}";
                patch(paths.putObject(path).putObject("patch"), resource);
            }
        }
        document.putObject("components").putObject("schemas");
        return document;
    }

    private static void patch(ObjectNode operation, Resource resource) {
        for (String parameter : new String[] {"dryRun", "fieldManager", "fieldValidation", "force"}) {
            operation
                    .withArray("parameters")
                    .addObject()
                    .put("name", parameter)
                    .put("in", "query")
                    .putObject("schema")
                    .put("type", "string");
        }
        operation.putObject("responses").putObject("200").put("description", "OK");
        operation.put("x-kubernetes-action", "patch");
        operation
                .putObject("x-kubernetes-group-version-kind")
                .put("group", resource.group())
                .put("kind", resource.kind())
                .put("version", "v1");
    }
}

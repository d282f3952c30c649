package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Everything that is no stored object: what there is, how the server is, and whether one may (one always may). */
final class Discovery {
    private static final String AUTHORIZATION = "authorization.k8s.io";

    private Discovery() {}

    static void answer(Request request) throws IOException {
        HttpExchange exchange = request.exchange();
        String path = request.path();
        switch (path) {
            case "/healthz", "/livez", "/readyz" ->
                Response.bytes(exchange, 200, "text/plain; charset=utf-8", "ok".getBytes(StandardCharsets.US_ASCII));
            case "/version" -> Response.json(exchange, 200, version());
            case "/api" -> Response.json(exchange, 200, core());
            case "/apis" -> Response.json(exchange, 200, groups());
            case "/apis/batch", "/apis/" + AUTHORIZATION ->
                Response.json(
                        exchange, 200, group(path.substring("/apis/".length())).put("kind", "APIGroup"));
            case "/api/v1" -> Response.json(exchange, 200, resources("", "v1"));
            case "/apis/batch/v1" -> Response.json(exchange, 200, resources("batch", "batch/v1"));
            case "/apis/" + AUTHORIZATION + "/v1" -> Response.json(exchange, 200, reviews());
            case "/openapi/v3" -> Response.json(exchange, 200, OpenApi.index());
            case "/openapi/v3/api/v1" -> Response.json(exchange, 200, OpenApi.document(""));
            case "/openapi/v3/apis/batch/v1" -> Response.json(exchange, 200, OpenApi.document("batch"));
            default -> {
                if (path.startsWith("/apis/" + AUTHORIZATION + "/v1/")
                        && request.method().equals("POST")) {
                    Response.json(exchange, 201, allowed(request));
                } else {
                    throw ApiException.pathNotFound();
                }
            }
        }
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "34")
                .put("gitVersion", "v1.34.0+k8sdag-embedded")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "2025-08-27T10:09:04Z")
                .put("goVersion", "none")
                .put("compiler", "none")
                .put("platform", "embedded");
    }

    private static ObjectNode core() {
        ObjectNode versions = Json.object().put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        versions.putArray("serverAddressByClientCIDRs");
        return versions;
    }

    private static ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        list.putArray("groups").add(group("batch")).add(group(AUTHORIZATION));
        return list;
    }

    private static ObjectNode group(String name) {
        ObjectNode group = Json.object().put("apiVersion", "v1").put("name", name);
        ObjectNode version = Json.object().put("groupVersion", name + "/v1").put("version", "v1");
        group.putArray("versions").add(version);
        group.set("preferredVersion", version.deepCopy());
        return group;
    }

    private static ObjectNode resources(String group, String groupVersion) {
        ObjectNode list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", groupVersion);
        ArrayNode entries = list.putArray("resources");
        for (Resource resource : Resource.values()) {
            if (resource.group().equals(group)) {
                entry(
                        entries,
                        resource.plural(),
                        resource,
                        List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"));
                if (resource.hasStatus()) {
                    entry(entries, resource.plural() + "/status", resource, List.of("get", "patch", "update"));
                }
            }
        }
        if (group.isEmpty()) {
            entry(entries, "pods/log", Resource.PODS, List.of("get"));
            entry(entries, "pods/eviction", Resource.PODS, List.of("create"))
                    .put("kind", "Eviction")
                    .put("group", "policy")
                    .put("version", "v1");
        }
        return list;
    }

    private static ObjectNode entry(ArrayNode entries, String name, Resource resource, List<String> verbs) {
        ObjectNode entry = entries.addObject()
                .put("name", name)
                .put("singularName", name.contains("/") ? "" : resource.kind().toLowerCase(java.util.Locale.ROOT))
                .put("namespaced", resource.namespaced())
                .put("kind", resource.kind());
        ArrayNode words = entry.putArray("verbs");
        verbs.forEach(words::add);
        if (!resource.shortNames().isEmpty() && !name.contains("/")) {
            ArrayNode names = entry.putArray("shortNames");
            resource.shortNames().forEach(names::add);
        }
        if (!name.contains("/") && (resource == Resource.PODS || resource == Resource.JOBS)) {
            entry.putArray("categories").add("all");
        }
        return entry;
    }

    private static ObjectNode reviews() {
        ObjectNode list = Json.object()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", AUTHORIZATION + "/v1");
        ArrayNode entries = list.putArray("resources");
        for (String kind : List.of("SelfSubjectAccessReview", "SelfSubjectRulesReview")) {
            entries.addObject()
                    .put("name", kind.toLowerCase(java.util.Locale.ROOT) + "s")
                    .put("singularName", kind.toLowerCase(java.util.Locale.ROOT))
                    .put("namespaced", false)
                    .put("kind", kind)
                    .putArray("verbs")
                    .add("create");
        }
        return list;
    }

    /** The answer is the same whatever is asked, so a question in kubectl's binary format need not be read. */
    private static ObjectNode allowed(Request request) throws IOException {
        boolean rules = request.path().endsWith("/selfsubjectrulesreviews");
        ObjectNode review = request.header("Content-Type").contains("protobuf") ? Json.object() : request.object();
        review.put("kind", rules ? "SelfSubjectRulesReview" : "SelfSubjectAccessReview")
                .put("apiVersion", AUTHORIZATION + "/v1");
        ObjectNode status = review.putObject("status");
        if (rules) {
            ObjectNode rule = status.putArray("resourceRules").addObject();
            for (String all : List.of("verbs", "apiGroups", "resources")) {
                rule.putArray(all).add("*");
            }
            status.putArray("nonResourceRules");
            status.put("incomplete", false);
        } else {
            status.put("allowed", true).put("reason", "the embedded cluster allows everything");
        }
        return review;
    }
}

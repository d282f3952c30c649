package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One HTTP request and what it means to the API. Used on the thread that serves it. */
final class Request {
    /** As the API server's limit for a request body (3 MiB). */
    private static final int LARGEST = 3 * 1024 * 1024;

    private final HttpExchange exchange;
    private final List<String> path = new ArrayList<>();
    private final Map<String, String> query = new HashMap<>();
    private Resource resource;
    private String resourceWord;
    private String namespace;
    private String name;
    private String subresource;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
        for (String step : exchange.getRequestURI().getRawPath().split("/")) {
            if (!step.isEmpty()) {
                path.add(decode(step));
            }
        }
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                query.put(decode(pair), "");
            } else {
                query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        locate();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Reads {@code /api/v1/[namespaces/NS/]RESOURCE[/NAME[/SUB]]} and {@code /apis/GROUP/VERSION/…}. */
    private void locate() {
        boolean core =
                path.size() > 2 && path.get(0).equals("api") && path.get(1).equals("v1");
        boolean grouped =
                path.size() > 3 && path.get(0).equals("apis") && path.get(2).equals("v1");
        if (!core && !grouped) {
            return;
        }
        String group = core ? "" : path.get(1);
        List<String> rest = path.subList(core ? 2 : 3, path.size());
        if (rest.get(0).equals("namespaces") && rest.size() > 2 && !rest.get(2).equals("status")) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        resourceWord = rest.get(0);
        resource = Resource.find(group, resourceWord).orElse(null);
        name = rest.size() > 1 ? rest.get(1) : null;
        subresource = rest.size() > 2 ? rest.get(2) : null;
    }

    HttpExchange exchange() {
        return exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return "/" + String.join("/", path);
    }

    /** Null when the path names none that is known. */
    Resource resource() {
        return resource;
    }

    /** For counting and for faults: {@code pods}, {@code pods/log}, or the path where it is no resource. */
    String subject() {
        if (resourceWord == null) {
            return path();
        }
        return subresource == null ? resourceWord : resourceWord + "/" + subresource;
    }

    /** Null for all namespaces. */
    String namespace() {
        return namespace;
    }

    /** The namespace of one object: empty where the resource has none. */
    String objectNamespace() {
        return namespace == null || resource != null && !resource.namespaced() ? "" : namespace;
    }

    String name() {
        return name;
    }

    String subresource() {
        return subresource;
    }

    Verb verb() {
        return switch (method()) {
            case "GET", "HEAD" ->
                flag("watch") && subresource == null
                        ? Verb.WATCH
                        : name == null && resourceWord != null ? Verb.LIST : Verb.GET;
            case "POST" -> Verb.CREATE;
            case "PUT" -> Verb.UPDATE;
            case "PATCH" -> Verb.PATCH;
            case "DELETE" -> name == null ? Verb.DELETECOLLECTION : Verb.DELETE;
            default -> throw ApiException.methodNotAllowed();
        };
    }

    /** Null when it is not given or blank. */
    String query(String key) {
        String value = query.get(key);
        return value == null || value.isBlank() ? null : value;
    }

    boolean flag(String key) {
        String value = query.get(key);
        return value != null && (value.equals("true") || value.equals("1") || value.isEmpty());
    }

    /** @throws ApiException 400 when it is given and no whole number */
    Long number(String key) {
        String value = query(key);
        try {
            return value == null ? null : Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw ApiException.badRequest(key + "=\"" + value + "\" is not a whole number");
        }
    }

    String header(String key) {
        String value = exchange.getRequestHeaders().getFirst(key);
        return value == null ? "" : value;
    }

    byte[] body() throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw ApiException.tooLarge(LARGEST);
        }
        return bytes;
    }

    /** @throws ApiException 415 for anything but JSON and YAML, 400 when it cannot be read */
    JsonNode tree() throws IOException {
        String type = header("Content-Type");
        boolean yaml = type.contains("yaml");
        if (!yaml && !type.isEmpty() && !type.contains("json") && !type.startsWith("text/plain")) {
            throw ApiException.unsupportedMediaType(type);
        }
        return Json.parseBody(body(), yaml);
    }

    ObjectNode object() throws IOException {
        if (tree() instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the body is a list; send one object");
    }

    /** The body, or an empty object when there is none. */
    ObjectNode objectOrEmpty() throws IOException {
        byte[] bytes = body();
        if (bytes.length == 0) {
            return Json.object();
        }
        return Json.parseBody(bytes, header("Content-Type").contains("yaml")) instanceof ObjectNode object
                ? object
                : Json.object();
    }
}

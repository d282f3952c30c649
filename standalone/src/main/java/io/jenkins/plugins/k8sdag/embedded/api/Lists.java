package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Lists, whole or in pages. A page is continued in the present state, not in that of the first page: what changed between two
 * pages shows. Items are streamed, since a list may be larger than what one would want to hold twice.
 */
final class Lists {
    private final Store store;

    Lists(Store store) {
        this.store = store;
    }

    void send(Request request) throws IOException {
        Resource resource = request.resource();
        Filter filter = Filter.of(request);
        ObjectNode token = token(request);
        String after = token == null ? null : Json.text(token, "start");
        if (token != null && token.path("rv").asLong() < store.log(resource).forgotten()) {
            throw ApiException.continueExpired();
        }
        Store.Listing all = store.list(resource, filter.namespace(), after, filter::wants);
        long limit = request.number("limit") == null ? 0 : request.number("limit");
        boolean more = limit > 0 && all.items().size() > limit;
        List<Stored> page = more ? all.items().subList(0, (int) limit) : all.items();
        long version = token == null ? all.version() : token.path("rv").asLong();
        ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(version));
        if (more) {
            Stored last = page.get(page.size() - 1);
            ObjectNode next = Json.object();
            next.put("v", "meta.k8s.io/v1").put("rv", version).put("start", last.namespace() + "/" + last.name());
            metadata.put("continue", Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(next)));
            metadata.put("remainingItemCount", all.items().size() - page.size());
        }
        if (Tables.wanted(request)) {
            Response.json(request.exchange(), 200, new Tables(resource, request).all(page, metadata));
        } else {
            stream(request, page, metadata);
        }
    }

    private static ObjectNode token(Request request) {
        String text = request.query("continue");
        if (text == null) {
            return null;
        }
        try {
            return Json.parseBody(Base64.getUrlDecoder().decode(text), false) instanceof ObjectNode token
                    ? token
                    : null;
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("continue key is not valid: " + e.getMessage());
        }
    }

    private static void stream(Request request, List<Stored> page, ObjectNode metadata) throws IOException {
        Resource resource = request.resource();
        String head = "{\"kind\":\"" + resource.kind() + "List\",\"apiVersion\":\"" + resource.apiVersion()
                + "\",\"metadata\":" + metadata + ",\"items\":[";
        try (OutputStream output = Response.stream(request.exchange(), "application/json")) {
            output.write(head.getBytes(StandardCharsets.UTF_8));
            boolean first = true;
            for (Stored object : page) {
                if (!first) {
                    output.write(',');
                }
                output.write(object.json());
                first = false;
            }
            output.write("]}".getBytes(StandardCharsets.US_ASCII));
        }
    }
}

package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.jenkins.plugins.k8sdag.embedded.admission.Admission;
import io.jenkins.plugins.k8sdag.embedded.pod.Eviction;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Deletion;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The verbs on stored objects, except watching. Stateless. */
final class Objects {
    private final Store store;
    private final Admission admission;
    private final Deletion deletion;
    private final Lists lists;
    private final Updates updates;

    Objects(Store store, Admission admission, Deletion deletion) {
        this.store = store;
        this.admission = admission;
        this.deletion = deletion;
        this.lists = new Lists(store);
        this.updates = new Updates(store, admission);
    }

    void answer(Request request, Verb verb) throws IOException {
        HttpExchange exchange = request.exchange();
        if ("eviction".equals(request.subresource()) && request.resource() == Resource.PODS && verb == Verb.CREATE) {
            evict(request);
            return;
        }
        boolean status = "status".equals(request.subresource());
        if (request.subresource() != null && !(status && request.resource().hasStatus())) {
            throw ApiException.pathNotFound();
        }
        switch (verb) {
            case GET -> get(request);
            case LIST -> lists.send(request);
            case CREATE -> create(request);
            case UPDATE -> Response.json(exchange, 200, updates.replace(request));
            case PATCH -> updates.patch(request);
            case DELETE -> delete(request);
            case DELETECOLLECTION -> deleteCollection(request);
            default -> throw ApiException.methodNotAllowed();
        }
    }

    private void get(Request request) throws IOException {
        Stored object = store.get(request.resource(), request.objectNamespace(), request.name());
        byte[] body = Tables.wanted(request) ? new Tables(request.resource(), request).one(object) : object.json();
        Response.bytes(request.exchange(), 200, "application/json", body);
    }

    private void create(Request request) throws IOException {
        if (request.name() != null || request.resource().namespaced() && request.namespace() == null) {
            throw ApiException.methodNotAllowed();
        }
        ObjectNode object = request.object();
        requireKind(request.resource(), object);
        if (request.query("dryRun") != null) {
            admission.prepare(request.resource(), request.objectNamespace(), object);
            Response.json(request.exchange(), 201, object);
            return;
        }
        Stored created = admission.create(request.resource(), request.objectNamespace(), object);
        byte[] body = Tables.wanted(request) ? new Tables(request.resource(), request).one(created) : created.json();
        Response.bytes(request.exchange(), 201, "application/json", body);
    }

    static void requireKind(Resource resource, ObjectNode object) {
        String kind = Json.text(object, "kind");
        String version = Json.text(object, "apiVersion");
        if (kind != null && !kind.equals(resource.kind())
                || version != null && !version.equals(resource.apiVersion())) {
            throw ApiException.badRequest("the object provided is unrecognized (must be of type " + resource.kind()
                    + "): it says " + version + " " + kind);
        }
    }

    private void delete(Request request) throws IOException {
        Deletion.Outcome outcome = deletion.delete(
                request.resource(), request.objectNamespace(), request.name(), options(request, body(request)));
        Response.json(
                request.exchange(),
                200,
                outcome.gone() && request.resource() != Resource.PODS
                        ? success(outcome.object())
                        : outcome.object().open());
    }

    private void deleteCollection(Request request) throws IOException {
        if (request.resource().namespaced() && request.namespace() == null
                || request.resource() == Resource.NAMESPACES) {
            throw ApiException.methodNotAllowed();
        }
        Deletion.Options options = options(request, body(request));
        Filter filter = Filter.of(request);
        List<JsonNode> deleted = new ArrayList<>();
        for (Stored object : store.list(request.resource(), request.namespace(), filter::wants)) {
            try {
                deleted.add(deletion.delete(object.resource(), object.namespace(), object.name(), options)
                        .object()
                        .open());
            } catch (ApiException e) {
                if (e.code() != 404) {
                    throw e;
                }
            }
        }
        ObjectNode list = Json.object();
        list.put("kind", request.resource().kind() + "List")
                .put("apiVersion", request.resource().apiVersion());
        list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
        list.putArray("items").addAll(deleted);
        Response.json(request.exchange(), 200, list);
    }

    private void evict(Request request) throws IOException {
        ObjectNode eviction = request.object();
        Stored pod = store.get(Resource.PODS, request.namespace(), request.name());
        JsonNode given = eviction.path("deleteOptions");
        ObjectNode body = given instanceof ObjectNode some ? some : Json.object();
        store.editIfSame(pod, Eviction::mark);
        deletion.delete(Resource.PODS, pod.namespace(), pod.name(), options(request, body));
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        Response.json(request.exchange(), 201, status.put("status", "Success").put("code", 201));
    }

    private static ObjectNode body(Request request) throws IOException {
        return request.objectOrEmpty();
    }

    /** From the body, and from the query where the body is silent. */
    private static Deletion.Options options(Request request, ObjectNode body) {
        String propagation = Json.text(request.query("propagationPolicy"), body, "propagationPolicy");
        if (propagation == null && body.hasNonNull("orphanDependents")) {
            propagation = body.path("orphanDependents").asBoolean() ? "Orphan" : "Background";
        }
        Long grace = body.hasNonNull("gracePeriodSeconds")
                ? Long.valueOf(body.path("gracePeriodSeconds").asLong())
                : request.number("gracePeriodSeconds");
        return new Deletion.Options(
                propagation == null ? null : Deletion.Propagation.of(propagation),
                grace,
                Json.text(body, "preconditions", "uid"),
                Json.text(body, "preconditions", "resourceVersion"));
    }

    private static ObjectNode success(Stored object) {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details").put("name", object.name());
        if (!object.resource().group().isEmpty()) {
            details.put("group", object.resource().group());
        }
        details.put("kind", object.resource().plural()).put("uid", object.uid());
        return status;
    }
}

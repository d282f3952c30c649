package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.admission.Admission;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** PUT and PATCH: optimistic locks, fields that clients may not change, and status apart from the rest. Stateless. */
final class Updates {
    private static final List<String> FIXED =
            List.of("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds");

    private final Store store;
    private final Admission admission;

    Updates(Store store, Admission admission) {
        this.store = store;
        this.admission = admission;
    }

    ObjectNode replace(Request request) throws IOException {
        ObjectNode wanted = request.object();
        Objects.requireKind(request.resource(), wanted);
        String uid = Json.text(wanted, "metadata", "uid");
        return update(request, current -> {
            if (uid != null && !uid.equals(Json.text(current, "metadata", "uid"))) {
                throw ApiException.conflict(
                        request.resource(),
                        request.name(),
                        "Precondition failed: UID in precondition: " + uid + ", UID in object meta: "
                                + Json.text(current, "metadata", "uid"));
            }
            return wanted.deepCopy();
        });
    }

    void patch(Request request) throws IOException {
        JsonNode patch = request.tree();
        String type = request.header("Content-Type");
        if (type.startsWith("application/apply-patch")) {
            apply(request, patch);
            return;
        }
        UnaryOperator<ObjectNode> change;
        if (type.startsWith("application/json-patch+json")) {
            change = current -> JsonPatch.apply(patch, current);
        } else if (type.startsWith("application/merge-patch+json")) {
            change = current -> (ObjectNode) MergePatch.merge(current, patch);
        } else if (type.startsWith("application/strategic-merge-patch+json")) {
            change = current -> (ObjectNode) StrategicPatch.merge("", current, patch);
        } else {
            throw ApiException.unsupportedMediaType(type);
        }
        Response.json(request.exchange(), 200, update(request, change));
    }

    /** Server-side apply without its bookkeeping of owners: made when it is missing, else merged. */
    private void apply(Request request, JsonNode patch) throws IOException {
        if (store.find(request.resource(), request.objectNamespace(), request.name())
                .isEmpty()) {
            ObjectNode object = (ObjectNode) patch.deepCopy();
            Objects.requireKind(request.resource(), object);
            Json.at(object, "metadata").put("name", request.name());
            Stored created = admission.create(request.resource(), request.objectNamespace(), object);
            Response.bytes(request.exchange(), 201, "application/json", created.json());
            return;
        }
        Response.json(request.exchange(), 200, update(request, current ->
                (ObjectNode) StrategicPatch.merge("", current, patch)));
    }

    private ObjectNode update(Request request, UnaryOperator<ObjectNode> change) {
        Resource resource = request.resource();
        if (request.query("dryRun") != null) {
            ObjectNode object = store.get(resource, request.objectNamespace(), request.name())
                    .open();
            edit(request, object, change);
            return object;
        }
        return store.edit(resource, request.objectNamespace(), request.name(), object -> edit(request, object, change))
                .open();
    }

    private void edit(Request request, ObjectNode object, UnaryOperator<ObjectNode> change) {
        Resource resource = request.resource();
        ObjectNode before = object.deepCopy();
        ObjectNode after = change.apply(object.deepCopy());
        String version = Json.text(after, "metadata", "resourceVersion");
        if (version != null
                && !version.isEmpty()
                && !version.equals(Json.text(before, "metadata", "resourceVersion"))) {
            throw ApiException.stale(resource, request.name());
        }
        if (resource.hasStatus()) {
            boolean status = "status".equals(request.subresource());
            keep(after, before, status ? "spec" : "status");
        }
        after.put("apiVersion", resource.apiVersion()).put("kind", resource.kind());
        ObjectNode metadata = Json.at(after, "metadata");
        FIXED.forEach(field -> keep(metadata, before.path("metadata"), field));
        keep(metadata, before.path("metadata"), "generation");
        keep(metadata, before.path("metadata"), "resourceVersion");
        metadata.remove("managedFields");
        for (String emptied : List.of("labels", "annotations", "finalizers", "ownerReferences")) {
            if (metadata.path(emptied).isEmpty()) {
                metadata.remove(emptied);
            }
        }
        admission.checkUpdate(resource, before, after);
        object.removeAll();
        object.setAll(after);
    }

    private static void keep(ObjectNode after, JsonNode before, String field) {
        if (before.has(field)) {
            after.set(field, before.get(field));
        } else {
            after.remove(field);
        }
    }
}

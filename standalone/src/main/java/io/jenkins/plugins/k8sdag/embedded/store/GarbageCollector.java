package io.jenkins.plugins.k8sdag.embedded.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Deletion.Propagation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Deletes what a deleted object owned, lets go what an orphaning one owned, and empties deleted namespaces. Owners are indexed
 * by uid, so that a deletion costs what it deletes. The work is done on the executor it is given, one piece at a time.
 */
public final class GarbageCollector {
    private final Store store;
    private final Deletion deletion;
    private final Executor executor;
    private final Map<String, Set<Dependent>> dependents = new ConcurrentHashMap<>();

    private record Dependent(Resource resource, String namespace, String name, String uid) {}

    public GarbageCollector(Store store, Deletion deletion, Executor executor) {
        this.store = store;
        this.deletion = deletion;
        this.executor = task -> executor.execute(() -> guard(task));
        store.onChange(this::changed);
    }

    private static void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            System.getLogger(GarbageCollector.class.getName())
                    .log(System.Logger.Level.ERROR, "the embedded garbage collector failed", e);
        }
    }

    private void changed(Change change) {
        Stored object = change.now();
        boolean sameOwners = change.type() == Change.Type.MODIFIED
                && change.before().owners().equals(object.owners());
        if (object.resource() == Resource.EVENTS || sameOwners && !object.deleting()) {
            return;
        }
        ObjectNode metadata = Json.at(object.open(), "metadata");
        Dependent self = new Dependent(object.resource(), object.namespace(), object.name(), object.uid());
        for (ObjectNode owner : Json.objects(metadata, "ownerReferences")) {
            follow(change, self, owner);
        }
        if (change.type() == Change.Type.DELETED) {
            if (dependents.containsKey(object.uid())) {
                executor.execute(() -> collect(object.uid()));
            }
            if (!object.namespace().isEmpty()) {
                executor.execute(() -> emptied(object.namespace()));
            }
        } else if (metadata.has("deletionTimestamp")) {
            executor.execute(() -> release(object, metadata));
        }
    }

    private void follow(Change change, Dependent self, ObjectNode owner) {
        String uid = Json.text("", owner, "uid");
        if (change.type() == Change.Type.DELETED) {
            Set<Dependent> siblings = dependents.get(uid);
            if (siblings != null) {
                siblings.remove(self);
                dependents.computeIfPresent(uid, (key, set) -> set.isEmpty() ? null : set);
            }
            Resource.ofKind(Json.text("", owner, "apiVersion"), Json.text("", owner, "kind"))
                    .flatMap(resource -> store.find(resource, self.namespace(), Json.text("", owner, "name")))
                    .filter(found -> found.uid().equals(uid))
                    .ifPresent(found -> executor.execute(() -> release(found, Json.at(found.open(), "metadata"))));
        } else {
            dependents.compute(uid, (key, set) -> {
                Set<Dependent> siblings = set == null ? ConcurrentHashMap.newKeySet() : set;
                siblings.add(self);
                return siblings;
            });
            if (change.type() == Change.Type.ADDED && !alive(self, owner)) {
                executor.execute(() -> collect(uid));
            }
        }
    }

    /** Whether the owner exists; one of a resource that is not kept here counts as alive. */
    private boolean alive(Dependent dependent, ObjectNode owner) {
        return Resource.ofKind(Json.text("", owner, "apiVersion"), Json.text("", owner, "kind"))
                .map(resource -> store.find(
                                resource,
                                resource.namespaced() ? dependent.namespace() : "",
                                Json.text("", owner, "name"))
                        .filter(found -> found.uid().equals(Json.text("", owner, "uid")))
                        .isPresent())
                .orElse(true);
    }

    private void collect(String owner) {
        for (Dependent dependent : Set.copyOf(dependents.getOrDefault(owner, Set.of()))) {
            boolean kept = store.find(dependent.resource(), dependent.namespace(), dependent.name())
                    .map(found -> Json.objects(found.open(), "metadata", "ownerReferences").stream()
                            .anyMatch(reference -> alive(dependent, reference)))
                    .orElse(false);
            if (!kept) {
                delete(dependent);
            }
        }
    }

    private void delete(Dependent dependent) {
        if (store.find(dependent.resource(), dependent.namespace(), dependent.name())
                .filter(Stored::deleting)
                .isPresent()) {
            return;
        }
        try {
            deletion.delete(
                    dependent.resource(),
                    dependent.namespace(),
                    dependent.name(),
                    new Deletion.Options(Propagation.BACKGROUND, null, dependent.uid(), null));
        } catch (ApiException e) {
            if (e.code() != 404 && e.code() != 409) {
                throw e;
            }
            // gone, or another object of that name: nothing to collect, but the index must not keep it
            Set<Dependent> siblings = dependents.values().stream()
                    .filter(set -> set.contains(dependent))
                    .findAny()
                    .orElse(Set.of());
            if (!siblings.isEmpty()) {
                siblings.remove(dependent);
            }
        }
    }

    /** Does what the two finalizers of propagation stand for. */
    private void release(Stored object, ObjectNode metadata) {
        if (!metadata.has("deletionTimestamp")) {
            return;
        }
        List<String> finalizers = Json.texts(metadata, "finalizers");
        List<Dependent> owned = dependents.getOrDefault(object.uid(), Set.of()).stream()
                .filter(this::exists)
                .toList();
        if (finalizers.contains("orphan")) {
            owned.forEach(dependent -> letGo(dependent, object.uid()));
            dependents.remove(object.uid());
            removeFinalizer(object, "orphan");
        } else if (finalizers.contains("foregroundDeletion")) {
            if (owned.isEmpty()) {
                removeFinalizer(object, "foregroundDeletion");
            } else {
                owned.forEach(this::delete);
            }
        } else if (object.resource() == Resource.NAMESPACES) {
            for (Resource resource : Resource.values()) {
                if (resource.namespaced()) {
                    for (Stored inside : store.list(resource, object.name(), any -> true)) {
                        delete(new Dependent(resource, inside.namespace(), inside.name(), inside.uid()));
                    }
                }
            }
            emptied(object.name());
        }
    }

    private boolean exists(Dependent dependent) {
        return store.find(dependent.resource(), dependent.namespace(), dependent.name())
                .filter(found -> found.uid().equals(dependent.uid()))
                .isPresent();
    }

    private void letGo(Dependent dependent, String owner) {
        store.find(dependent.resource(), dependent.namespace(), dependent.name())
                .filter(found -> found.uid().equals(dependent.uid()))
                .ifPresent(found -> store.editIfSame(found, object -> {
                    JsonNode references = object.at("/metadata/ownerReferences");
                    for (int i = references.size() - 1; i >= 0; i--) {
                        if (owner.equals(Json.text(references.get(i), "uid"))) {
                            ((ArrayNode) references).remove(i);
                        }
                    }
                    if (references.isEmpty()) {
                        Json.at(object, "metadata").remove("ownerReferences");
                    }
                }));
    }

    private void removeFinalizer(Stored object, String finalizer) {
        store.editIfSame(object, edited -> Finalizers.remove(edited, finalizer));
    }

    private void emptied(String namespace) {
        store.find(Resource.NAMESPACES, "", namespace)
                .filter(Stored::deleting)
                .filter(found -> isEmpty(namespace))
                .ifPresent(found -> store.remove(Resource.NAMESPACES, "", namespace, found.uid()));
    }

    private boolean isEmpty(String namespace) {
        for (Resource resource : Resource.values()) {
            if (resource.namespaced()
                    && resource != Resource.EVENTS
                    && !store.list(resource, namespace, any -> true).isEmpty()) {
                return false;
            }
        }
        store.list(Resource.EVENTS, namespace, any -> true)
                .forEach(event -> store.remove(Resource.EVENTS, namespace, event.name(), event.uid()));
        return true;
    }
}

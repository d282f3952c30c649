package io.jenkins.plugins.k8sdag.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * All objects. Versions are global and increasing; each resource has its own lock, held only to put a new version in place, so
 * that nothing ever stops everything. Thread-safe. Listeners are called on the writing thread, after the lock, and must not
 * block; changes of one object may reach them out of order, so they look the object up again.
 */
public final class Store {
    private final AtomicLong versions = new AtomicLong(1);
    private final Map<Resource, Shelf> shelves = new EnumMap<>(Resource.class);
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

    /** What is done to an object's own copy; it may throw an {@link ApiException} to leave the object as it is. */
    public interface Edit {
        void apply(ObjectNode object);
    }

    /**
     * A consistent list.
     *
     * @param items in the order of namespace and name
     * @param version the version that a watch goes on from
     */
    public record Listing(List<Stored> items, long version) {}

    public Store(int history) {
        for (Resource resource : Resource.values()) {
            shelves.put(resource, new Shelf(resource, history, versions));
        }
    }

    public void onChange(Consumer<Change> listener) {
        listeners.add(listener);
    }

    public long version() {
        return versions.get();
    }

    /** A version of which every earlier change of this resource is in its log already. */
    public long version(Resource resource) {
        return shelves.get(resource).version();
    }

    public ChangeLog log(Resource resource) {
        return shelves.get(resource).log();
    }

    /**
     * Adds an object; its creation time, first generation and, unless it has one, its uid are set here.
     *
     * @throws ApiException 409 when one of this name exists
     */
    public Stored create(Resource resource, ObjectNode object) {
        ObjectNode metadata = Json.at(object, "metadata");
        if (!metadata.hasNonNull("uid")) {
            metadata.put("uid", UUID.randomUUID().toString());
        }
        metadata.put("creationTimestamp", Json.time(Instant.now()));
        metadata.put("generation", 1);
        return tell(shelves.get(resource).add(object)).now();
    }

    public Optional<Stored> find(Resource resource, String namespace, String name) {
        return shelves.get(resource).find(namespace, name);
    }

    /** @throws ApiException 404 */
    public Stored get(Resource resource, String namespace, String name) {
        return find(resource, namespace, name).orElseThrow(() -> ApiException.notFound(resource, name));
    }

    /**
     * @param namespace null for all
     * @param after the key ({@code namespace/name}) to go on behind; null from the start
     */
    public Listing list(Resource resource, String namespace, String after, Predicate<Stored> wanted) {
        return shelves.get(resource).list(namespace, after, wanted);
    }

    public List<Stored> list(Resource resource, String namespace, Predicate<Stored> wanted) {
        return list(resource, namespace, null, wanted).items();
    }

    /**
     * Changes an object. An edit that changes nothing makes no new version. When the last finalizer of an object that is being
     * deleted goes, so does the object.
     *
     * @throws ApiException 404, or what {@code edit} throws
     */
    public Stored edit(Resource resource, String namespace, String name, Edit edit) {
        Shelf shelf = shelves.get(resource);
        while (true) {
            Stored before = get(resource, namespace, name);
            ObjectNode object = before.open();
            ObjectNode original = before.open();
            edit.apply(object);
            if (object.equals(original)) {
                return before;
            }
            if (resource != Resource.PODS && !object.path("spec").equals(original.path("spec"))) {
                Json.at(object, "metadata")
                        .put("generation", original.at("/metadata/generation").asLong() + 1);
            }
            boolean gone = lastFinalizerGone(original, object);
            Optional<Change> change = gone ? shelf.remove(before, object) : shelf.replace(before, object);
            if (change.isPresent()) {
                return tell(change.get()).now();
            }
        }
    }

    /** As {@link #edit}, for an object that may be gone or be another one of the same name by now. */
    public Optional<Stored> editIfSame(Stored known, Edit edit) {
        try {
            return Optional.of(edit(known.resource(), known.namespace(), known.name(), object -> {
                if (!known.uid().equals(Json.text(object, "metadata", "uid"))) {
                    throw ApiException.notFound(known.resource(), known.name());
                }
                edit.apply(object);
            }));
        } catch (ApiException e) {
            if (e.code() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Takes an object away, whatever its finalizers say; nothing when it is gone already. */
    public Optional<Stored> remove(Resource resource, String namespace, String name, String uid) {
        Shelf shelf = shelves.get(resource);
        while (true) {
            Optional<Stored> before =
                    shelf.find(namespace, name).filter(found -> found.uid().equals(uid));
            if (before.isEmpty()) {
                return before;
            }
            Optional<Change> change = shelf.remove(before.get(), before.get().open());
            if (change.isPresent()) {
                return Optional.of(tell(change.get()).now());
            }
        }
    }

    private static boolean lastFinalizerGone(ObjectNode before, ObjectNode after) {
        return after.at("/metadata/deletionTimestamp").isTextual()
                && after.at("/metadata/deletionGracePeriodSeconds").asLong(0) == 0
                && after.at("/metadata/finalizers").isEmpty()
                && !before.at("/metadata/finalizers").isEmpty();
    }

    private Change tell(Change change) {
        for (Consumer<Change> listener : listeners) {
            listener.accept(change);
        }
        return change;
    }
}

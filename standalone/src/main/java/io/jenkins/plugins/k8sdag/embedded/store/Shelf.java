package io.jenkins.plugins.k8sdag.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The objects of one resource and their history. Every version is made under this object's lock, so the log is in order. */
final class Shelf {
    private final Resource resource;
    private final AtomicLong versions;
    private final ChangeLog log;
    private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();

    Shelf(Resource resource, int history, AtomicLong versions) {
        this.resource = resource;
        this.versions = versions;
        this.log = new ChangeLog(history);
    }

    ChangeLog log() {
        return log;
    }

    synchronized long version() {
        return versions.get();
    }

    Optional<Stored> find(String namespace, String name) {
        return Optional.ofNullable(objects.get(key(namespace, name)));
    }

    synchronized Change add(ObjectNode object) {
        String key = key(Json.text("", object, "metadata", "namespace"), Json.text("", object, "metadata", "name"));
        if (objects.containsKey(key)) {
            throw ApiException.alreadyExists(resource, Json.text("", object, "metadata", "name"));
        }
        return put(Change.Type.ADDED, null, object, key);
    }

    /** Nothing when {@code before} is no longer the newest version. */
    synchronized Optional<Change> replace(Stored before, ObjectNode object) {
        String key = key(before.namespace(), before.name());
        if (objects.get(key) != before) {
            return Optional.empty();
        }
        return Optional.of(put(Change.Type.MODIFIED, before, object, key));
    }

    synchronized Optional<Change> remove(Stored before, ObjectNode object) {
        String key = key(before.namespace(), before.name());
        if (objects.get(key) != before) {
            return Optional.empty();
        }
        return Optional.of(put(Change.Type.DELETED, before, object, key));
    }

    private Change put(Change.Type type, Stored before, ObjectNode object, String key) {
        Stored now = new Stored(resource, object, versions.incrementAndGet());
        if (type == Change.Type.DELETED) {
            objects.remove(key);
        } else {
            objects.put(key, now);
        }
        Change change = new Change(type, before, now);
        log.append(change);
        return change;
    }

    synchronized Store.Listing list(String namespace, String after, Predicate<Stored> wanted) {
        List<Stored> items = new ArrayList<>();
        String from = namespace == null ? "" : namespace + "/";
        if (after != null && after.compareTo(from) > 0) {
            from = after + "\0";
        }
        for (Stored object : objects.tailMap(from).values()) {
            if (namespace != null && !object.namespace().equals(namespace)) {
                break;
            }
            if (wanted.test(object)) {
                items.add(object);
            }
        }
        return new Store.Listing(items, versions.get());
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }
}

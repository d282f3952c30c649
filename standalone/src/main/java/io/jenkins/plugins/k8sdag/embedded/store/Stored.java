package io.jenkins.plugins.k8sdag.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * One version of an object, immutable. It is kept as the bytes that go over the wire, because a JSON tree is several times as
 * large and thousands of versions stay in the history; what selectors ask for is held beside them.
 */
public final class Stored {
    private final Resource resource;
    private final String namespace;
    private final String name;
    private final String uid;
    private final long version;
    private final Map<String, String> labels;
    private final Map<String, String> fields;
    private final List<String> owners;
    private final boolean deleting;
    private final byte[] json;

    Stored(Resource resource, ObjectNode object, long version) {
        this.resource = resource;
        this.namespace = Json.text("", object, "metadata", "namespace");
        this.name = Json.text("", object, "metadata", "name");
        this.uid = Json.text("", object, "metadata", "uid");
        this.version = version;
        this.labels = Json.map(object, "metadata", "labels");
        this.owners = Json.objects(object, "metadata", "ownerReferences").stream()
                .map(owner -> Json.text("", owner, "uid"))
                .toList();
        this.deleting = Json.text(object, "metadata", "deletionTimestamp") != null;
        this.fields = Fields.of(resource, object);
        Json.at(object, "metadata").put("resourceVersion", Long.toString(version));
        this.json = Json.bytes(object);
    }

    public Resource resource() {
        return resource;
    }

    /** Empty for a resource without namespaces. */
    public String namespace() {
        return namespace;
    }

    public String name() {
        return name;
    }

    public String uid() {
        return uid;
    }

    public long version() {
        return version;
    }

    public Map<String, String> labels() {
        return labels;
    }

    /** The values of the fields that field selectors may name. */
    public Map<String, String> fields() {
        return fields;
    }

    /** The uids of the objects that own this one. */
    public List<String> owners() {
        return owners;
    }

    /** Whether its deletion has begun. */
    public boolean deleting() {
        return deleting;
    }

    /** The object as JSON; the array is shared and must not be written to. */
    public byte[] json() {
        return json;
    }

    /** The same state under another version. */
    public Stored at(long otherVersion) {
        return new Stored(resource, open(), otherVersion);
    }

    /** A tree of its own, free to be changed. */
    public ObjectNode open() {
        return Json.parse(json);
    }

    @Override
    public String toString() {
        return resource.qualified() + " " + namespace + "/" + name + "@" + version;
    }
}

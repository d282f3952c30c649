package io.jenkins.plugins.k8sdag.embedded.store;

/**
 * One change of one object, in the order of versions within its resource.
 *
 * @param type what a watch of everything would say
 * @param before the version before; null for an added object
 * @param now the version after; for a deleted object its last state, with the version of the deletion
 */
public record Change(Type type, Stored before, Stored now) {
    /** The words of the watch protocol. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    public long version() {
        return now.version();
    }
}

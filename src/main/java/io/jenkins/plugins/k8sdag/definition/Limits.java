package io.jenkins.plugins.k8sdag.definition;

/**
 * How large a file may be. What is read comes from people's repositories into a controller that many share.
 *
 * @param bytes size of the text in UTF-8
 * @param depth how deep maps and lists may be nested
 * @param nodes how many maps, lists and values there may be
 * @param stages how many stages a file may have
 */
public record Limits(int bytes, int depth, int nodes, int stages) {
    /** Ample for 10,000 small stages; deeper nesting than any pod needs. */
    public static final Limits DEFAULT = new Limits(1 << 20, 64, 500_000, 20_000);

    public Limits {
        if (bytes < 1 || depth < 1 || nodes < 1 || stages < 1) {
            throw new IllegalArgumentException("limits must be at least 1: bytes " + bytes + ", depth " + depth
                    + ", nodes " + nodes + ", stages " + stages);
        }
    }

    /** The same limits with another size of the text. */
    public Limits withBytes(int bytes) {
        return new Limits(bytes, depth, nodes, stages);
    }
}

package io.jenkins.plugins.k8sdag.dag;

/**
 * A group of runs of which only some may be under way at a time.
 *
 * @param group its name; in a file it may hold {@code ${{ … }}}, in a run it is plain text
 * @param limit how many runs of it may be under way at once, at least 1
 * @param cancelSuperseded whether a new run of it cancels the older ones
 */
public record Concurrency(String group, int limit, boolean cancelSuperseded) {
    public Concurrency {
        if (limit < 1) {
            throw new IllegalArgumentException("concurrency.limit must be at least 1, not " + limit);
        }
    }

    /** The same with another name. */
    public Concurrency withGroup(String group) {
        return new Concurrency(group, limit, cancelSuperseded);
    }
}

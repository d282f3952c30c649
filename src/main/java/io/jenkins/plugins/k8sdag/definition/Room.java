package io.jenkins.plugins.k8sdag.definition;

/** How many more stages a file may come to: a few lines can stand for millions. Used by one thread. */
final class Room {
    private final Problems problems;
    private final int most;
    private long taken;

    Room(Problems problems, int most) {
        this.problems = problems;
        this.most = most;
    }

    /** Whether an entry may stand for so many; if not, that is reported. */
    boolean take(StageDraft entry, int within) {
        taken += Math.max(1L, entry.fanOut().instances().size()) * (1L + within)
                + (entry.fanOut().isMatrix() ? 1 : 0);
        if (taken <= most) {
            return true;
        }
        problems.error(
                entry.at(),
                "too-large",
                "with the instances of " + entry.what() + " there are more than " + most + " stages",
                "take values out of a matrix, or split the DAG");
        return false;
    }
}

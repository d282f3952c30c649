package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The order in which the stages of a graph start when a cap binds: by priority, then the longest remaining path first, which is a
 * stage's own expected duration and the longest path behind it, then as in the file. Computed once per graph, so that a turn's cost
 * does not grow with it.
 */
final class Ranks {
    private Ranks() {}

    /**
     * The order for a graph.
     *
     * @param expected how long stages take, by name; one that is not known counts as the mean of those that are, and where none is,
     *     all count the same
     */
    static Comparator<Integer> of(Dag dag, Map<String, Duration> expected) {
        long[] remaining = remaining(dag, expected);
        List<Integer> order = IntStream.range(0, dag.size())
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -dag.stage(i).priority())
                        .thenComparingLong(i -> -remaining[i])
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        int[] rank = new int[dag.size()];
        for (int r = 0; r < rank.length; r++) {
            rank[order.get(r)] = r;
        }
        return (a, b) -> Integer.compare(rank[a], rank[b]);
    }

    private static long[] remaining(Dag dag, Map<String, Duration> expected) {
        // At least 1, so that of two paths that take no time the longer one still comes first.
        long unknown = Math.max(1, (long) expected.values().stream()
                .mapToLong(Duration::toMillis)
                .average()
                .orElse(1));
        long[] remaining = new long[dag.size()];
        long[] behind = new long[dag.size()];
        List<Integer> order = dag.topologicalOrder();
        for (int n = order.size() - 1; n >= 0; n--) {
            int i = order.get(n);
            if (dag.stage(i).isGroup() && dag.childrenOf(i).length > 0) {
                remaining[i] = longest(dag.childrenOf(i), remaining);
            } else {
                Duration own = expected.get(dag.stage(i).name());
                remaining[i] =
                        behind(dag, i, remaining, behind) + (own == null ? unknown : Math.max(1, own.toMillis()));
            }
        }
        return remaining;
    }

    /** What follows once a stage has ended, or a group with all in it; that of a group is known before those in it are asked. */
    private static long behind(Dag dag, int i, long[] remaining, long[] known) {
        if (known[i] == 0) {
            long follows = longest(dag.dependentsOf(i), remaining);
            int group = dag.parentOf(i);
            known[i] = 1 + Math.max(follows, group < 0 ? 0 : behind(dag, group, remaining, known));
        }
        return known[i] - 1;
    }

    private static long longest(int[] stages, long[] remaining) {
        return Arrays.stream(stages).mapToLong(s -> remaining[s]).max().orElse(0);
    }
}

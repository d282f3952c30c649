package io.jenkins.plugins.k8sdag.dag;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who needs whom and who belongs to whom, by position. Made once per graph, and again when a group has got its instances. */
final class Edges {
    private static final int[] NONE = {};

    final Map<String, Integer> index = new HashMap<>();
    final int[][] needs;
    final int[][] dependents;
    final int[] parents;
    final int[][] children;

    Edges(List<Stage> stages) {
        int n = stages.size();
        for (int i = 0; i < n; i++) {
            if (index.put(stages.get(i).name(), i) != null) {
                throw new IllegalArgumentException(
                        "two stages are named '" + stages.get(i).name() + "'");
            }
        }
        needs = new int[n][];
        parents = new int[n];
        int[] outDegree = new int[n];
        int[] members = new int[n];
        for (int i = 0; i < n; i++) {
            needs[i] = needs(stages.get(i));
            parents[i] = parent(stages, stages.get(i));
            for (int need : needs[i]) {
                outDegree[need]++;
            }
            if (parents[i] >= 0) {
                members[parents[i]]++;
            }
        }
        dependents = empty(outDegree);
        children = empty(members);
        int[] outs = new int[n];
        int[] ins = new int[n];
        for (int i = 0; i < n; i++) {
            for (int need : needs[i]) {
                dependents[need][outs[need]++] = i;
            }
            if (parents[i] >= 0) {
                children[parents[i]][ins[parents[i]]++] = i;
            }
        }
    }

    private static int[][] empty(int[] lengths) {
        int[][] lists = new int[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            lists[i] = lengths[i] == 0 ? NONE : new int[lengths[i]];
        }
        return lists;
    }

    private int[] needs(Stage stage) {
        int[] found = new int[stage.needs().size()];
        Set<Integer> seen = found.length > 1 ? new HashSet<>() : null;
        for (int n = 0; n < found.length; n++) {
            String need = stage.needs().get(n).stage();
            Integer from = index.get(need);
            if (from == null || seen != null && !seen.add(from)) {
                throw new IllegalArgumentException("stage '" + stage.name() + "' needs '" + need + "' "
                        + (from == null ? ", which is no stage" : "twice"));
            }
            found[n] = from;
        }
        return found.length == 0 ? NONE : found;
    }

    private int parent(List<Stage> stages, Stage stage) {
        if (stage.parent().isEmpty()) {
            return -1;
        }
        Integer parent = index.get(stage.parent().get());
        if (parent == null || !stages.get(parent).isGroup()) {
            throw new IllegalArgumentException(
                    "stage '" + stage.name() + "' belongs to '" + stage.parent().get() + "', which is no group");
        }
        return parent;
    }

    /**
     * An order in which every stage stands behind its group, and behind all it needs with all that belongs to those.
     *
     * @throws IllegalArgumentException when there is none
     */
    List<Integer> order() {
        int n = needs.length;
        int[] waiting = new int[n];
        int[] inside = new int[n];
        ArrayDeque<Integer> free = new ArrayDeque<>();
        for (int i = 0; i < n; i++) {
            waiting[i] = needs[i].length + (parents[i] < 0 ? 0 : 1);
            inside[i] = 1 + children[i].length;
            if (waiting[i] == 0) {
                free.add(i);
            }
        }
        List<Integer> order = new ArrayList<>(n);
        while (!free.isEmpty()) {
            int i = free.remove();
            order.add(i);
            Arrays.stream(children[i]).filter(c -> --waiting[c] == 0).forEach(free::add);
            // A group is passed once all in it are; that may pass the group it belongs to itself.
            for (int g = i; g >= 0 && --inside[g] == 0; g = parents[g]) {
                Arrays.stream(dependents[g]).filter(d -> --waiting[d] == 0).forEach(free::add);
            }
        }
        if (order.size() < n) {
            throw new IllegalArgumentException("the needs of the stages form a cycle");
        }
        return order;
    }
}

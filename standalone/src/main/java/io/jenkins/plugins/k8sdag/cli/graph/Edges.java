package io.jenkins.plugins.k8sdag.cli.graph;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Need;
import io.jenkins.plugins.k8sdag.dag.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The arrows of a drawing. A group stands before its stages, and who needs it stands behind those that none of its stages needs: so
 * what is drawn from left to right runs from left to right.
 */
final class Edges {
    /**
     * One arrow.
     *
     * @param from position of a stage
     * @param to position of a stage
     * @param label what is required beyond success, or ""
     */
    record Edge(int from, int to, String label) {}

    private Edges() {}

    /** All arrows, those into a stage together and in the order of its needs. */
    static List<Edge> of(Dag dag) {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < dag.size(); i++) {
            int[] needs = dag.needsOf(i);
            for (int n = 0; n < needs.length; n++) {
                String label = label(dag.stage(i).needs().get(n));
                for (int end : ends(dag, needs[n])) {
                    edges.add(new Edge(end, i, label));
                }
            }
            if (needs.length == 0 && dag.parentOf(i) >= 0) {
                edges.add(new Edge(dag.parentOf(i), i, ""));
            }
        }
        return edges;
    }

    /** The stage itself; of a group the last of its stages. */
    private static List<Integer> ends(Dag dag, int stage) {
        int[] children = dag.childrenOf(stage);
        if (children.length == 0) {
            return List.of(stage);
        }
        List<Integer> ends = new ArrayList<>();
        for (int child : children) {
            boolean needed = Arrays.stream(dag.dependentsOf(child)).anyMatch(d -> dag.parentOf(d) == stage);
            if (!needed) {
                ends.addAll(ends(dag, child));
            }
        }
        return ends;
    }

    private static String label(Need need) {
        return need.requirement() == Need.Requirement.SUCCEEDED
                ? ""
                : need.requirement().name().toLowerCase(Locale.ROOT);
    }

    /** What a stage is called in a drawing. */
    static String name(Stage stage) {
        String each = stage.group().filter(Group.ForEach.class::isInstance).isPresent() ? " (for each)" : "";
        return stage.name() + each + (stage.inFinally() && stage.parent().isEmpty() ? " (finally)" : "");
    }
}

package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.dag.Dag;

/** The order in which people read stages: as in the file, and the stages of a group behind it, wherever they came to stand. */
public final class ReadingOrder {
    private final Dag dag;
    private final int[] order;
    private int filled;

    private ReadingOrder(Dag dag) {
        this.dag = dag;
        this.order = new int[dag.size()];
    }

    /** Positions of all stages. */
    public static int[] of(Dag dag) {
        ReadingOrder reading = new ReadingOrder(dag);
        for (int i = 0; i < dag.size(); i++) {
            if (dag.parentOf(i) < 0) {
                reading.add(i);
            }
        }
        return reading.order;
    }

    private void add(int stage) {
        order[filled++] = stage;
        for (int child : dag.childrenOf(stage)) {
            add(child);
        }
    }
}

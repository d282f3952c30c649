package io.jenkins.plugins.k8sdag.cli.graph;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;

/** A graph as Graphviz text (https://graphviz.org/doc/info/lang.html). */
public final class Dot {
    private Dot() {}

    public static String of(Dag dag) {
        StringBuilder text =
                new StringBuilder("digraph ").append(quote(dag.name())).append(" {\n");
        text.append("    rankdir=LR;\n    node [shape=box, style=rounded, fontname=\"sans-serif\"];\n");
        for (int i = 0; i < dag.size(); i++) {
            Stage stage = dag.stage(i);
            text.append("    ").append(quote(stage.name()));
            stage.when()
                    .ifPresent(w -> text.append(" [style=\"rounded,dashed\", tooltip=")
                            .append(quote(w.strip()))
                            .append("]"));
            text.append(";\n");
        }
        for (int i = 0; i < dag.size(); i++) {
            int[] from = dag.needsOf(i);
            for (int n = 0; n < from.length; n++) {
                String label = Edges.label(dag.stage(i).needs().get(n));
                text.append("    ")
                        .append(quote(dag.stage(from[n]).name()))
                        .append(" -> ")
                        .append(quote(dag.stage(i).name()));
                text.append(label.isEmpty() ? "" : " [style=dashed, label=" + quote(label) + "]")
                        .append(";\n");
            }
        }
        return text.append("}\n").toString();
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}

package io.jenkins.plugins.k8sdag.cli.graph;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;
import java.util.ArrayList;
import java.util.List;

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
            List<String> attributes = new ArrayList<>();
            stage.when().ifPresent(w -> attributes.add("style=\"rounded,dashed\", tooltip=" + quote(w.strip())));
            if (!Edges.name(stage).equals(stage.name())) {
                attributes.add("label=" + quote(Edges.name(stage)));
            }
            text.append(attributes.isEmpty() ? "" : " [" + String.join(", ", attributes) + "]");
            text.append(";\n");
        }
        for (Edges.Edge edge : Edges.of(dag)) {
            text.append("    ")
                    .append(quote(dag.stage(edge.from()).name()))
                    .append(" -> ")
                    .append(quote(dag.stage(edge.to()).name()));
            text.append(edge.label().isEmpty() ? "" : " [style=dashed, label=" + quote(edge.label()) + "]")
                    .append(";\n");
        }
        return text.append("}\n").toString();
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}

package io.jenkins.plugins.k8sdag.cli.graph;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;

/** A graph as Mermaid text (https://mermaid.js.org/syntax/flowchart.html), which GitHub and many wikis draw. */
public final class Mermaid {
    private Mermaid() {}

    public static String of(Dag dag) {
        StringBuilder text = new StringBuilder("flowchart LR\n");
        for (int i = 0; i < dag.size(); i++) {
            Stage stage = dag.stage(i);
            boolean conditional = stage.when().isPresent();
            String open = conditional ? "{{\"" : "[\"";
            String close = conditional ? "\"}}" : "\"]";
            text.append("    s")
                    .append(i)
                    .append(open)
                    .append(escape(Edges.name(stage)))
                    .append(close)
                    .append('\n');
        }
        for (Edges.Edge edge : Edges.of(dag)) {
            String arrow = edge.label().isEmpty() ? " --> " : " -. " + edge.label() + " .-> ";
            text.append("    s")
                    .append(edge.from())
                    .append(arrow)
                    .append("s")
                    .append(edge.to())
                    .append('\n');
        }
        return text.toString();
    }

    private static String escape(String name) {
        return name.replace("#", "#35;")
                .replace("\"", "#quot;")
                .replace("<", "#lt;")
                .replace(">", "#gt;");
    }
}

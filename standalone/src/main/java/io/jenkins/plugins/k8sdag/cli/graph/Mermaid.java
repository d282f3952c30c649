package io.jenkins.plugins.k8sdag.cli.graph;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Need;
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
                    .append(escape(stage.name()))
                    .append(close)
                    .append('\n');
        }
        for (int i = 0; i < dag.size(); i++) {
            int[] from = dag.needsOf(i);
            for (int n = 0; n < from.length; n++) {
                Need need = dag.stage(i).needs().get(n);
                String label = Edges.label(need);
                String arrow = label.isEmpty() ? " --> " : " -. " + label + " .-> ";
                text.append("    s")
                        .append(from[n])
                        .append(arrow)
                        .append("s")
                        .append(i)
                        .append('\n');
            }
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

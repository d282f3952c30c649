package io.jenkins.plugins.k8sdag.run;

/** Prints the diagram for docs/stage-phases.md. */
final class PrintDiagram {
    private PrintDiagram() {}

    public static void main(String[] args) {
        System.out.print(Transitions.mermaid());
    }
}

package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.graph.Dot;
import io.jenkins.plugins.k8sdag.cli.graph.Mermaid;
import io.jenkins.plugins.k8sdag.cli.graph.Svg;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.definition.Options;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "graph",
        description = "Draws the graph of a DAG file.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  k8sdag graph examples/release.yaml --format svg > release.svg"})
final class GraphCommand implements Callable<Integer> {
    enum Format {
        mermaid,
        dot,
        svg
    }

    private final Host host;

    @Parameters(paramLabel = "FILE", description = "The DAG file, YAML or JSON.")
    Path file;

    @Option(
            names = "--format",
            paramLabel = "mermaid|dot|svg",
            defaultValue = "mermaid",
            description = "How to draw it (default: ${DEFAULT-VALUE}).")
    Format format = Format.mermaid;

    @Mixin
    ParamFlags params = new ParamFlags();

    GraphCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        Dag dag = DagSource.read(file)
                .load(Options.NONE.withParams(params.values()))
                .dag();
        host.out()
                .print(
                        switch (format) {
                            case mermaid -> Mermaid.of(dag);
                            case dot -> Dot.of(dag);
                            case svg -> Svg.of(dag);
                        });
        return ExitCode.OK;
    }
}

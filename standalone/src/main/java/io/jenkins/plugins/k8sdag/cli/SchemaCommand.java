package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.definition.JsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "schema",
        description = "Prints the JSON Schema of DAG files, for editors that complete and check them.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  k8sdag schema > dag.schema.json"})
final class SchemaCommand implements Callable<Integer> {
    private final Host host;

    SchemaCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        host.out().println(JsonSchema.text().strip());
        return ExitCode.OK;
    }
}

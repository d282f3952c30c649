package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.definition.Loaded;
import io.jenkins.plugins.k8sdag.definition.Options;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "lint",
        description = "Prints what will run but cause trouble; each warning ends with the code that silences it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  k8sdag lint ci/dag.yaml --fail-on warning"})
final class LintCommand implements Callable<Integer> {
    enum FailOn {
        error,
        warning
    }

    private final Host host;

    @Parameters(paramLabel = "FILE", description = "The DAG file, YAML or JSON.")
    Path file;

    @Option(
            names = "--fail-on",
            paramLabel = "error|warning",
            defaultValue = "error",
            description = "What makes the exit status 2 (default: ${DEFAULT-VALUE}).")
    FailOn failOn = FailOn.error;

    LintCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        Loaded loaded = DagSource.read(file).load(Options.NONE);
        loaded.warnings().forEach(w -> host.out().println(w));
        if (loaded.warnings().isEmpty()) {
            host.out().println(file + ": nothing to say against it");
        }
        return failOn == FailOn.warning && !loaded.warnings().isEmpty() ? ExitCode.USAGE : ExitCode.OK;
    }
}

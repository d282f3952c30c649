package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.definition.Loaded;
import io.jenkins.plugins.k8sdag.definition.Options;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = "Checks a DAG file and prints every mistake in it, each with its line and what to write instead.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 when it can run, 2 when not.", "", "Example:", "  k8sdag validate ci/dag.yaml"})
final class ValidateCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(paramLabel = "FILE", description = "The DAG file, YAML or JSON.")
    Path file;

    @Mixin
    ParamFlags params = new ParamFlags();

    ValidateCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        Loaded loaded = DagSource.read(file).load(Options.NONE.withParams(params.values()));
        int warnings = loaded.warnings().size();
        int stages = loaded.dag().pods();
        host.out()
                .println(file + ": " + loaded.dag().name() + " is valid, " + stages
                        + (stages == 1 ? " stage" : " stages")
                        + (warnings == 0
                                ? ""
                                : " (" + warnings + (warnings == 1 ? " warning" : " warnings") + ": k8sdag lint " + file
                                        + ")"));
        return ExitCode.OK;
    }
}

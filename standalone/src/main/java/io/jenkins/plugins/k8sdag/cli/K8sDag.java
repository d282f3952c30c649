package io.jenkins.plugins.k8sdag.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "k8sdag",
        description = "Runs a graph of containers, written in a YAML file, as Kubernetes Jobs.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            ResumeCommand.class,
            CancelCommand.class,
            RerunCommand.class,
            RetryCommand.class,
            ListCommand.class,
            ShowCommand.class,
            LogsCommand.class,
            UiCommand.class,
            ValidateCommand.class,
            LintCommand.class,
            PlanCommand.class,
            GraphCommand.class,
            SchemaCommand.class,
            ClusterCommand.class
        },
        footer = {
            "",
            "Exit status: 0 succeeded, 1 the DAG failed, 2 the file, a parameter or a flag is wrong, 3 the cluster or the"
                    + " machine let us down, 4 UNSTABLE, 130 cancelled.",
            "",
            "Example:",
            "  k8sdag run --embedded examples/release.yaml"
        })
final class K8sDag implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing, such as: k8sdag run FILE");
    }
}

package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "resume",
        description = {
            "Goes on with a run whose process ended before it did.",
            "Its Jobs are found again where they are: nothing that runs or has ended is started twice. Only an embedded cluster"
                    + " ends with its process; what was in flight there runs again, on the infrastructure budget."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  k8sdag resume release-20260102-030405-ab12"})
final class ResumeCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    String run;

    @Mixin
    ClusterFlags cluster = new ClusterFlags();

    @Mixin
    StateFlags state = new StateFlags();

    @Mixin
    OutputFlags output = new OutputFlags();

    @Mixin
    UiFlags ui = new UiFlags();

    @Option(names = "--allow-unstable", description = "Exit status 0 when every failure was an allowed one.")
    boolean allowUnstable;

    ResumeCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunFolder folder = state.find(run);
        folder.cancelRequest().clear();
        return new Takeover(host, output, cluster).drive(folder, ui, state.stateDir(), allowUnstable);
    }
}

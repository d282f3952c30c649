package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.journal.JournalException;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "cancel",
        description = {
            "Cancels a run and waits until nothing of it is left in the cluster.",
            "If a process drives the run, that is asked to; else this one does it."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit status: 0 when the run is over, however it ended.",
            "",
            "Example:",
            "  k8sdag cancel release-20260102-030405-ab12"
        })
final class CancelCommand implements Callable<Integer> {
    private static final String BY = "k8sdag cancel";
    private static final long LOOK_MILLIS = 200;

    private final Host host;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    String run;

    @Mixin
    ClusterFlags cluster = new ClusterFlags();

    @Mixin
    StateFlags state = new StateFlags();

    @Mixin
    OutputFlags output = new OutputFlags();

    CancelCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunFolder folder = state.find(run);
        boolean asked = false;
        while (folder.driven()) {
            if (!asked) {
                new Driver(host, output).say("asking the process that drives " + run + " to cancel it");
                asked = true;
            }
            if (folder.cancelRequest().by().isEmpty()) {
                folder.cancelRequest().make(BY);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        folder.cancelRequest().clear();
        RunState now = folder.read();
        if (now.phase() == RunPhase.ENDED && now.busy().isEmpty()) {
            String how = asked ? " is over: " : " was over already: ";
            new Driver(host, output).say(run + how + now.status().orElseThrow());
            return ExitCode.OK;
        }
        return takeOver(folder);
    }

    private int takeOver(RunFolder folder) throws IOException, InterruptedException {
        try {
            new Takeover(host, output, cluster).drive(folder, handle -> handle.cancel(BY), true);
            return ExitCode.OK;
        } catch (JournalException e) {
            if (folder.driven()) {
                // Someone resumed it between our two looks; so that process is asked.
                return call();
            }
            throw e;
        }
    }
}

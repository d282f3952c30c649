package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.ui.UiServer;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "ui",
        description = {
            "Serves the build page of all runs of the state directory, also of those that other processes drive.",
            "On 127.0.0.1, for this machine only, until Ctrl-C."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  k8sdag ui --port 8080"})
final class UiCommand implements Callable<Integer> {
    private final Host host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "A port on 127.0.0.1 (default: any free one).")
    int port;

    @Mixin
    StateFlags state = new StateFlags();

    UiCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        host.signals().handle(Signals.STOP, stopped::countDown);
        try (UiServer server = UiFlags.start(port, state.stateDir(), host.clock())) {
            host.out().println("the runs of " + state.dir + " are at " + server.url());
            host.out().flush();
            stopped.await();
        }
        return ExitCode.OK;
    }
}

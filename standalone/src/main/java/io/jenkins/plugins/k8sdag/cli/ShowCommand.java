package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.screen.Style;
import io.jenkins.plugins.k8sdag.cli.screen.Terminal;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.ResultView;
import io.jenkins.plugins.k8sdag.view.RunView;
import io.jenkins.plugins.k8sdag.view.ViewJson;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "Shows a run as it stands: its stages, their clocks and attempts, what failed and why.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  k8sdag show release-20260102-030405-ab12 --output json"})
final class ShowCommand implements Callable<Integer> {
    enum Form {
        text,
        json,
        full
    }

    private final Host host;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    String run;

    @Mixin
    StateFlags state = new StateFlags();

    @Option(
            names = "--output",
            paramLabel = "text|json|full",
            defaultValue = "text",
            description =
                    "json: the result object, as 'run --output json' ends with; full: everything that is known, as JSON.")
    Form form = Form.text;

    @Option(
            names = "--color",
            paramLabel = "auto|always|never",
            defaultValue = "auto",
            description = "Colours; auto: on a terminal, unless NO_COLOR is set.")
    OutputFlags.Color color = OutputFlags.Color.auto;

    ShowCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException {
        RunFolder folder = state.find(run);
        RunState now = folder.read();
        Instant at = host.clock().instant();
        switch (form) {
            case json -> host.out().println(ViewJson.line(ResultView.of(now, at)));
            case full -> host.out().println(ViewJson.pretty(RunView.of(now, at, Optional.empty())));
            case text -> {
                Optional<Terminal.Size> size = host.terminal().size();
                Style style = OutputFlags.style(host, color, size.isPresent());
                int width = size.map(Terminal.Size::columns).orElse(0);
                new Summary(host.out(), style, folder, width).print(now, at, true);
                if (now.phase() != RunPhase.ENDED && !folder.driven()) {
                    host.out()
                            .println(style.warn("no process drives this run: go on with it by k8sdag resume " + run
                                    + ", or end it by k8sdag cancel " + run));
                }
            }
        }
        return ExitCode.OK;
    }
}

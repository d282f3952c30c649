package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.screen.Terminal;
import io.jenkins.plugins.k8sdag.engine.RunEnd;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.ResultView;
import io.jenkins.plugins.k8sdag.view.ViewJson;
import java.io.IOException;
import java.io.PrintStream;

/** What is said, and with what status the process ends, when a run that it drove is over. */
final class Conclusion {
    private final Host host;
    private final OutputFlags output;
    private final Driver driver;

    Conclusion(Host host, OutputFlags output, Driver driver) {
        this.host = host;
        this.output = output;
        this.driver = driver;
    }

    int of(RunEnd end, RunFolder folder, boolean allowUnstable) throws IOException {
        RunState state = end.state();
        PrintStream people = output.json() ? host.err() : host.out();
        int width = output.json()
                ? 0
                : host.terminal().size().map(Terminal.Size::columns).orElse(0);
        new Summary(people, driver.style(), folder, width)
                .print(state, host.clock().instant(), false);
        if (!end.leftovers().isEmpty()) {
            host.err()
                    .println("k8sdag: " + end.leftovers().size()
                            + " things could not be cleaned up in time; 'k8sdag resume " + folder.id()
                            + "' goes on with it");
        }
        folder.cancelRequest().clear();
        if (output.json()) {
            host.out().println(ViewJson.line(ResultView.of(state, host.clock().instant())));
        }
        host.out().flush();
        return ExitCode.of(state.status().orElseThrow(), allowUnstable);
    }
}

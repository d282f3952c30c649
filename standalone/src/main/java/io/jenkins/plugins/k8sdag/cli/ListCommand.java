package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.screen.Cells;
import io.jenkins.plugins.k8sdag.cli.screen.Cells.Cell;
import io.jenkins.plugins.k8sdag.cli.screen.Style;
import io.jenkins.plugins.k8sdag.cli.screen.Terminal;
import io.jenkins.plugins.k8sdag.run.IllegalTransitionException;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.RunLine;
import io.jenkins.plugins.k8sdag.view.ShortDuration;
import io.jenkins.plugins.k8sdag.view.ViewJson;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = "Lists the runs of the state directory, the latest first.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  k8sdag list"})
final class ListCommand implements Callable<Integer> {
    private final Host host;

    @Mixin
    StateFlags state = new StateFlags();

    @Mixin
    OutputFlags output = new OutputFlags();

    ListCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException {
        Instant now = host.clock().instant();
        List<RunLine> runs = new ArrayList<>();
        for (RunFolder folder : state.stateDir().all()) {
            read(folder, now, runs);
        }
        runs.sort(Comparator.comparing(RunLine::startedAt).reversed());
        if (output.json()) {
            runs.forEach(r -> host.out().println(ViewJson.line(r)));
        } else if (runs.isEmpty()) {
            host.out().println("no runs in " + state.dir + " yet; start one with: k8sdag run FILE");
        } else {
            table(runs);
        }
        return ExitCode.OK;
    }

    /** A journal that cannot be read hides no other. */
    private void read(RunFolder folder, Instant now, List<RunLine> runs) {
        try {
            boolean driven = folder.driven();
            RunState run = folder.read();
            runs.add(RunLine.of(run, now, driven));
        } catch (IOException | IllegalTransitionException e) {
            host.err().println("k8sdag: " + e.getMessage());
        }
    }

    private static String note(RunLine r) {
        String waiting = r.waiting() == null ? "" : r.waiting();
        return r.abandoned() ? "no process drives it: k8sdag resume " + r.id() : waiting;
    }

    private void table(List<RunLine> runs) {
        Style style = output.style(host);
        Cells cells = new Cells();
        cells.row(List.of(
                Cell.of("  RUN", style::dim),
                Cell.of("STATUS", style::dim),
                Cell.of("STAGES", style::dim),
                Cell.of("STARTED", style::dim),
                Cell.right("TIME", style::dim),
                Cell.of("", style::dim)));
        for (RunLine r : runs) {
            cells.row(List.of(
                    Cell.of(Style.symbol(r.status()) + " " + r.id(), t -> style.standing(r.status(), t)),
                    Cell.of(r.status(), t -> style.standing(r.status(), t)),
                    Cell.of(r.stagesEnded() + "/" + r.stages()),
                    Cell.of(Instant.parse(r.startedAt())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString()),
                    Cell.right(ShortDuration.of(r.durationMillis()), t -> t),
                    Cell.of(note(r), style::warn)));
        }
        int width = host.terminal().size().map(Terminal.Size::columns).orElse(0);
        cells.lines(width).forEach(host.out()::println);
    }
}

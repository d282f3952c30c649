package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.LogLine;
import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.screen.StageTable;
import io.jenkins.plugins.k8sdag.cli.screen.Style;
import io.jenkins.plugins.k8sdag.cli.screen.TextWidth;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.kubernetes.LogFiles;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.view.AttemptView;
import io.jenkins.plugins.k8sdag.view.DiagnosisText;
import io.jenkins.plugins.k8sdag.view.FailureGroup;
import io.jenkins.plugins.k8sdag.view.RunView;
import io.jenkins.plugins.k8sdag.view.ShortDuration;
import io.jenkins.plugins.k8sdag.view.StageView;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A run as it stands, for people: its failures explained, all its stages in a table, their outputs, and the end in a line. */
final class Summary {
    private static final int LOG_LINES = 20;
    /** Failures beyond these are told in a line each. */
    private static final int EXPLAINED = 10;
    /** Of a larger run only those stages are listed that did not simply succeed. */
    static final int LARGE = 100;

    private final PrintStream out;
    private final Style style;
    private final RunFolder folder;
    private final int width;

    Summary(PrintStream out, Style style, RunFolder folder, int width) {
        this.out = out;
        this.style = style;
        this.folder = folder;
        this.width = width;
    }

    /**
     * Prints it.
     *
     * @param all also the stages that succeeded, however many there are
     */
    void print(RunState state, Instant now, boolean all) throws IOException {
        RunView run = RunView.of(state, now, Optional.empty());
        List<FailureGroup> failures = run.failures();
        for (FailureGroup group : failures.subList(0, Math.min(EXPLAINED, failures.size()))) {
            out.println();
            print(group, run);
        }
        if (failures.size() > EXPLAINED) {
            out.println();
            failures.stream()
                    .skip(EXPLAINED)
                    .forEach(group -> out.println(style.bad("✗ ") + TextWidth.flat(group.line())));
        }
        out.println();
        table(run, all);
        outputs(run);
        out.println();
        end(run);
        out.flush();
    }

    private void print(FailureGroup group, RunView run) throws IOException {
        String first = group.stages().get(0);
        StageView stage = run.stages().stream()
                .filter(s -> s.name().equals(first))
                .findFirst()
                .orElseThrow();
        List<String> log = stage.attempts().isEmpty() ? List.of() : lastLines(stage);
        List<String> lines = DiagnosisText.of(group, log, "k8sdag logs " + run.id() + " " + first);
        String head = Style.symbol(stage.standing()) + " " + lines.get(0);
        out.println(style.standing(stage.standing(), head));
        lines.stream().skip(1).flatMap(this::fit).map(this::label).forEach(out::println);
    }

    /** Lines of a log are as they are; sentences are broken to the width. */
    private Stream<String> fit(String line) {
        return line.startsWith("  | ")
                ? Stream.of(line)
                : TextWidth.wrap(line, width, DiagnosisText.TEXT_COLUMN).stream();
    }

    /** Labels stand out from what they are labels of. */
    private String label(String line) {
        boolean labelled = line.length() > 2 && line.startsWith("  ") && Character.isLetter(line.charAt(2));
        int end = line.indexOf("  ", 3);
        return !labelled ? line : end < 0 ? style.bold(line) : style.bold(line.substring(0, end)) + line.substring(end);
    }

    private List<String> lastLines(StageView stage) throws IOException {
        AttemptView last = stage.attempts().get(stage.attempts().size() - 1);
        Path file = LogFiles.of(folder.logs(), stage.name(), last.number());
        Deque<String> lines = new ArrayDeque<>();
        if (Files.exists(file)) {
            LogEnd.lines(file, LOG_LINES).forEach(l -> lines.add(TextWidth.calm(LogLine.text(l))));
        }
        return List.copyOf(lines);
    }

    private void table(RunView run, boolean all) {
        boolean some = !all && run.stages().size() > LARGE;
        StageTable table = new StageTable(style, "LOG");
        int left = 0;
        for (StageView s : run.stages()) {
            if (some && "SUCCEEDED".equals(s.status())) {
                left++;
            } else {
                table.row(s, note(s), style::dim);
            }
        }
        List<String> lines = table.lines(width);
        if (lines.size() > 1) {
            lines.forEach(out::println);
        }
        if (left > 0) {
            out.println(style.good("  ✓ " + left + " stages SUCCEEDED")
                    + style.dim("  (k8sdag show " + run.id() + " lists them)"));
        }
    }

    private static String note(StageView s) {
        return s.status() == null
                ? (s.waiting() == null ? "" : s.waiting())
                : s.takenFrom() != null
                        ? "taken over from " + s.takenFrom()
                        : s.attempts().isEmpty() ? s.reason() : StageTable.log(s);
    }

    private void outputs(RunView run) {
        List<String> lines = new ArrayList<>();
        for (StageView s : run.stages()) {
            s.outputs()
                    .forEach((k, v) ->
                            lines.add("  " + s.name() + "." + k + " = " + TextWidth.flat(Interpolation.text(v))));
        }
        if (!lines.isEmpty()) {
            out.println();
            out.println(style.dim("  OUTPUTS"));
            lines.forEach(out::println);
        }
    }

    private void end(RunView run) {
        List<String> counts = new ArrayList<>();
        run.progress().byStatus().forEach((status, n) -> counts.add(n + " " + status.toLowerCase(Locale.ROOT)));
        String standing = Style.symbol(run.standing()) + " " + run.id() + " " + run.standing();
        String time = (run.status() == null ? " for " : " in ") + ShortDuration.of(run.durationMillis());
        String message = run.message().isEmpty() ? "" : "\n  " + run.message();
        out.println(style.standing(run.standing(), standing) + time + ": "
                + (counts.isEmpty() ? "nothing has ended yet" : String.join(", ", counts)) + " of "
                + run.progress().total()
                + (run.progress().total() == 1 ? " stage" : " stages") + message);
    }
}

package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import io.jenkins.plugins.k8sdag.run.StageState;
import io.jenkins.plugins.k8sdag.view.ProgressView;
import io.jenkins.plugins.k8sdag.view.ShortDuration;
import io.jenkins.plugins.k8sdag.view.StageView;
import io.jenkins.plugins.k8sdag.view.WaitingText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The run at a glance: a line of progress and as many stages as fit, those first that need to be seen. */
final class LiveTable {
    private static final int BAR = 24;
    /** Title row, progress line, blank line above, line about the rest, and the cursor's own line. */
    private static final int OTHER_LINES = 5;

    private final Style style;

    LiveTable(Style style) {
        this.style = style;
    }

    List<String> lines(RunState state, Instant now, IntFunction<String> lastLogLine, Terminal.Size size) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        int rows = Math.max(1, Math.min(size.rows() * 2 / 3, size.rows() - OTHER_LINES));
        List<Integer> shown = shown(state, rows);
        StageTable table = new StageTable(style, "");
        for (int i : shown) {
            StageView s = StageView.of(state, i, now);
            boolean logLine = s.waiting() == null && s.status() == null;
            table.row(s, logLine ? lastLogLine.apply(i) : note(state.stage(i), s, now), noteStyle(s));
        }
        lines.addAll(table.lines(size.columns()));
        if (shown.size() < state.dag().size()) {
            lines.add(style.dim("  … and " + (state.dag().size() - shown.size()) + " more stages"));
        }
        lines.add(progress(state, now, size.columns()));
        return lines;
    }

    private static List<Integer> shown(RunState state, int rows) {
        int n = state.dag().size();
        if (n <= rows) {
            return IntStream.range(0, n).boxed().toList();
        }
        return IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> rank(state.stage(i)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(rows)
                .sorted()
                .toList();
    }

    private static int rank(StageState s) {
        if (s.phase().inFlight()) {
            return 0;
        }
        if (s.status()
                .filter(x -> x == StageStatus.FAILED || x == StageStatus.UNSTABLE)
                .isPresent()) {
            return 1;
        }
        return s.phase() == StagePhase.BACKOFF
                ? 2
                : s.phase() == StagePhase.QUEUED ? 3 : s.phase() == StagePhase.WAITING ? 4 : 5;
    }

    private static String note(StageState s, StageView v, Instant now) {
        if (v.failure() != null) {
            return v.failure().cause() + ": " + v.failure().message();
        }
        if (s.phase() == StagePhase.BACKOFF && s.retryAt().isPresent()) {
            long wait = Math.max(0, Duration.between(now, s.retryAt().get()).toMillis());
            return "next in " + ShortDuration.of(wait) + "; " + v.waiting();
        }
        return v.waiting() != null ? v.waiting() : v.reason();
    }

    private UnaryOperator<String> noteStyle(StageView s) {
        boolean failed = "FAILED".equals(s.status());
        boolean warns = "BACKOFF".equals(s.phase()) || "DISRUPTED".equals(s.phase()) || "STOPPING".equals(s.phase());
        return failed ? style::bad : warns ? style::warn : style::dim;
    }

    private String progress(RunState state, Instant now, int columns) {
        ProgressView p = ProgressView.of(state);
        int full = p.total() == 0 ? BAR : BAR * p.ended() / p.total();
        String bar = style.good("━".repeat(full)) + style.dim("╌".repeat(BAR - full));
        List<String> parts = new ArrayList<>();
        parts.add(p.ended() + "/" + p.total() + " done");
        if (p.running() > 0) {
            parts.add(p.running() + " running");
        }
        p.byStatus().forEach((status, count) -> {
            if (!status.equals("SUCCEEDED")) {
                String text = count + " " + status.toLowerCase(Locale.ROOT);
                parts.add(style.standing(status, text));
            }
        });
        String elapsed = ShortDuration.of(
                Duration.between(state.info().startedAt(), state.endedAt().orElse(now))
                        .toMillis());
        String stopping = state.phase() == RunPhase.STOPPING ? style.warn("  stopping: " + state.stopMessage()) : "";
        String waiting =
                WaitingText.ofRun(state).map(text -> "  " + style.warn(text)).orElse("");
        String id = columns > 100 ? "  " + style.dim(state.info().runId()) : "";
        return "  " + bar + "  " + String.join(" · ", parts) + "  " + elapsed + waiting + stopping + id;
    }
}

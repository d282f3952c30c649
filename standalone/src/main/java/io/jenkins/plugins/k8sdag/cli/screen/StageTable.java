package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.cli.screen.Cells.Cell;
import io.jenkins.plugins.k8sdag.view.AttemptView;
import io.jenkins.plugins.k8sdag.view.ClocksView;
import io.jenkins.plugins.k8sdag.view.ShortDuration;
import io.jenkins.plugins.k8sdag.view.StageView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Stages as rows: what stands where, its attempts, its four clocks, and a last column for whatever is to be said. */
public final class StageTable {
    private final Style style;
    private final Cells cells = new Cells();

    public StageTable(Style style, String lastColumn) {
        this.style = style;
        List<Cell> head = new ArrayList<>();
        for (String title : List.of("  STAGE", "STATUS")) {
            head.add(Cell.of(title, style::dim));
        }
        for (String title : List.of("TRY", "QUEUED", "PENDING", "PULLING", "RUNNING")) {
            head.add(Cell.right(title, style::dim));
        }
        head.add(Cell.of(lastColumn, style::dim));
        cells.row(head);
    }

    /** Adds a row. */
    public void row(StageView s, String last, UnaryOperator<String> lastStyle) {
        UnaryOperator<String> standing = text -> style.standing(s.standing(), text);
        List<Cell> row = new ArrayList<>();
        row.add(Cell.of(Style.symbol(s.standing()) + " " + s.name(), standing));
        row.add(Cell.of(s.standing(), standing));
        row.add(Cell.right(tries(s), UnaryOperator.identity()));
        clock(row, s, "queued", ClocksView::queued);
        clock(row, s, "pending", ClocksView::pending);
        clock(row, s, "pulling", ClocksView::pulling);
        clock(row, s, "running", ClocksView::running);
        row.add(Cell.of(TextWidth.flat(last), lastStyle));
        cells.row(row);
    }

    /** {@code 1} where one attempt is all there can be, else {@code 2/3}. */
    private static String tries(StageView s) {
        int n = s.attempts().size();
        return n == 0 ? "" : s.maxAttempts() == 1 ? "1" : n + "/" + s.maxAttempts();
    }

    private void clock(List<Cell> row, StageView s, String name, Function<ClocksView, Long> clock) {
        boolean ran = !s.attempts().isEmpty() || "queued".equals(s.clocks().current());
        boolean runs = name.equals(s.clocks().current());
        String text = ran ? ShortDuration.of(clock.apply(s.clocks())) : "";
        row.add(Cell.right(text, runs ? style::busy : text.equals("0s") ? style::dim : UnaryOperator.identity()));
    }

    /** The rows, with their titles above. */
    public List<String> lines(int width) {
        return cells.lines(width);
    }

    /** {@code 120 lines, 0 gaps} of the latest attempt, or that it is not complete yet. */
    public static String log(StageView s) {
        if (s.attempts().isEmpty()) {
            return "";
        }
        AttemptView a = s.attempts().get(s.attempts().size() - 1);
        if (!a.hasLog()) {
            return "no log";
        }
        String counts = a.logLines()
                + (a.logLines() == 1 ? " line, " : " lines, ")
                + a.logGaps()
                + (a.logGaps() == 1 ? " gap" : " gaps");
        return a.logComplete() ? counts : "not complete";
    }
}

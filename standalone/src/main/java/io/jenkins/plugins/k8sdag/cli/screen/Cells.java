package io.jenkins.plugins.k8sdag.cli.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A table of text in columns, as wide as its cells, its last column cut to what is left of the width. */
public final class Cells {
    private static final String GAP = "  ";

    private final List<List<Cell>> rows = new ArrayList<>();

    /**
     * One cell.
     *
     * @param text without escapes or line ends
     * @param style adds escapes, no width
     * @param right whether it stands at the right edge of its column
     */
    public record Cell(String text, UnaryOperator<String> style, boolean right) {
        public static Cell of(String text) {
            return new Cell(text, UnaryOperator.identity(), false);
        }

        public static Cell of(String text, UnaryOperator<String> style) {
            return new Cell(text, style, false);
        }

        public static Cell right(String text, UnaryOperator<String> style) {
            return new Cell(text, style, true);
        }
    }

    public void row(List<Cell> cells) {
        rows.add(List.copyOf(cells));
    }

    /**
     * The table's lines, none wider than the width unless the columns before the last are.
     *
     * @param width in characters; 0 for no limit
     */
    public List<String> lines(int width) {
        int[] widths = widths();
        List<String> lines = new ArrayList<>();
        for (List<Cell> row : rows) {
            StringBuilder line = new StringBuilder();
            int used = 0;
            for (int c = 0; c < row.size(); c++) {
                Cell cell = row.get(c);
                boolean last = c == row.size() - 1;
                String text = last && width > 0 ? TextWidth.cut(cell.text(), Math.max(0, width - used)) : cell.text();
                String padding = " ".repeat(Math.max(0, widths[c] - TextWidth.of(text)));
                String styled = cell.style().apply(text);
                line.append(cell.right() ? padding + styled : last ? styled : styled + padding);
                used += widths[c] + GAP.length();
                line.append(last ? "" : GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private int[] widths() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<Cell> row : rows) {
            for (int c = 0; c < row.size(); c++) {
                widths[c] = Math.max(widths[c], TextWidth.of(row.get(c).text()));
            }
        }
        return widths;
    }
}

package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A terminal: lines scroll away above, and the run's table is painted over itself below. Everything between two paintings is written
 * at once, so that nothing flickers. Used by one thread.
 */
final class LiveDisplay implements Display {
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";

    private final PrintStream out;
    private final LiveTable table;
    private final Supplier<Terminal.Size> size;
    private final List<String> pending = new ArrayList<>();
    private int painted;

    LiveDisplay(PrintStream out, Style style, Supplier<Terminal.Size> size) {
        this.out = out;
        this.table = new LiveTable(style);
        this.size = size;
    }

    @Override
    public void line(String line) {
        pending.add(TextWidth.calm(line));
    }

    @Override
    public void flush() {
        // Written together with the table, or at the end: in between nothing may flicker.
    }

    @Override
    public void state(RunState state, Instant now, IntFunction<String> lastLogLine) {
        Terminal.Size s = size.get();
        StringBuilder text = erase();
        List<String> rows = table.lines(state, now, lastLogLine, s);
        text.append(NO_WRAP);
        rows.forEach(row -> text.append(row).append("\033[0m\n"));
        text.append(WRAP);
        painted = rows.size();
        write(text);
    }

    /** Moves to where the table starts, clears it, and writes the lines that came since. */
    private StringBuilder erase() {
        StringBuilder text = new StringBuilder(HIDE_CURSOR);
        if (painted > 0) {
            text.append("\033[").append(painted).append("A");
        }
        text.append("\r\033[J");
        pending.forEach(line -> text.append(line).append('\n'));
        pending.clear();
        return text;
    }

    @Override
    public void close() {
        StringBuilder text = erase();
        painted = 0;
        write(text.append(SHOW_CURSOR));
    }

    private void write(StringBuilder text) {
        out.print(text);
        out.flush();
    }
}

package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.PrintStream;
import java.time.Instant;
import java.util.function.IntFunction;

/** Lines one after the other, for files, pipes and CI logs. */
final class PlainDisplay implements Display {
    private final PrintStream out;

    PlainDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public void line(String line) {
        out.println(line);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void state(RunState state, Instant now, IntFunction<String> lastLogLine) {
        // The lines say it all.
    }

    @Override
    public void close() {
        out.flush();
    }
}

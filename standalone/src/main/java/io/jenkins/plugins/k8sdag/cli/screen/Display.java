package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.run.RunState;
import java.time.Instant;
import java.util.function.IntFunction;

/** Where lines go, and what stands below them. Used by one thread. */
interface Display {
    /** Shows a line for good, at the latest at the next {@link #flush} or {@link #state}. */
    void line(String line);

    /** Shows what has not been shown yet. */
    void flush();

    /**
     * The run stands so now.
     *
     * @param lastLogLine the latest line of a stage's log by position, or ""
     */
    void state(RunState state, Instant now, IntFunction<String> lastLogLine);

    /** Takes away what does not stay. */
    void close();
}

package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.run.RunState;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;

/** Where lines go, and what stands below them. Used by one thread. */
interface Display {
    /** Shows lines for good. */
    void lines(List<String> lines);

    /**
     * The run stands so now.
     *
     * @param lastLogLine the latest line of a stage's log by position, or ""
     */
    void state(RunState state, Instant now, IntFunction<String> lastLogLine);

    /** Takes away what does not stay. */
    void close();
}

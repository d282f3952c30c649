package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.concurrent.CompletableFuture;

/** A run that is under way. Safe for use by several threads. */
public interface RunHandle {
    /** The state after the latest turn. */
    RunState state();

    /**
     * Asks the run to stop everything and end as CANCELLED. Returns at once; may be called again.
     *
     * @param by who or what asks, for people
     */
    void cancel(String by);

    /**
     * Done once the run has ended and cleaned up, or has tried to for long enough. Fails when its journal cannot be written: then
     * nothing more was launched, and the run can be resumed.
     */
    CompletableFuture<RunEnd> done();

    /** Lets go of the run and touches nothing in the cluster; its journal is closed when this returns. It can be resumed. */
    void detach();
}

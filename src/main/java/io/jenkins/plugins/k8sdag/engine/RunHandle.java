package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.Optional;
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
     * Asks for a failed stage to be tried again while the run goes on.
     *
     * @param stage its name
     * @param by who or what asks, for people
     * @return done once that is decided and in the journal: empty if it is tried again, else why not, in a sentence. Fails when the
     *     journal cannot be written
     */
    CompletableFuture<Optional<String>> retry(String stage, String by);

    /**
     * Done once the run has ended and cleaned up, or has tried to for long enough. Fails when its journal cannot be written: then
     * nothing more was launched, and the run can be resumed.
     */
    CompletableFuture<RunEnd> done();

    /** Lets go of the run and touches nothing in the cluster; its journal is closed when this returns. It can be resumed. */
    void detach();
}

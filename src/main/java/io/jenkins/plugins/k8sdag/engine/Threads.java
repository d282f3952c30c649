package io.jenkins.plugins.k8sdag.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** What the engine runs on: real threads and a real clock in a host, one line of virtual time in a simulation. */
public interface Threads extends InstantSource {
    /** Runs turns; a few threads shared by all runs. */
    Executor turns();

    /** Runs blocking calls to a cluster; bounded, and apart from turns. */
    Executor calls();

    /**
     * Runs a short task at a moment, or at once if that is past.
     *
     * @return something to cancel it by, with no effect once it ran
     */
    Runnable at(Instant when, Runnable task);
}

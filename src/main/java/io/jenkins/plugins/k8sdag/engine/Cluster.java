package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.util.function.Consumer;

/** The engine's one port: a namespace of a cluster, shared by all runs of the host. Safe for use by several threads. */
public interface Cluster extends AutoCloseable {
    /**
     * Starts to tell what happens to the attempts of a run: everything that changes from now on, as {@link Input.Observed}.
     *
     * @param run the run
     * @param dag its graph, by which names of stages become positions
     * @param logs where its logs go
     * @param listener told from any thread; returns at once and never throws
     * @return the run's part of the cluster; closing it stops the telling and touches nothing in the cluster
     */
    ClusterRun open(RunInfo run, Dag dag, LogStore logs, Consumer<Input> listener);

    /** How the connection to the API stands, for people. */
    Health health();

    /** Stops all watches and logs; touches nothing in the cluster. */
    @Override
    void close();
}

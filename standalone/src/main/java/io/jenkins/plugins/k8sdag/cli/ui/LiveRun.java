package io.jenkins.plugins.k8sdag.cli.ui;

import io.jenkins.plugins.k8sdag.engine.Cluster;
import io.jenkins.plugins.k8sdag.engine.Health;
import io.jenkins.plugins.k8sdag.engine.RunHandle;
import io.jenkins.plugins.k8sdag.run.RunState;

/**
 * A run that this process drives. Its journal must not be read beside it.
 *
 * @param id its id
 * @param handle the run
 * @param cluster where it is
 */
public record LiveRun(String id, RunHandle handle, Cluster cluster) {
    RunState state() {
        return handle.state();
    }

    Health health() {
        return cluster.health();
    }
}

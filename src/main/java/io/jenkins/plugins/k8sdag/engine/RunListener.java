package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.List;

/** Told of every turn of a run, after its facts are on the disk. */
@FunctionalInterface
public interface RunListener {
    /**
     * Some facts were added. Called on the run's turn, one turn after the other: returns soon, and does not throw.
     *
     * @param state the state after them
     * @param facts what was added; after a restart also empty, once, with the state the journal gave
     */
    void onTurn(RunState state, List<Fact> facts);
}

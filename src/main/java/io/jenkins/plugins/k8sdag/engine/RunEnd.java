package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.List;

/**
 * How a run was left.
 *
 * @param state its last state
 * @param leftovers what could not be cleaned up in time; a later resume of the run goes on with it
 */
public record RunEnd(RunState state, List<Effect> leftovers) {
    public RunEnd {
        leftovers = List.copyOf(leftovers);
    }
}

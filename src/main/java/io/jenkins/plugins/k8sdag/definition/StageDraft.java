package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.Timeouts;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stage as the file and its defaults have it, before graph and expressions are checked.
 *
 * @param node its map in the file
 * @param name empty if it has none, which has been reported
 * @param when where its condition stands, be it at the stage or in the defaults
 * @param allowFailure the same
 * @param outputs their names with their places
 * @param template as in {@link io.jenkins.plugins.k8sdag.dag.Stage#template}
 * @param fanOut for how many it stands
 * @param used the file it uses
 * @param inFinally whether it stands in {@code finally}
 * @param priority as in {@link io.jenkins.plugins.k8sdag.dag.Stage#priority}
 */
record StageDraft(
        Mapping node,
        String name,
        Place at,
        List<NeedDraft> needs,
        Optional<Scalar> when,
        Optional<Scalar> allowFailure,
        List<Located> outputs,
        RetryPolicy retry,
        Timeouts timeouts,
        Map<String, Object> template,
        FanOut fanOut,
        Optional<UsedStage> used,
        boolean inFinally,
        int priority) {

    /** As messages call it. */
    String what() {
        return "stage '" + name + "'";
    }

    boolean promises(String output) {
        return outputs.stream().anyMatch(o -> o.text().equals(output));
    }
}

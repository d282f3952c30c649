package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.Scope;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.definition.CelExpressions;
import io.jenkins.plugins.k8sdag.definition.Loaded;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A run that never starts: what its stages would be if each were ready now. */
final class PlannedRun {
    private final RunState start;
    private final Instant now;
    private final CelExpressions expressions = new CelExpressions();

    PlannedRun(Loaded loaded, String runId, Instant now) {
        RunInfo info = new RunInfo(
                runId,
                "plan",
                loaded.params(),
                Map.of(),
                Map.of(),
                Keep.NEVER,
                RunInfo.DEFAULT_INFRASTRUCTURE_RETRIES,
                now);
        this.start = RunState.start(new Fact.RunStarted(info, loaded.dag(), now));
        this.now = now;
    }

    /**
     * A stage that is ready.
     *
     * @param state in which it is
     * @param unknown the interpolations that have no value yet
     */
    record Planned(RunState state, List<String> unknown) {}

    Planned upTo(int i) {
        Stage stage = start.dag().stage(i);
        Map<String, String> values = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String source : stage.interpolations()) {
            try {
                values.put(source, Interpolation.text(expressions.evaluate(source, scope(stage))));
            } catch (ExpressionException e) {
                values.put(source, "${{ " + source + " }}");
                unknown.add(source);
            }
        }
        return new Planned(start.apply(new Fact.StageReady(i, values, false, now)), unknown);
    }

    /** Knows no stages: whatever reads one has no value yet. */
    private Scope scope(Stage stage) {
        Map<String, String> run =
                Map.of("id", start.info().runId(), "name", start.dag().name());
        return new Scope(start.info().params(), Map.of(), run, Map.of(), stage.vars());
    }
}

package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Instance;
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
        this.now = now;
        RunState state = RunState.start(new Fact.RunStarted(info, loaded.dag(), now));
        for (int i = 0; i < state.dag().size(); i++) {
            if (state.dag().stage(i).isForEach()) {
                state = state.apply(
                        new Fact.GroupOpened(i, List.of(anyOf(state.dag().stage(i))), Map.of(), false, now));
            }
        }
        this.start = state;
    }

    /** One instance stands for all that there will be. */
    private static Instance anyOf(Stage forEach) {
        return new Instance(forEach.name() + "-item", "${{ item }}");
    }

    /** Its graph, in which each fan-out has one instance. */
    Dag dag() {
        return start.dag();
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
                values.put(source, Interpolation.text(expressions.evaluate(source, scope(i, stage))));
            } catch (ExpressionException e) {
                values.put(source, "${{ " + source + " }}");
                unknown.add(source);
            }
        }
        return new Planned(start.apply(new Fact.StageReady(i, values, false, now)), unknown);
    }

    /** Knows no stages: whatever reads one has no value yet. */
    private Scope scope(int i, Stage stage) {
        Map<String, String> run =
                Map.of("id", start.info().runId(), "name", start.dag().name());
        return new Scope(params(start.dag().frameOf(i)), Map.of(), run, Map.of(), stage.vars());
    }

    /** Of a used file those that are given plain values. */
    private Map<String, Object> params(int frame) {
        if (frame < 0) {
            return start.info().params();
        }
        Group.Uses uses = (Group.Uses) start.dag().stage(frame).group().orElseThrow();
        Map<String, Object> known = new HashMap<>();
        for (Group.Argument argument : uses.params()) {
            if (Interpolation.sources(argument.value()).isEmpty()) {
                known.put(argument.name(), argument.value());
            }
        }
        return known;
    }
}

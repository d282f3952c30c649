package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Scope;
import io.jenkins.plugins.k8sdag.dag.Stage;
import java.util.HashMap;
import java.util.Map;

/** What expressions can see of a run: from within a stage, or from within a group that uses another file. */
final class Scopes {
    private Scopes() {}

    /** For the expressions of a stage. Holds only the stages that they read, so that its cost does not grow with the graph. */
    static Scope of(RunState state, int i) {
        Dag dag = state.dag();
        Stage spec = dag.stage(i);
        int frame = dag.frameOf(i);
        int prefix = prefix(dag, frame);
        Map<String, Scope.StageResult> stages = new HashMap<>();
        for (String name : spec.reads()) {
            stages.put(name.substring(prefix), result(state, dag.indexOf(name)));
        }
        return scope(state, frame, stages, spec.vars());
    }

    /** For what a used file puts out. */
    static Scope within(RunState state, int group) {
        Dag dag = state.dag();
        int prefix = prefix(dag, group);
        Map<String, Scope.StageResult> stages = new HashMap<>();
        addAll(state, group, prefix, stages);
        return scope(state, group, stages, Map.of());
    }

    /** All of the file's own stages, with the instances of its groups; not what is in a further file. */
    private static void addAll(RunState state, int group, int prefix, Map<String, Scope.StageResult> stages) {
        for (int child : state.dag().childrenOf(group)) {
            Stage stage = state.dag().stage(child);
            stages.put(stage.name().substring(prefix), result(state, child));
            if (!stage.isUses()) {
                addAll(state, child, prefix, stages);
            }
        }
    }

    private static int prefix(Dag dag, int frame) {
        return frame < 0 ? 0 : dag.stage(frame).name().length() + 1;
    }

    private static Scope.StageResult result(RunState state, int i) {
        StageState s = state.stage(i);
        return new Scope.StageResult(s.status().map(Enum::name).orElse(""), s.outputs(), attempts(state, i));
    }

    /** Of a group, those of all its stages together. */
    private static int attempts(RunState state, int i) {
        StageState s = state.stage(i);
        int sum = s.attempts().size()
                + s.takenOver().map(StageState.TakenOver::attempts).orElse(0);
        for (int child : state.dag().childrenOf(i)) {
            sum += attempts(state, child);
        }
        return sum;
    }

    private static Scope scope(
            RunState state, int frame, Map<String, Scope.StageResult> stages, Map<String, Object> vars) {
        Map<String, Object> params =
                frame < 0 ? state.info().params() : state.stage(frame).params();
        String status =
                state.finallyStatus().orElseGet(() -> Advancing.status(state)).name();
        Map<String, String> run =
                Map.of("id", state.info().runId(), "name", state.dag().name(), "status", status);
        return new Scope(params, stages, run, state.info().env(), vars);
    }
}

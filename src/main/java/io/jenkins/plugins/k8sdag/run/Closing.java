package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Scope;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The end of a group: all its stages have ended, and how it ended follows from how they did. */
final class Closing {
    /** The order in which the ends of a group's stages tell: one that failed makes the group one that failed. */
    private static final List<StageStatus> WORST_FIRST = List.of(
            StageStatus.FAILED,
            StageStatus.CANCELLED,
            StageStatus.UNSTABLE,
            StageStatus.SUCCEEDED,
            StageStatus.SKIPPED,
            StageStatus.OMITTED);

    /** A reason names this many stages; more are a number. */
    private static final int NAMED = 5;

    private Closing() {}

    static void decide(Turn turn, int group, Expressions expressions) {
        Dag dag = turn.state().dag();
        Map<StageStatus, List<String>> ends = new EnumMap<>(StageStatus.class);
        for (int child : dag.childrenOf(group)) {
            StageStatus status = turn.stage(child).status().orElseThrow();
            ends.computeIfAbsent(status, s -> new ArrayList<>())
                    .add(dag.stage(child).name());
        }
        StageStatus worst =
                WORST_FIRST.stream().filter(ends::containsKey).findFirst().orElseThrow();
        boolean allowed = worst == StageStatus.FAILED && turn.stage(group).allowFailure();
        StageStatus status = allowed ? StageStatus.UNSTABLE : worst;
        try {
            boolean ran = worst == StageStatus.SUCCEEDED || worst == StageStatus.UNSTABLE;
            Map<String, Object> outputs =
                    ran || !dag.stage(group).isUses() ? outputs(turn, group, expressions) : Map.of();
            turn.emit(new Fact.StageEnded(group, status, Optional.empty(), reason(worst, ends), outputs, turn.now()));
        } catch (ExpressionException e) {
            Readying.failed(turn, group, e);
        }
    }

    private static String reason(StageStatus worst, Map<StageStatus, List<String>> ends) {
        if (worst == StageStatus.SUCCEEDED) {
            return "";
        }
        List<String> names = ends.get(worst);
        int all = ends.values().stream().mapToInt(List::size).sum();
        int more = names.size() - NAMED;
        return names.size() + " of its " + all + " stages ended " + worst + ": "
                + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** Of a used file what it puts out; of other groups each output as a list, in the order of the instances that have it. */
    private static Map<String, Object> outputs(Turn turn, int group, Expressions expressions)
            throws ExpressionException {
        Map<String, Object> outputs = new LinkedHashMap<>();
        if (turn.state().dag().stage(group).group().orElseThrow() instanceof Group.Uses uses) {
            Scope scope = Scopes.within(turn.state(), group);
            for (Map.Entry<String, String> output : uses.outputs().entrySet()) {
                outputs.put(output.getKey(), expressions.evaluate(output.getValue(), scope));
            }
            return outputs;
        }
        Map<String, List<Object>> lists = new LinkedHashMap<>();
        turn.state().dag().stage(group).outputs().forEach(name -> lists.put(name, new ArrayList<>()));
        for (int child : turn.state().dag().childrenOf(group)) {
            turn.stage(child)
                    .outputs()
                    .forEach((name, value) ->
                            lists.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
        }
        outputs.putAll(lists);
        return outputs;
    }
}

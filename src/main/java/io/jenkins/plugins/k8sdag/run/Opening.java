package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Instance;
import io.jenkins.plugins.k8sdag.dag.InstanceNames;
import io.jenkins.plugins.k8sdag.dag.Scope;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The start of a group whose needs are met: what its stages are, and what they are given. */
final class Opening {
    /** Of one run, however they came to be: memory and turns stay bounded. */
    static final int MOST_STAGES = 50_000;

    private Opening() {}

    static void decide(Turn turn, int group, Expressions expressions, Scope scope, boolean allowFailure)
            throws ExpressionException {
        Group kind = turn.state().dag().stage(group).group().orElseThrow();
        if (kind instanceof Group.ForEach forEach) {
            List<Instance> instances = instances(turn.state(), group, forEach, expressions, scope);
            if (instances.isEmpty()) {
                String reason = "its forEach is an empty list: " + forEach.expression();
                Readying.notRun(turn, group, StageStatus.SKIPPED, reason);
                return;
            }
            turn.emit(new Fact.GroupOpened(group, instances, Map.of(), allowFailure, turn.now()));
        } else {
            Map<String, Object> params =
                    kind instanceof Group.Uses uses ? Arguments.of(expressions, uses, scope) : Map.of();
            turn.emit(new Fact.GroupOpened(group, List.of(), params, allowFailure, turn.now()));
        }
    }

    private static List<Instance> instances(
            RunState state, int group, Group.ForEach forEach, Expressions expressions, Scope scope)
            throws ExpressionException {
        Object value = expressions.evaluate(forEach.expression(), scope);
        if (!(value instanceof List<?> items)) {
            throw new ExpressionException("forEach wants a list, and '" + forEach.expression() + "' is " + value);
        }
        if (items.size() > forEach.limit()) {
            throw new ExpressionException("forEach '" + forEach.expression() + "' has " + items.size()
                    + " items, more than its limit of " + forEach.limit() + "; raise forEach.limit if that is meant");
        }
        long stages =
                state.dag().size() + (long) items.size() * forEach.template().size();
        if (stages > MOST_STAGES) {
            throw new ExpressionException("forEach '" + forEach.expression() + "' has " + items.size()
                    + " items, and with their stages the run would have " + stages + ", more than " + MOST_STAGES);
        }
        String name = state.dag().stage(group).name();
        InstanceNames names = new InstanceNames(name, taken -> state.dag().indexOf(taken) >= 0);
        List<Instance> instances = new ArrayList<>();
        for (Object item : items) {
            if (item == null) {
                throw new ExpressionException("forEach '" + forEach.expression() + "' has an item that is null");
            }
            instances.add(new Instance(names.next(List.of(item), instances.size()), item));
        }
        return instances;
    }
}

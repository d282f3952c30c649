package io.jenkins.plugins.k8sdag.dag;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One node of the graph: a pod to run once what it needs has ended.
 *
 * @param name unique in the graph
 * @param needs the edges into it, in the file's order, at most one per stage
 * @param when bare CEL that must be true for the stage to run; empty: it always runs
 * @param allowFailure bare CEL that, when true, makes a failure {@link StageStatus#UNSTABLE}; empty: false
 * @param template the stage's own part of a PodTemplateSpec as a JSON tree (Map, List, String, Number, Boolean), its main container
 *     named {@value #MAIN}; strings may hold {@code ${{ … }}}
 * @param interpolations the distinct sources inside {@code ${{ … }}} in {@code template} and in {@link Dag#podTemplate}: they are
 *     replaced after the two were merged
 * @param reads names of the stages whose results its expressions read
 * @param readsOutputs those of {@code reads} whose outputs they read
 * @param outputs names it promises to write to {@code $K8SDAG_OUTPUT}
 * @param retry the user's retries
 * @param timeouts limits of its clocks
 * @param vars {@code matrix} and {@code item} for its expressions
 * @param parent the group it belongs to, which has to open before it may start
 * @param group what makes it a group; empty for a stage that runs a pod
 * @param inFinally whether it runs after all others have ended, however they did
 * @param priority where a cap binds, stages of a higher one start first; 0 where nothing is said
 */
public record Stage(
        String name,
        List<Need> needs,
        Optional<String> when,
        Optional<String> allowFailure,
        Map<String, Object> template,
        List<String> interpolations,
        Set<String> reads,
        Set<String> readsOutputs,
        List<String> outputs,
        RetryPolicy retry,
        Timeouts timeouts,
        Map<String, Object> vars,
        Optional<String> parent,
        Optional<Group> group,
        boolean inFinally,
        int priority) {

    /** The name of a stage's own container, by which an attempt is judged; others are init containers and sidecars. */
    public static final String MAIN = "main";

    public Stage {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a stage has no name");
        }
        needs = List.copyOf(needs);
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(allowFailure, "allowFailure");
        Objects.requireNonNull(template, "template");
        interpolations = List.copyOf(interpolations);
        reads = Set.copyOf(reads);
        readsOutputs = Set.copyOf(readsOutputs);
        outputs = List.copyOf(outputs);
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(timeouts, "timeouts");
        vars = Map.copyOf(vars);
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(group, "group");
    }

    /** A stage that runs a pod, in no group and not in {@code finally}. */
    public Stage(
            String name,
            List<Need> needs,
            Optional<String> when,
            Optional<String> allowFailure,
            Map<String, Object> template,
            List<String> interpolations,
            Set<String> reads,
            Set<String> readsOutputs,
            List<String> outputs,
            RetryPolicy retry,
            Timeouts timeouts,
            Map<String, Object> vars) {
        this(
                name,
                needs,
                when,
                allowFailure,
                template,
                interpolations,
                reads,
                readsOutputs,
                outputs,
                retry,
                timeouts,
                vars,
                Optional.empty(),
                Optional.empty(),
                false,
                0);
    }

    public boolean isGroup() {
        return group.isPresent();
    }

    public boolean isForEach() {
        return group.filter(Group.ForEach.class::isInstance).isPresent();
    }

    public boolean isUses() {
        return group.filter(Group.Uses.class::isInstance).isPresent();
    }

    /** Whether something has to be evaluated before the stage can start. */
    public boolean hasExpressions() {
        return when.isPresent() || allowFailure.isPresent() || !interpolations.isEmpty();
    }

    /** The same stage with another priority. */
    public Stage withPriority(int other) {
        return new StageCopy(this).priority(other).build();
    }
}

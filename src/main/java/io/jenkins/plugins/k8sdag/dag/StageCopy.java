package io.jenkins.plugins.k8sdag.dag;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A stage being made out of another. Used by one thread. */
public final class StageCopy {
    private String name;
    private List<Need> needs;
    private Optional<String> when;
    private Optional<String> allowFailure;
    private Map<String, Object> template;
    private List<String> interpolations;
    private Set<String> reads;
    private Set<String> readsOutputs;
    private final List<String> outputs;
    private RetryPolicy retry;
    private Timeouts timeouts;
    private Map<String, Object> vars;
    private Optional<String> parent;
    private Optional<Group> group;
    private boolean inFinally;
    private int priority;

    /** The same stage, to be changed. */
    public StageCopy(Stage s) {
        name = s.name();
        needs = s.needs();
        when = s.when();
        allowFailure = s.allowFailure();
        template = s.template();
        interpolations = s.interpolations();
        reads = s.reads();
        readsOutputs = s.readsOutputs();
        outputs = s.outputs();
        retry = s.retry();
        timeouts = s.timeouts();
        vars = s.vars();
        parent = s.parent();
        group = s.group();
        inFinally = s.inFinally();
        priority = s.priority();
    }

    public StageCopy name(String value) {
        name = value;
        return this;
    }

    public StageCopy needs(List<Need> value) {
        needs = value;
        return this;
    }

    public StageCopy when(Optional<String> value) {
        when = value;
        return this;
    }

    public StageCopy vars(Map<String, Object> value) {
        vars = value;
        return this;
    }

    public StageCopy parent(String value) {
        parent = Optional.of(value);
        return this;
    }

    public StageCopy inFinally(boolean value) {
        inFinally = value;
        return this;
    }

    public StageCopy priority(int value) {
        priority = value;
        return this;
    }

    /** More expressions that stand in the pod template under the stage's own. */
    public StageCopy moreInterpolations(Collection<String> sources) {
        Set<String> all = new LinkedHashSet<>(interpolations);
        all.addAll(sources);
        interpolations = List.copyOf(all);
        return this;
    }

    /** More stages whose results its expressions read, and those of them whose outputs they read. */
    public StageCopy moreReads(Set<String> stages, Set<String> ofOutputs) {
        reads = union(reads, stages);
        readsOutputs = union(readsOutputs, ofOutputs);
        return this;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new LinkedHashSet<>(one);
        all.addAll(other);
        return all;
    }

    /** A group: what its stages are made of is theirs, and it runs no pod. */
    public StageCopy group(Group value) {
        group = Optional.of(value);
        allowFailure = value instanceof Group.Uses ? allowFailure : Optional.empty();
        template = Map.of();
        interpolations = List.of();
        retry = RetryPolicy.NONE;
        timeouts = Timeouts.DEFAULT;
        return this;
    }

    /** Other names for the stage and for all it names. */
    public StageCopy renamed(UnaryOperator<String> rename) {
        name = rename.apply(name);
        needs = needs.stream()
                .map(n -> new Need(rename.apply(n.stage()), n.requirement()))
                .toList();
        reads = renamed(reads, rename);
        readsOutputs = renamed(readsOutputs, rename);
        parent = parent.map(rename);
        group = group.map(g -> renamed(g, rename));
        return this;
    }

    private static Set<String> renamed(Set<String> names, UnaryOperator<String> rename) {
        return names.isEmpty()
                ? names
                : names.stream().map(rename).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A fan-out within has a template of its own, the names in which start with its name. */
    private static Group renamed(Group group, UnaryOperator<String> rename) {
        if (!(group instanceof Group.ForEach inner)) {
            return group;
        }
        String name = inner.template().get(0).name();
        UnaryOperator<String> deep = n -> {
            boolean within = n.equals(name) || n.startsWith(name + ".");
            return within ? rename.apply(name) + n.substring(name.length()) : rename.apply(n);
        };
        return new Group.ForEach(
                inner.expression(),
                inner.limit(),
                inner.template().stream()
                        .map(s -> new StageCopy(s).renamed(deep).build())
                        .toList());
    }

    public Stage build() {
        return new Stage(
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
                parent,
                group,
                inFinally,
                priority);
    }
}

package io.jenkins.plugins.k8sdag.dag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Makes stages of a {@link Group.ForEach}'s template. Pure functions. */
final class Expansion {
    private Expansion() {}

    /** The stages of one instance, first the instance itself. */
    static List<Stage> of(String group, Group.ForEach forEach, Instance instance) {
        Set<String> own = forEach.template().stream().map(Stage::name).collect(Collectors.toSet());
        UnaryOperator<String> rename =
                name -> own.contains(name) ? instance.name() + name.substring(group.length()) : name;
        List<Stage> stages = new ArrayList<>();
        for (Stage s : forEach.template()) {
            boolean root = stages.isEmpty();
            Stage renamed = renamed(s, rename);
            stages.add(root ? asInstance(renamed, group, instance.item()) : renamed);
        }
        return stages;
    }

    private static Stage asInstance(Stage s, String group, Object item) {
        Map<String, Object> vars = new HashMap<>(s.vars());
        vars.put("item", item);
        return new Stage(
                s.name(),
                s.needs(),
                s.when(),
                s.allowFailure(),
                s.template(),
                s.interpolations(),
                s.reads(),
                s.readsOutputs(),
                s.outputs(),
                s.retry(),
                s.timeouts(),
                vars,
                Optional.of(group),
                s.group(),
                s.inFinally());
    }

    private static Stage renamed(Stage s, UnaryOperator<String> rename) {
        return new Stage(
                rename.apply(s.name()),
                s.needs().stream()
                        .map(n -> new Need(rename.apply(n.stage()), n.requirement()))
                        .toList(),
                s.when(),
                s.allowFailure(),
                s.template(),
                s.interpolations(),
                renamed(s.reads(), rename),
                renamed(s.readsOutputs(), rename),
                s.outputs(),
                s.retry(),
                s.timeouts(),
                s.vars(),
                s.parent().map(rename),
                s.group().map(g -> renamed(g, rename)),
                s.inFinally());
    }

    private static Set<String> renamed(Set<String> names, UnaryOperator<String> rename) {
        return names.isEmpty() ? names : names.stream().map(rename).collect(Collectors.toCollection(HashSet::new));
    }

    /** A fan-out within the instance has a template of its own, the names in which start with its name. */
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
                inner.template().stream().map(s -> renamed(s, deep)).toList());
    }
}

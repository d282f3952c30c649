package io.jenkins.plugins.k8sdag.dag;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes stages of a template: those of one instance of a group. Pure functions. */
public final class Expansion {
    private Expansion() {}

    /** The stages of one instance of a fan-out, first the instance itself. */
    static List<Stage> of(String group, Group.ForEach forEach, Instance instance) {
        Map<String, Object> vars = new HashMap<>(forEach.template().get(0).vars());
        vars.put("item", instance.item());
        return of(forEach.template(), group, instance.name(), vars);
    }

    /**
     * The stages of an instance.
     *
     * @param template first the instance, under its group's name, then what is in it, under names that start with that
     * @param group the name of the group
     * @param name the name of the instance, which takes the group's place in all of theirs
     * @param vars what is special about the instance
     */
    public static List<Stage> of(List<Stage> template, String group, String name, Map<String, Object> vars) {
        Set<String> own = template.stream().map(Stage::name).collect(Collectors.toSet());
        List<Stage> stages = new ArrayList<>();
        for (Stage s : template) {
            StageCopy copy = new StageCopy(s).renamed(n -> own.contains(n) ? name + n.substring(group.length()) : n);
            stages.add((stages.isEmpty() ? copy.parent(group).vars(vars) : copy).build());
        }
        return stages;
    }
}

package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.run.Dags;
import io.jenkins.plugins.k8sdag.run.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Makes groups of some of the stages that a seed has drawn. */
final class SimGroups {
    private SimGroups() {}

    /** The stage as it is, or a group in its place and what belongs to that. */
    static List<Stage> maybe(Random random, Stage s) {
        return switch (random.nextInt(12)) {
            case 0 -> Groups.matrix(s, random.nextBoolean() ? new String[] {"a", "b"} : new String[] {"a", "b", "c"});
            case 1 -> List.of(Groups.forEach(list(random), 2 + random.nextInt(2), s));
            case 2 -> uses(s);
            case 3 -> List.of(forEachOfUses(random, s));
            default -> List.of(s);
        };
    }

    private static String list(Random random) {
        return List.of("none", "two", "three").get(random.nextInt(3));
    }

    private static List<Stage> uses(Stage s) {
        return Groups.uses(s, arguments("${{ true }}"), Map.of("out", "one"), within(s, ""));
    }

    private static List<Group.Argument> arguments(String value) {
        return List.of(new Group.Argument("p", value, "string", ""));
    }

    private static Stage[] within(Stage s, String prefix) {
        Stage one = Dags.outputs(s("one", prefix), "out");
        Stage two = s("two", prefix, prefix + "one:COMPLETED");
        return new Stage[] {flags(one, s), flags(two, s)};
    }

    private static Stage s(String name, String prefix, String... needs) {
        Stage plain = Dags.stage(prefix + name, needs);
        return new Stage(
                plain.name(),
                plain.needs(),
                plain.when(),
                plain.allowFailure(),
                plain.template(),
                List.of("params.p"),
                Set.of(),
                Set.of(),
                plain.outputs(),
                plain.retry(),
                plain.timeouts(),
                plain.vars());
    }

    private static Stage flags(Stage inner, Stage outer) {
        return outer.inFinally() ? Groups.last(inner) : inner;
    }

    private static Stage forEachOfUses(Random random, Stage s) {
        List<Stage> template = new ArrayList<>();
        Group uses = new Group.Uses("./sim.yaml", arguments("of ${{ item }}"), Map.of("out", "one"));
        template.add(Groups.group(uses, s));
        for (Stage inner : within(s, s.name() + ".")) {
            template.add(Groups.in(s.name(), inner));
        }
        Stage fan = Groups.forEach(
                list(random), 3, template.get(0), template.subList(1, 3).toArray(Stage[]::new));
        return fan;
    }
}

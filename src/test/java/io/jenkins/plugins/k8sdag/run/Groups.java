package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Need;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StageCopy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groups of stages for tests. */
public final class Groups {
    private Groups() {}

    /** A stage as a group. */
    public static Stage group(Group group, Stage s) {
        return new StageCopy(s).group(group).build();
    }

    /** A stage as a member of a group. */
    public static Stage in(String parent, Stage s) {
        return new StageCopy(s).parent(parent).build();
    }

    /** A stage that runs after all others. */
    public static Stage last(Stage s) {
        return new StageCopy(s).inFinally(true).build();
    }

    /** A group and its instances, all like the stage. */
    public static List<Stage> matrix(Stage s, String... labels) {
        List<Stage> stages = new ArrayList<>();
        stages.add(withoutCondition(group(new Group.Matrix(), s)));
        for (String label : labels) {
            stages.add(new StageCopy(s)
                    .name(s.name() + "-" + label)
                    .needs(List.of())
                    .parent(s.name())
                    .build());
        }
        return stages;
    }

    /** A fan-out over a list whose instances are like the stage. */
    public static Stage forEach(String expression, int limit, Stage s, Stage... within) {
        List<Stage> template = new ArrayList<>();
        template.add(new StageCopy(s).needs(List.of()).build());
        template.addAll(Arrays.asList(within));
        return withoutCondition(group(new Group.ForEach(expression, limit, template), s));
    }

    private static Stage withoutCondition(Stage group) {
        return new StageCopy(group).when(Optional.empty()).build();
    }

    /** A group of the stages of another file. */
    public static List<Stage> uses(Stage s, List<Group.Argument> params, Map<String, String> outputs, Stage... within) {
        List<Stage> stages = new ArrayList<>();
        stages.add(group(new Group.Uses("./other.yaml", params, outputs), s));
        for (Stage inner : within) {
            List<Need> needs = inner.needs().stream()
                    .map(n -> new Need(s.name() + "." + n.stage(), n.requirement()))
                    .toList();
            stages.add(new StageCopy(inner)
                    .name(s.name() + "." + inner.name())
                    .needs(needs)
                    .parent(s.name())
                    .inFinally(s.inFinally())
                    .build());
        }
        return stages;
    }

    public static Stage[] all(Object... parts) {
        List<Stage> stages = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof Stage s) {
                stages.add(s);
            } else {
                ((List<?>) part).forEach(s -> stages.add((Stage) s));
            }
        }
        return stages.toArray(Stage[]::new);
    }
}

package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Need;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.Timeouts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Groups of stages for tests. */
public final class Groups {
    private Groups() {}

    /** A stage as a group. */
    public static Stage group(Group group, Stage s) {
        return copy(s, s.name(), s.parent(), Optional.of(group), s.inFinally());
    }

    /** A stage as a member of a group. */
    public static Stage in(String parent, Stage s) {
        return copy(s, s.name(), Optional.of(parent), s.group(), s.inFinally());
    }

    /** A stage that runs after all others. */
    public static Stage last(Stage s) {
        return copy(s, s.name(), s.parent(), s.group(), true);
    }

    /** A group and its instances, all like the stage. */
    public static List<Stage> matrix(Stage s, String... labels) {
        List<Stage> stages = new ArrayList<>();
        stages.add(group(new Group.Matrix(), bare(s)));
        for (String label : labels) {
            Stage instance = copy(s, s.name() + "-" + label, Optional.of(s.name()), s.group(), s.inFinally());
            stages.add(withoutNeeds(instance));
        }
        return stages;
    }

    /** A fan-out over a list whose instances are like the stage. */
    public static Stage forEach(String expression, int limit, Stage s, Stage... within) {
        List<Stage> template = new ArrayList<>();
        template.add(withoutNeeds(s));
        template.addAll(Arrays.asList(within));
        return group(new Group.ForEach(expression, limit, template), bare(s));
    }

    /** A group of the stages of another file. */
    public static List<Stage> uses(Stage s, List<Group.Argument> params, Map<String, String> outputs, Stage... within) {
        List<Stage> stages = new ArrayList<>();
        stages.add(group(new Group.Uses("./other.yaml", params, outputs), s));
        for (Stage inner : within) {
            List<Need> needs = inner.needs().stream()
                    .map(n -> new Need(s.name() + "." + n.stage(), n.requirement()))
                    .toList();
            Stage renamed =
                    copy(inner, s.name() + "." + inner.name(), Optional.of(s.name()), inner.group(), s.inFinally());
            stages.add(withNeeds(renamed, needs));
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

    private static Stage withoutNeeds(Stage s) {
        return withNeeds(s, List.of());
    }

    private static Stage withNeeds(Stage s, List<Need> needs) {
        return new Stage(
                s.name(),
                needs,
                s.when(),
                s.allowFailure(),
                s.template(),
                s.interpolations(),
                s.reads(),
                s.readsOutputs(),
                s.outputs(),
                s.retry(),
                s.timeouts(),
                s.vars(),
                s.parent(),
                s.group(),
                s.inFinally());
    }

    /** What is left to the group itself. */
    private static Stage bare(Stage s) {
        return new Stage(
                s.name(),
                s.needs(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Set.of(),
                Set.of(),
                s.outputs(),
                RetryPolicy.NONE,
                Timeouts.DEFAULT,
                Map.of(),
                s.parent(),
                Optional.empty(),
                s.inFinally());
    }

    private static Stage copy(Stage s, String name, Optional<String> parent, Optional<Group> group, boolean inFinally) {
        return new Stage(
                name,
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
                s.vars(),
                parent,
                group,
                inFinally);
    }
}

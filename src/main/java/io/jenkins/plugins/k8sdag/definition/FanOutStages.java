package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Expansion;
import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StageCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes of one entry of {@code stages} all the stages it stands for. Pure functions. */
final class FanOutStages {
    private FanOutStages() {}

    /**
     * The stages of an entry.
     *
     * @param stage what the entry says, as if it stood for one
     * @param within the stages of the file it uses, under its name
     * @param whenPerInstance whether its {@code when} reads what is special about an instance
     */
    static List<Stage> of(FanOut fanOut, Stage stage, List<Stage> within, boolean whenPerInstance) {
        List<Stage> stages = new ArrayList<>();
        if (!fanOut.isMatrix() && !fanOut.isForEach()) {
            stages.add(stage);
            stages.addAll(within);
            return stages;
        }
        List<Stage> template = new ArrayList<>();
        template.add(new StageCopy(stage)
                .needs(List.of())
                .when(whenPerInstance ? stage.when() : Optional.empty())
                .build());
        template.addAll(within);
        Group group = fanOut.isMatrix()
                ? new Group.Matrix()
                : new Group.ForEach(fanOut.items().orElseThrow().text(), fanOut.limit(), template);
        stages.add(new StageCopy(stage)
                .when(whenPerInstance ? Optional.empty() : stage.when())
                .group(group)
                .build());
        fanOut.instances()
                .forEach((name, values) -> stages.addAll(
                        Expansion.of(template, stage.name(), name, Map.of("matrix", Map.copyOf(values)))));
        return stages;
    }

    /**
     * The stages of a used file as parts of the stage that uses it.
     *
     * @param templateSources expressions of the first file's pod template, which lies under theirs, too
     */
    static List<Stage> within(UsedFile file, String user, boolean inFinally, Set<String> templateSources) {
        List<Stage> stages = new ArrayList<>();
        for (Stage s : file.stages()) {
            boolean outer = s.parent().isEmpty();
            StageCopy copy = new StageCopy(s).renamed(name -> user + "." + name);
            stages.add(finished(outer ? copy.parent(user).build() : copy.build(), inFinally, templateSources));
        }
        return stages;
    }

    private static Stage finished(Stage s, boolean inFinally, Set<String> templateSources) {
        StageCopy copy = new StageCopy(s).inFinally(inFinally);
        if (s.group().orElse(null) instanceof Group.ForEach forEach) {
            List<Stage> template = forEach.template().stream()
                    .map(t -> finished(t, inFinally, templateSources))
                    .toList();
            return copy.group(new Group.ForEach(forEach.expression(), forEach.limit(), template))
                    .build();
        }
        return s.isGroup()
                ? copy.build()
                : copy.moreInterpolations(templateSources).build();
    }
}

package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.StrategicMerge;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Warns of stages without limits: of memory, and of time. */
final class LintStages {
    private final Lint lint;
    private final Mapping spec;
    private final Map<String, Object> podTemplate;

    LintStages(Lint lint, Mapping spec) {
        this.lint = lint;
        this.spec = spec;
        this.podTemplate = Layer.podTemplate(spec);
    }

    void check() {
        Place stages = spec.keyAt("stages");
        lint.warnEach(
                where(s -> !memory(s, "requests") && !memory(s, "limits")),
                stages,
                LintCode.NO_RESOURCES,
                "no memory request and no limit",
                "add resources: {requests: {memory: 256Mi}, limits: {memory: 1Gi}}");
        lint.warnEach(
                where(s -> memory(s, "requests") != memory(s, "limits") && !memory(s, "limits")),
                stages,
                LintCode.NO_RESOURCES,
                "a memory request and no limit",
                "add resources.limits.memory");
        if (TimeoutReader.single(spec, "timeout").isEmpty()) {
            lint.warnEach(
                    where(s -> s.timeouts().run().isEmpty()),
                    stages,
                    LintCode.NO_TIMEOUT,
                    "no timeout, and the run has none",
                    "add timeout: 30m to it, to spec.defaults or to spec");
        }
    }

    private int[] where(Predicate<StageDraft> condition) {
        return IntStream.range(0, lint.graph().stages().size())
                .filter(i -> condition.test(lint.graph().stages().get(i)))
                .toArray();
    }

    private boolean memory(StageDraft stage, String kind) {
        return memory(Layer.main(stage.template()), kind)
                || memory(Layer.main(podTemplate), kind)
                        && memory(Layer.main(StrategicMerge.merge(podTemplate, stage.template())), kind);
    }

    private static boolean memory(Map<?, ?> container, String kind) {
        return container.get("resources") instanceof Map<?, ?> resources
                && resources.get(kind) instanceof Map<?, ?> amounts
                && amounts.get("memory") != null;
    }
}

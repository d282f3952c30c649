package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds and checks the expressions of all stages, with those that the defaults and the pod template give them. */
final class StageExpressions {
    private final ExpressionCheck expressions;
    private final ReferenceCheck references;
    private final StageGraph graph;
    private final Templates templates;

    StageExpressions(ExpressionCheck expressions, ReferenceCheck references, StageGraph graph, Templates templates) {
        this.templates = templates;
        this.expressions = expressions;
        this.references = references;
        this.graph = graph;
    }

    /** The stages with their expressions; to be used only if no problem was found. */
    List<Stage> resolve(Mapping spec, Map<String, Object> podTemplate) {
        Map<String, Place> inDefaults = common(Trees.map(spec, "defaults"));
        Mapping only = Mapping.empty(spec.at());
        if (spec.has("podTemplate")) {
            only.entries().put("podTemplate", spec.entries().get("podTemplate"));
        }
        Map<String, Place> inTemplate = common(only);
        inTemplate.forEach((source, at) -> references.refuseStages(refs(source), at, "spec.podTemplate"));
        Map<String, Map<String, Place>> inTemplates = new HashMap<>();
        templates.all().forEach(t -> inTemplates.put(t.name(), template(t)));
        Set<String> templateSources = Interpolation.sources(podTemplate);
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < graph.stages().size(); i++) {
            stages.add(stage(i, inDefaults, inTemplates, templateSources));
        }
        return stages;
    }

    private Map<String, Place> common(Mapping holder) {
        Map<String, Place> found = expressions.interpolations(holder);
        found.forEach((source, at) -> references.checkCommon(refs(source), at));
        return found;
    }

    /** What a template says is checked also if no stage uses it. */
    private Map<String, Place> template(Template template) {
        expressions.when(Trees.scalar(template.node(), "when")).ifPresent(this::common);
        expressions.allowFailure(Trees.scalar(template.node(), "allowFailure")).ifPresent(this::common);
        return common(template.node());
    }

    private void common(Located source) {
        references.checkCommon(refs(source.text()), source.at());
    }

    private Stage stage(
            int index,
            Map<String, Place> inDefaults,
            Map<String, Map<String, Place>> inTemplates,
            Set<String> templateSources) {
        StageDraft draft = graph.stages().get(index);
        Map<String, Place> places = new HashMap<>(inDefaults);
        templates.of(draft.node()).ifPresent(t -> places.putAll(inTemplates.get(t.name())));
        Map<String, Place> own = common(draft.node());
        places.putAll(own);
        Optional<Located> when = expressions.when(draft.when());
        Optional<Located> allowFailure = expressions.allowFailure(draft.allowFailure());
        Set<String> interpolations = new LinkedHashSet<>(Interpolation.sources(draft.template()));
        Uses uses = new Uses(index);
        interpolations.forEach(source -> {
            Place at = places.getOrDefault(source, draft.at());
            uses.add(source, at, own.containsKey(source) ? at : uses.blame(at));
        });
        when.ifPresent(w -> uses.condition(w, "when"));
        allowFailure.ifPresent(a -> uses.condition(a, "allowFailure"));
        interpolations.addAll(templateSources);
        return new Stage(
                draft.name().isEmpty() ? "unnamed" : draft.name(),
                draft.needs().stream().map(NeedDraft::need).toList(),
                when.map(Located::text),
                allowFailure.map(Located::text),
                draft.template(),
                List.copyOf(interpolations),
                uses.stages,
                uses.outputs,
                draft.outputs().stream().map(Located::text).distinct().toList(),
                draft.retry(),
                draft.timeouts(),
                Map.of());
    }

    private Set<Reference> refs(String source) {
        return expressions.analysis(source).references();
    }

    /** The stages that one stage reads. */
    private final class Uses {
        private final int stage;
        private final Set<String> stages = new LinkedHashSet<>();
        private final Set<String> outputs = new LinkedHashSet<>();

        Uses(int stage) {
            this.stage = stage;
        }

        void condition(Located source, String key) {
            common(source);
            boolean own = graph.stages().get(stage).node().has(key);
            add(source.text(), source.at(), own ? source.at() : blame(source.at()));
        }

        /** A stage that lacks a need of its template is told so where it names the template; else where the source stands. */
        Place blame(Place at) {
            Mapping node = graph.stages().get(stage).node();
            return templates.of(node).isPresent() ? node.get("template").at() : at;
        }

        void add(String source, Place at, Place blame) {
            references.checkStages(refs(source), stage, at, blame);
            for (Reference reference : refs(source)) {
                if (reference.root().equals(CelLanguage.STAGES)
                        && reference.path().size() > 1) {
                    stages.add(reference.path().get(1));
                    if (ReferenceCheck.readsOutputs(reference)) {
                        outputs.add(reference.path().get(1));
                    }
                }
            }
        }
    }
}

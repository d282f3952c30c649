package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private final Room room;

    StageExpressions(
            ExpressionCheck expressions, ReferenceCheck references, StageGraph graph, Templates templates, Room room) {
        this.room = room;
        this.templates = templates;
        this.expressions = expressions;
        this.references = references;
        this.graph = graph;
    }

    /**
     * The stages with their expressions; to be used only if no problem was found.
     *
     * @param podTemplate what lies under the pods of all stages, also of those of used files
     */
    List<Stage> resolve(Mapping spec, Map<String, Object> podTemplate) {
        Map<String, Place> inDefaults = new HashMap<>(podTemplate(spec));
        inDefaults.putAll(common(Trees.map(spec, "defaults")));
        Map<String, Map<String, Place>> inTemplates = new HashMap<>();
        templates.all().forEach(t -> inTemplates.put(t.name(), template(t)));
        Set<String> templateSources = Interpolation.sources(podTemplate);
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < graph.stages().size(); i++) {
            stages.addAll(entry(i, inDefaults, inTemplates, templateSources));
        }
        return stages;
    }

    private Map<String, Place> podTemplate(Mapping spec) {
        Mapping only = Mapping.empty(spec.at());
        if (spec.has("podTemplate")) {
            only.entries().put("podTemplate", spec.entries().get("podTemplate"));
        }
        Map<String, Place> found = common(only);
        found.forEach((source, at) -> references.refuseStages(refs(source), at, "spec.podTemplate"));
        return found;
    }

    /** The expressions of {@code spec.outputs} by name. */
    Map<String, String> outputs(Mapping spec) {
        Map<String, String> outputs = new LinkedHashMap<>();
        Trees.map(spec, "outputs").entries().forEach((name, entry) -> {
            if (entry.value() instanceof Scalar scalar && Format.INTERPOLATION.matches(scalar.text())) {
                expressions.single(scalar, "the output '" + name + "'").ifPresent(source -> {
                    common(source);
                    references.checkOutput(refs(source.text()), source.at());
                    outputs.put(name, source.text());
                });
            }
        });
        return outputs;
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

    private List<Stage> entry(
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
        draft.fanOut().items().ifPresent(items -> {
            expressions.list(items, "forEach");
            common(items);
            uses.ofGroup(items);
        });
        draft.used()
                .ifPresent(u -> u.arguments().stream()
                        .flatMap(a -> Interpolation.sources(a.value()).stream())
                        .forEach(source -> uses.add(
                                source,
                                places.getOrDefault(source, draft.at()),
                                places.getOrDefault(source, draft.at()))));
        Stage stage = stage(draft, when, allowFailure, interpolations, uses, templateSources);
        int size = draft.used().map(u -> u.file().stages().size()).orElse(0);
        if (!room.take(draft, size)) {
            return List.of();
        }
        List<Stage> within = draft.used()
                .map(u -> FanOutStages.within(u.file(), stage.name(), draft.inFinally(), templateSources))
                .orElse(List.of());
        return FanOutStages.of(
                draft.fanOut(), stage, within, when.filter(this::readsInstance).isPresent());
    }

    private boolean readsInstance(Located source) {
        return refs(source.text()).stream()
                .anyMatch(r -> r.root().equals(CelLanguage.MATRIX) || r.root().equals(CelLanguage.ITEM));
    }

    private static Stage stage(
            StageDraft draft,
            Optional<Located> when,
            Optional<Located> allowFailure,
            Set<String> interpolations,
            Uses uses,
            Set<String> templateSources) {
        Optional<Group> group = draft.used()
                .map(u -> new Group.Uses(u.path(), u.arguments(), u.file().outputs()));
        if (group.isEmpty()) {
            interpolations.addAll(templateSources);
        }
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
                Map.of(),
                Optional.empty(),
                group,
                draft.inFinally(),
                draft.priority());
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

        /** The list of a fan-out is there before its instances are. */
        void ofGroup(Located source) {
            references.checkStages(refs(source.text()), stage, source.at(), source.at());
            references.refuseVariables(refs(source.text()), source.at(), "forEach");
            addReads(source.text());
        }

        /** A stage that lacks a need of its template is told so where it names the template; else where the source stands. */
        Place blame(Place at) {
            Mapping node = graph.stages().get(stage).node();
            return templates.of(node).isPresent() ? node.get("template").at() : at;
        }

        void add(String source, Place at, Place blame) {
            references.checkStages(refs(source), stage, at, blame);
            addReads(source);
        }

        private void addReads(String source) {
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

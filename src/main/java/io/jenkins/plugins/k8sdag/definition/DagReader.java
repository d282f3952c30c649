package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Concurrency;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Scope;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the graph of a tree whose shape has been checked; what the shape cannot say is checked here. One object per file. */
final class DagReader {
    /** Stages in flight at once where the file does not say; a cluster of any size takes so many pods. */
    static final int MAX_PARALLEL = 50;

    /** The limit of finally where the file does not say: long enough to tidy up, and an end. */
    static final Duration FINALLY_TIMEOUT = Duration.ofHours(1);

    private static final CelExpressions VALUES = new CelExpressions();

    private final Problems problems;
    private final SourceText text;
    private final Options options;
    private final UsedFiles files;

    DagReader(Problems problems, SourceText text, Options options, UsedFiles files) {
        this.problems = problems;
        this.text = text;
        this.options = options;
        this.files = files;
    }

    /** The graph, or empty if there is any error in the file. */
    Optional<Loaded> read(Mapping file) {
        Mapping spec = Trees.map(file, "spec");
        ParamReader params = new ParamReader(problems, options);
        Optional<Content> found = content(spec, params, params.read(spec), false);
        if (problems.hasErrors() || found.isEmpty()) {
            return Optional.empty();
        }
        Content content = found.get();
        Dag dag = new Dag(
                Trees.string(Trees.map(file, "metadata"), "name").orElseThrow().text(),
                content.stages(),
                options.maxParallel()
                        .orElse(Trees.number(spec, "maxParallel")
                                .map(Number::intValue)
                                .orElse(MAX_PARALLEL)),
                options.failFast().or(() -> Trees.flag(spec, "failFast")).orElse(false),
                TimeoutReader.single(spec, "timeout"),
                spec.has("finally")
                        ? TimeoutReader.single(spec, "finallyTimeout").or(() -> Optional.of(FINALLY_TIMEOUT))
                        : Optional.empty(),
                content.podTemplate());
        return Optional.of(new Loaded(dag, content.params(), content.concurrency(), content.lint(problems)));
    }

    /** A file that another uses; empty if there is any error in it. */
    Optional<UsedFile> readUsed(Mapping file) {
        Mapping spec = Trees.map(file, "spec");
        if (spec.has("finally")) {
            problems.error(
                    spec.keyAt("finally"),
                    "conflict",
                    "a file with finally cannot be used by another",
                    "move finally into the file that uses it");
        }
        // What it is given is known where it is used; until then values stand for their types.
        ParamReader params = ParamReader.ofUsed(problems);
        Optional<Content> content = content(spec, params, params.read(spec), true);
        if (problems.hasErrors() || content.isEmpty()) {
            return Optional.empty();
        }
        content.get().lint(problems);
        return Optional.of(new UsedFile(
                content.get().stages(), params.declared(), content.get().outputs()));
    }

    /** All that the lists of stages of a file come to. */
    private record Content(
            Mapping spec,
            List<Stage> stages,
            Map<String, Object> params,
            Map<String, String> outputs,
            Map<String, Object> podTemplate,
            StageGraph graph,
            Templates templates,
            ParamReader reader,
            ReferenceCheck references,
            Optional<Concurrency> concurrency) {
        List<Problem> lint(Problems problems) {
            return Lint.check(problems, spec, graph, templates, reader, references);
        }
    }

    private Optional<Content> content(Mapping spec, ParamReader reader, Map<String, Object> params, boolean used) {
        List<Mapping> nodes = new ArrayList<>(Trees.maps(spec, "stages"));
        nodes.addAll(Trees.maps(spec, "finally"));
        int most = options.limits().stages();
        if (nodes.size() > most) {
            problems.error(
                    spec.keyAt("stages"),
                    "too-large",
                    "the file has " + nodes.size() + " stages, more than the limit of " + most,
                    "split it into several DAGs");
            return Optional.empty();
        }
        Scope known = new Scope(params, Map.of(), Map.of(), options.env(), Map.of());
        Templates templates = new Templates(problems, spec);
        MatrixReader matrices = new MatrixReader(problems, VALUES, known, most);
        StageReader stageReader =
                new StageReader(problems, text, spec, templates, new StageReader.Frame(matrices, files, used));
        StageGraph graph = new StageGraph(stageReader.read(spec));
        new GraphCheck(problems, graph).check();
        PodRules pods = new PodRules(problems);
        pods.check(Trees.map(spec, "defaults"));
        templates.all().forEach(t -> pods.check(t.node()));
        nodes.forEach(pods::check);
        pods.check(onlyTemplate(spec));
        ReferenceCheck references = new ReferenceCheck(problems, params.keySet(), options.env(), graph);
        ExpressionCheck expressions = new ExpressionCheck(problems, text, params, graph);
        StageExpressions resolving =
                new StageExpressions(expressions, references, graph, templates, new Room(problems, most));
        Map<String, Object> podTemplate = stageReader.podTemplate();
        if (graph.stages().stream().anyMatch(s -> s.used().isPresent())) {
            podTemplate = filled(podTemplate, known, expressions, spec);
        }
        List<Stage> stages = resolving.resolve(spec, podTemplate);
        Optional<Concurrency> concurrency = new ConcurrencyReader(expressions, references).read(spec);
        return Optional.of(new Content(
                spec,
                stages,
                params,
                resolving.outputs(spec),
                podTemplate,
                graph,
                templates,
                reader,
                references,
                concurrency));
    }

    private Map<String, Object> filled(
            Map<String, Object> podTemplate, Scope known, ExpressionCheck expressions, Mapping spec) {
        try {
            return new PodTemplateParams(
                            VALUES,
                            known,
                            source -> expressions.analysis(source).references().stream()
                                    .anyMatch(r -> r.root().equals(CelLanguage.PARAMS)))
                    .in(podTemplate);
        } catch (ExpressionException e) {
            problems.error(
                    spec.keyAt("podTemplate"),
                    "expression",
                    "in podTemplate, which lies under the stages of the used files, too: " + e.getMessage(),
                    "let an expression here read either params or run");
            return podTemplate;
        }
    }

    private static Mapping onlyTemplate(Mapping spec) {
        Mapping only = Mapping.empty(spec.at());
        if (spec.has("podTemplate")) {
            only.entries().put("podTemplate", spec.entries().get("podTemplate"));
        }
        return only;
    }
}

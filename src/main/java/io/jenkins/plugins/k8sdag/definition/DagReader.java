package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the graph of a tree whose shape has been checked; what the shape cannot say is checked here. One object per file. */
final class DagReader {
    /** Stages in flight at once where the file does not say; a cluster of any size takes so many pods. */
    static final int MAX_PARALLEL = 50;

    private final Problems problems;
    private final SourceText text;
    private final Options options;

    DagReader(Problems problems, SourceText text, Options options) {
        this.problems = problems;
        this.text = text;
        this.options = options;
    }

    /** The graph, or empty if there is any error in the file. */
    Optional<Loaded> read(Mapping file) {
        Mapping spec = Trees.map(file, "spec");
        List<Mapping> nodes = Trees.maps(spec, "stages");
        if (nodes.size() > options.limits().stages()) {
            problems.error(
                    spec.keyAt("stages"),
                    "too-large",
                    "the file has " + nodes.size() + " stages, more than the limit of "
                            + options.limits().stages(),
                    "split it into several DAGs");
            return Optional.empty();
        }
        ParamReader params = new ParamReader(problems, options.params());
        Map<String, Object> values = params.read(spec);
        Templates templates = new Templates(problems, spec);
        StageReader reader = new StageReader(problems, text, spec, templates);
        StageGraph graph = new StageGraph(reader.read(spec));
        new GraphCheck(problems, graph).check();
        PodRules pods = new PodRules(problems);
        pods.check(Trees.map(spec, "defaults"));
        templates.all().forEach(t -> pods.check(t.node()));
        nodes.forEach(pods::check);
        pods.check(onlyTemplate(spec));
        ReferenceCheck references = new ReferenceCheck(problems, values.keySet(), options.env(), graph);
        ExpressionCheck expressions = new ExpressionCheck(problems, text, values, graph);
        List<Stage> stages =
                new StageExpressions(expressions, references, graph, templates).resolve(spec, reader.podTemplate());
        if (problems.hasErrors()) {
            return Optional.empty();
        }
        Dag dag = new Dag(
                Trees.string(Trees.map(file, "metadata"), "name").orElseThrow().text(),
                stages,
                options.maxParallel()
                        .orElse(Trees.number(spec, "maxParallel")
                                .map(Number::intValue)
                                .orElse(MAX_PARALLEL)),
                options.failFast().or(() -> Trees.flag(spec, "failFast")).orElse(false),
                TimeoutReader.single(spec, "timeout"),
                reader.podTemplate());
        return Optional.of(new Loaded(dag, values, Lint.check(problems, spec, graph, templates, params, references)));
    }

    private static Mapping onlyTemplate(Mapping spec) {
        Mapping only = Mapping.empty(spec.at());
        if (spec.has("podTemplate")) {
            only.entries().put("podTemplate", spec.entries().get("podTemplate"));
        }
        return only;
    }
}

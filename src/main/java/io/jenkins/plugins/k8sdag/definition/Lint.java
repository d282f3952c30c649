package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Looks for what runs and will cause trouble. Warnings are silenced in the file, each with a reason: {@code lint: {ignore: [{code,
 * reason}]}} at {@code spec} or at a stage.
 */
final class Lint {
    private final Problems problems;
    private final StageGraph graph;
    private final Set<String> ignored;
    private final List<Set<String>> ignoredByStage;

    private Lint(Problems problems, Mapping spec, StageGraph graph, Templates templates) {
        this.problems = problems;
        this.graph = graph;
        this.ignored = ignored(spec);
        this.ignoredByStage = graph.stages().stream()
                .map(s -> {
                    Set<String> codes = ignored(s.node());
                    templates.of(s.node()).ifPresent(t -> codes.addAll(ignored(t.node())));
                    return codes;
                })
                .toList();
    }

    /**
     * Looks at a file without errors.
     *
     * @param params where each parameter is declared, and who reads what
     * @return the warnings that are not silenced, sorted by place
     */
    static List<Problem> check(
            Problems problems,
            Mapping spec,
            StageGraph graph,
            Templates templates,
            ParamReader params,
            ReferenceCheck references) {
        Lint lint = new Lint(problems, spec, graph, templates);
        new LintPods(lint).check(spec, templates);
        new LintStages(lint, spec).check();
        new LintGraph(lint).check();
        new LintNames(lint, params, references).check();
        templates
                .unused()
                .forEach(t -> lint.warn(
                        t.at(),
                        LintCode.UNUSED_TEMPLATE,
                        "no stage uses the " + t.what(),
                        "write template: " + t.name() + " at a stage, or remove it"));
        return problems.warnings();
    }

    /** The codes that a stage, a template or the whole file accepts. */
    static Set<String> ignored(Mapping holder) {
        Set<String> codes = new HashSet<>();
        for (Mapping ignore : Trees.maps(Trees.map(holder, "lint"), "ignore")) {
            Trees.string(ignore, "code").ifPresent(code -> codes.add(code.text()));
        }
        return codes;
    }

    StageGraph graph() {
        return graph;
    }

    /** The codes that a stage accepts. */
    Set<String> ignored(int stage) {
        return ignoredByStage.get(stage);
    }

    /** Warns of something that is the file's, not one stage's. */
    void warn(Place at, LintCode code, String message, String remedy) {
        if (!ignored.contains(code.code())) {
            problems.warning(at, code.code(), message, remedy);
        }
    }

    /** Warns of something of one stage. */
    void warn(int stage, Place at, LintCode code, String message, String remedy) {
        if (!ignoredByStage.get(stage).contains(code.code())) {
            warn(at, code, message, remedy);
        }
    }

    /** Warns of the stages that lack something, each at its name; once at {@code all} if it is every one of several. */
    void warnEach(int[] stages, Place all, LintCode code, String what, String remedy) {
        int[] heard = IntStream.of(stages)
                .filter(i -> !ignoredByStage.get(i).contains(code.code()))
                .toArray();
        if (heard.length > 1 && heard.length == graph.stages().size()) {
            warn(all, code, "every stage has " + what, remedy);
            return;
        }
        for (int i : heard) {
            StageDraft stage = graph.stages().get(i);
            warn(stage.at(), code, stage.what() + " has " + what, remedy);
        }
    }
}

package io.jenkins.plugins.k8sdag.definition;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that what expressions read will be there: parameters, host variables, and results of stages that are waited for. */
final class ReferenceCheck {
    private final Problems problems;
    private final Collection<String> params;
    private final Map<String, String> env;
    private final StageGraph graph;
    private final Set<String> paramsRead = new HashSet<>();
    private final Set<String> outputsRead = new HashSet<>();

    ReferenceCheck(Problems problems, Collection<String> params, Map<String, String> env, StageGraph graph) {
        this.problems = problems;
        this.params = params;
        this.env = env;
        this.graph = graph;
    }

    /** The parameters that some expression reads. */
    Set<String> paramsRead() {
        return paramsRead;
    }

    /** {@code stage/output} for every output that some expression reads; {@code stage/*} where it reads them all. */
    Set<String> outputsRead() {
        return outputsRead;
    }

    /** Checks everything but stages: what can be said of an expression wherever it stands. */
    void checkCommon(Collection<Reference> references, Place at) {
        for (Reference reference : references) {
            List<String> path = reference.path();
            switch (reference.root()) {
                case CelLanguage.PARAMS -> param(reference, at);
                case CelLanguage.RUN -> {
                    if (path.size() > 1 && !CelLanguage.RUN_FIELDS.contains(path.get(1))) {
                        unknown(
                                at,
                                "the run has no '" + path.get(1) + "'",
                                path.get(1),
                                CelLanguage.RUN_FIELDS,
                                "fields");
                    }
                }
                case CelLanguage.ENV -> {
                    if (path.size() > 1 && !reference.lenient() && !env.containsKey(path.get(1))) {
                        String remedy = "write env.?" + path.get(1) + ".orValue('') if it may be missing";
                        problems.error(at, "unknown-env", "the host passes no variable '" + path.get(1) + "'", remedy);
                    }
                }
                case CelLanguage.MATRIX, CelLanguage.ITEM ->
                    problems.error(
                            at,
                            "not-supported",
                            "'" + reference.root()
                                    + "' is there only in a stage with a matrix or forEach, which are not supported yet",
                            "write the value out");
                default -> {
                    // Stages depend on who asks.
                }
            }
        }
    }

    private void param(Reference reference, Place at) {
        if (reference.path().size() == 1) {
            paramsRead.addAll(params);
            return;
        }
        String name = reference.path().get(1);
        paramsRead.add(name);
        if (!params.contains(name)) {
            unknown(at, "there is no parameter '" + name + "'", name, params, "parameters");
        }
    }

    /**
     * Checks what an expression of one stage reads of others.
     *
     * @param at where it stands
     * @param blame where to tell that the stage lacks a need
     */
    void checkStages(Collection<Reference> references, int self, Place at, Place blame) {
        for (Reference reference : references) {
            if (reference.root().equals(CelLanguage.STAGES)) {
                stage(reference, self, at, blame);
            }
        }
    }

    /** Refuses reading of stages where no stage is waited for. */
    void refuseStages(Collection<Reference> references, Place at, String where) {
        if (references.stream().anyMatch(r -> r.root().equals(CelLanguage.STAGES))) {
            problems.error(
                    at,
                    "unknown-stage",
                    where + " cannot read stages: it is there before any of them",
                    "read them at a stage that needs them");
        }
    }

    private void stage(Reference reference, int self, Place at, Place blame) {
        StageDraft asking = graph.stages().get(self);
        if (reference.path().size() == 1) {
            problems.error(
                    at,
                    "unknown-stage",
                    "'stages' stands without the name of a stage",
                    "write stages.NAME.outputs.KEY");
            return;
        }
        String name = reference.path().get(1);
        int other = graph.indexOf(name);
        if (other < 0) {
            unknown(at, "there is no stage '" + name + "'", name, graph.names(), "stages");
        } else if (other == self) {
            problems.error(at, "unknown-stage", asking.what() + " reads its own result", "read stages it needs");
        } else if (!needs(self, name) && !graph.reaches(self, other)) {
            problems.error(
                    blame,
                    "not-needed",
                    asking.what() + " reads stage '" + name + "', which it does not need",
                    "add " + name + " to its needs");
        } else {
            result(reference, graph.stages().get(other), at);
        }
    }

    private boolean needs(int self, String name) {
        return graph.needsOf(self).stream().anyMatch(n -> n.stage().equals(name));
    }

    private void result(Reference reference, StageDraft other, Place at) {
        List<String> path = reference.path();
        if (path.size() > 2 && !CelLanguage.STAGE_FIELDS.contains(path.get(2))) {
            unknown(at, "a stage has no '" + path.get(2) + "'", path.get(2), CelLanguage.STAGE_FIELDS, "fields");
        } else if (readsOutputs(reference)) {
            outputsRead.add(other.name() + "/" + (path.size() > 3 ? path.get(3) : "*"));
            if (path.size() > 3 && !other.promises(path.get(3))) {
                unknown(
                        at,
                        other.what() + " has no output '" + path.get(3) + "'",
                        path.get(3),
                        other.outputs().stream().map(Located::text).toList(),
                        "outputs");
            }
        }
    }

    /** Whether a reference to a stage reads its outputs: one, all, or the whole result. */
    static boolean readsOutputs(Reference reference) {
        List<String> path = reference.path();
        return path.get(0).equals(CelLanguage.STAGES)
                && (path.size() == 2 || path.size() > 2 && path.get(2).equals("outputs"));
    }

    private void unknown(Place at, String message, String name, Collection<String> known, String kind) {
        problems.error(at, "unknown-name", message, problems.didYouMean(name, known, kind));
    }
}

package io.jenkins.plugins.k8sdag.definition;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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
                default -> {
                    // Stages, matrix and item depend on who asks.
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
            } else if (reference.root().equals(CelLanguage.MATRIX)) {
                matrix(reference, graph.stages().get(self), at, blame);
            } else if (reference.root().equals(CelLanguage.ITEM)
                    && !graph.stages().get(self).fanOut().isForEach()) {
                noVariable("item", "forEach", graph.stages().get(self), blame);
            }
        }
    }

    private void matrix(Reference reference, StageDraft asking, Place at, Place blame) {
        if (!asking.fanOut().isMatrix()) {
            if (!asking.node().has("matrix")) {
                noVariable("matrix", "matrix", asking, blame);
            }
            return;
        }
        if (reference.path().size() == 1 || reference.lenient()) {
            return;
        }
        String key = reference.path().get(1);
        Map<String, Map<String, String>> instances = asking.fanOut().instances();
        Set<String> known = new TreeSet<>();
        instances.values().forEach(v -> known.addAll(v.keySet()));
        if (!known.contains(key)) {
            unknown(at, "the matrix of " + asking.what() + " has no '" + key + "'", key, known, "values");
            return;
        }
        instances.entrySet().stream()
                .filter(i -> !i.getValue().containsKey(key))
                .findFirst()
                .ifPresent(i -> problems.error(
                        at,
                        "unknown-name",
                        "the instance '" + i.getKey() + "' has no '" + key + "'",
                        "write matrix.?" + key + ".orValue('') where some have none"));
    }

    private void noVariable(String variable, String key, StageDraft asking, Place at) {
        problems.error(
                at,
                "unknown-name",
                "'" + variable + "' is there only in a stage with " + key + ", and " + asking.what() + " has none",
                "add " + key + " to it, or write the value out");
    }

    /** Checks what a file that others use puts out: by then all its stages have ended. */
    void checkOutput(Collection<Reference> references, Place at) {
        for (Reference reference : references) {
            if (reference.root().equals(CelLanguage.STAGES) && reference.path().size() > 1) {
                String name = reference.path().get(1);
                int stage = graph.indexOf(name);
                if (stage < 0) {
                    unknown(at, "there is no stage '" + name + "'", name, graph.names(), "stages");
                } else {
                    result(reference, graph.stages().get(stage), at);
                }
            }
        }
        refuseVariables(references, at, "an output");
    }

    void refuseVariables(Collection<Reference> references, Place at, String where) {
        references.stream()
                .map(Reference::root)
                .filter(root -> root.equals(CelLanguage.MATRIX) || root.equals(CelLanguage.ITEM))
                .findFirst()
                .ifPresent(root -> problems.error(
                        at, "unknown-name", where + " cannot read '" + root + "'", "read it at a stage that has it"));
    }

    /** Refuses reading of stages where no stage is waited for. */
    void refuseStages(Collection<Reference> references, Place at, String where) {
        refuseVariables(references, at, where);
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
        } else if (asking.inFinally() && !graph.stages().get(other).inFinally()) {
            inFinally(reference, graph.stages().get(other), at);
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

    /** It may read all other stages, but those may have failed, and then they have no outputs. */
    private void inFinally(Reference reference, StageDraft other, Place at) {
        List<String> path = reference.path();
        if (path.size() > 3 && readsOutputs(reference) && !reference.lenient()) {
            problems.error(
                    at,
                    "unknown-name",
                    "in finally " + other.what() + " may have no output '" + path.get(3)
                            + "': it may not have succeeded",
                    "write " + new Reference(path.subList(0, 3), false, false).text() + ".?" + path.get(3)
                            + ".orValue('')");
        }
        result(reference, other, at);
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
            // What a file that cannot be used puts out is not known, and that it cannot has been said.
            boolean unknowable = other.node().has("uses") && other.used().isEmpty();
            if (path.size() > 3 && !unknowable && !other.promises(path.get(3))) {
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

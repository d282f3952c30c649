package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Need.Requirement;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.BitSet;
import java.util.List;

/** Warns of needs that say nothing new, of stages that can never run, and of a run that can never fail. */
final class LintGraph {
    private final Lint lint;
    private final StageGraph graph;

    LintGraph(Lint lint) {
        this.lint = lint;
        this.graph = lint.graph();
    }

    void check() {
        redundantNeeds();
        unreachable();
        List<StageDraft> stages = graph.stages();
        boolean all = stages.stream().allMatch(s -> isPlain(s.allowFailure().orElse(null), "true"));
        if (all) {
            String message = "every stage may fail, so the run never does";
            lint.warn(stages.get(0).at(), LintCode.ALL_MAY_FAIL, message, "leave allowFailure to the stages that may");
        }
    }

    /** A plain need of a stage is implied if another plain need leads there by plain needs alone. */
    private void redundantNeeds() {
        if (graph.stages().stream().allMatch(s -> s.needs().size() < 2)) {
            return;
        }
        BitSet[] before = graph.closure(LintGraph::isPlain);
        for (int i = 0; i < graph.stages().size(); i++) {
            List<NeedDraft> plain =
                    graph.needsOf(i).stream().filter(LintGraph::isPlain).toList();
            BitSet implied = new BitSet();
            plain.forEach(n -> implied.or(before[graph.indexOf(n.stage())]));
            for (NeedDraft need : plain) {
                if (implied.get(graph.indexOf(need.stage()))) {
                    redundant(i, need, plain, before);
                }
            }
        }
    }

    private void redundant(int stage, NeedDraft need, List<NeedDraft> plain, BitSet[] before) {
        int needed = graph.indexOf(need.stage());
        String through = plain.stream()
                .map(NeedDraft::stage)
                .filter(n -> before[graph.indexOf(n)].get(needed))
                .findFirst()
                .orElseThrow();
        lint.warn(
                stage,
                need.at(),
                LintCode.REDUNDANT_NEED,
                graph.stages().get(stage).what() + " needs '" + need.stage() + "' through '" + through + "' already",
                "remove this need");
    }

    private void unreachable() {
        for (int i = 0; i < graph.stages().size(); i++) {
            StageDraft stage = graph.stages().get(i);
            if (isPlain(stage.when().orElse(null), "false")) {
                lint.warn(
                        i,
                        stage.when().get().at(),
                        LintCode.UNREACHABLE,
                        stage.what() + " never runs: its when is false",
                        "remove the stage, or make when an expression");
            }
            for (NeedDraft need : graph.needsOf(i)) {
                StageDraft other = graph.stages().get(graph.indexOf(need.stage()));
                if (need.need().requirement() == Requirement.FAILED
                        && isPlain(other.allowFailure().orElse(null), "true")) {
                    lint.warn(
                            i,
                            need.at(),
                            LintCode.UNREACHABLE,
                            stage.what() + " never runs: '" + need.stage()
                                    + "' is allowed to fail and ends UNSTABLE, never FAILED",
                            "write when: completed and read its status");
                }
            }
        }
    }

    private static boolean isPlain(NeedDraft need) {
        return need.need().requirement() == Requirement.SUCCEEDED;
    }

    private static boolean isPlain(Scalar scalar, String word) {
        return scalar != null && scalar.text().strip().equals(word);
    }
}

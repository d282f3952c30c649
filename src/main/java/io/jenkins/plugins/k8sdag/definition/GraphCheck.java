package io.jenkins.plugins.k8sdag.definition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that stages have names of their own and that their needs make a graph without cycles. */
final class GraphCheck {
    private static final int MOST_CYCLES = 10;

    private final Problems problems;
    private final StageGraph graph;

    GraphCheck(Problems problems, StageGraph graph) {
        this.problems = problems;
        this.graph = graph;
    }

    void check() {
        names();
        graph.stages().forEach(this::needs);
        cycles();
    }

    private void names() {
        Map<String, Place> seen = new HashMap<>();
        for (StageDraft stage : graph.stages()) {
            Place first = stage.name().isEmpty() ? null : seen.putIfAbsent(stage.name(), stage.at());
            if (first != null) {
                problems.error(
                        stage.at(),
                        "duplicate-name",
                        "two stages are named '" + stage.name() + "', the first in line " + first.line(),
                        "rename one of them");
            }
        }
    }

    private void needs(StageDraft stage) {
        Set<String> seen = new HashSet<>();
        for (NeedDraft need : stage.needs()) {
            if (need.stage().contains(Format.OPEN)) {
                problems.error(need.at(), "interpolated-name", "a need cannot hold ${{ }}", "write the stage's name");
            } else if (isSelf(stage, need)) {
                problems.error(need.at(), "self-need", stage.what() + " needs itself", "remove this need");
            } else if (graph.indexOf(need.stage()) < 0) {
                problems.error(
                        need.at(),
                        "unknown-stage",
                        stage.what() + " needs '" + need.stage() + "', which is no stage",
                        problems.didYouMean(need.stage(), graph.names(), "stages"));
            } else if (otherList(stage, need)) {
                problems.error(
                        need.at(),
                        "not-needed",
                        stage.inFinally()
                                ? stage.what() + " in finally needs '" + need.stage()
                                        + "', which has always ended by then"
                                : stage.what() + " needs '" + need.stage() + "', which is in finally and runs after it",
                        "remove this need");
            } else if (!seen.add(need.stage())) {
                problems.error(
                        need.at(),
                        "duplicate-need",
                        stage.what() + " needs '" + need.stage() + "' twice",
                        "remove one of them");
            }
        }
    }

    private static boolean isSelf(StageDraft stage, NeedDraft need) {
        return need.stage().equals(stage.name()) || stage.fanOut().instances().containsKey(need.stage());
    }

    private boolean otherList(StageDraft stage, NeedDraft need) {
        return stage.inFinally()
                != graph.stages().get(graph.indexOf(need.stage())).inFinally();
    }

    /** Walks down the needs, without recursion; a need that leads back to a stage on the way closes a cycle. */
    private void cycles() {
        int[] next = new int[graph.stages().size()];
        boolean[] onPath = new boolean[next.length];
        boolean[] done = new boolean[next.length];
        int found = 0;
        for (int root = 0; root < next.length && found < MOST_CYCLES; root++) {
            List<Integer> path = new ArrayList<>();
            if (!done[root]) {
                path.add(root);
                onPath[root] = true;
            }
            while (!path.isEmpty()) {
                int stage = path.get(path.size() - 1);
                List<NeedDraft> needs = graph.needsOf(stage);
                if (next[stage] == needs.size()) {
                    done[stage] = true;
                    onPath[stage] = false;
                    path.remove(path.size() - 1);
                    continue;
                }
                int other = graph.indexOf(needs.get(next[stage]++).stage());
                if (onPath[other] && found++ < MOST_CYCLES) {
                    report(path.subList(path.indexOf(other), path.size()));
                } else if (!done[other] && !onPath[other]) {
                    path.add(other);
                    onPath[other] = true;
                }
            }
        }
    }

    private void report(List<Integer> cycle) {
        List<String> edges = new ArrayList<>();
        Place at = null;
        for (int i = 0; i < cycle.size(); i++) {
            String from = name(cycle.get(i));
            String to = name(cycle.get((i + 1) % cycle.size()));
            Place edge = graph.needsOf(cycle.get(i)).stream()
                    .filter(n -> n.stage().equals(to))
                    .findFirst()
                    .orElseThrow()
                    .at();
            edges.add(from + " needs " + to + " in line " + edge.line());
            at = at == null ? edge : at;
        }
        String path = cycle.stream().map(this::name).collect(Collectors.joining(" → ")) + " → " + name(cycle.get(0));
        problems.error(
                at,
                "cycle",
                "the needs form a cycle: " + path + "; " + String.join(", ", edges),
                "remove one of these needs");
    }

    private String name(int stage) {
        return graph.stages().get(stage).name();
    }
}

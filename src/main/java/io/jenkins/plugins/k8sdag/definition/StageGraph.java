package io.jenkins.plugins.k8sdag.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The stages of a file and who needs whom, as far as the needs are sound. Stages are numbered in the file's order. */
final class StageGraph {
    private final List<StageDraft> stages;
    private final Map<String, Integer> byName = new LinkedHashMap<>();
    private final Map<Integer, List<NeedDraft>> needs = new HashMap<>();
    private BitSet[] ancestors;

    StageGraph(List<StageDraft> stages) {
        this.stages = stages;
        for (int i = 0; i < stages.size(); i++) {
            if (!stages.get(i).name().isEmpty()) {
                byName.putIfAbsent(stages.get(i).name(), i);
            }
        }
        for (int i = 0; i < stages.size(); i++) {
            for (String instance : stages.get(i).fanOut().instances().keySet()) {
                byName.putIfAbsent(instance, i);
            }
        }
        for (int i = 0; i < stages.size(); i++) {
            int self = i;
            needs.put(
                    i,
                    stages.get(i).needs().stream()
                            .filter(n -> byName.containsKey(n.stage()) && byName.get(n.stage()) != self)
                            .toList());
        }
    }

    List<StageDraft> stages() {
        return stages;
    }

    Collection<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** The number of a stage, also of the one that an instance of a matrix belongs to, or -1. */
    int indexOf(String name) {
        return byName.getOrDefault(name, -1);
    }

    /** The needs of a stage that name another stage. */
    List<NeedDraft> needsOf(int stage) {
        return needs.get(stage);
    }

    /** Whether a stage waits for another, directly or through others. */
    boolean reaches(int stage, int other) {
        if (ancestors == null) {
            ancestors = closure(n -> true);
        }
        return ancestors[stage].get(other);
    }

    /**
     * For each stage all it waits for, directly or through others, along some of the needs.
     *
     * @return one set per stage; a stage in a cycle, or behind one, has an incomplete one
     */
    BitSet[] closure(Predicate<NeedDraft> along) {
        BitSet[] closure = new BitSet[stages.size()];
        for (int i = 0; i < closure.length; i++) {
            closure[i] = new BitSet();
        }
        for (int stage : order()) {
            for (NeedDraft need : needsOf(stage)) {
                if (along.test(need)) {
                    int other = indexOf(need.stage());
                    closure[stage].set(other);
                    closure[stage].or(closure[other]);
                }
            }
        }
        return closure;
    }

    /** All stages, each behind what it needs; stages in cycles last. */
    private List<Integer> order() {
        int[] waiting = new int[stages.size()];
        List<List<Integer>> dependents = new ArrayList<>();
        stages.forEach(s -> dependents.add(new ArrayList<>()));
        Deque<Integer> free = new ArrayDeque<>();
        for (int i = 0; i < waiting.length; i++) {
            for (NeedDraft need : needsOf(i)) {
                dependents.get(indexOf(need.stage())).add(i);
                waiting[i]++;
            }
            if (waiting[i] == 0) {
                free.add(i);
            }
        }
        List<Integer> order = new ArrayList<>();
        while (!free.isEmpty()) {
            int stage = free.remove();
            order.add(stage);
            for (int dependent : dependents.get(stage)) {
                if (--waiting[dependent] == 0) {
                    free.add(dependent);
                }
            }
        }
        for (int i = 0; i < waiting.length; i++) {
            if (waiting[i] > 0) {
                order.add(i);
            }
        }
        return order;
    }
}

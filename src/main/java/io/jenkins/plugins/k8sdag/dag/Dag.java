package io.jenkins.plugins.k8sdag.dag;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A graph of stages without cycles. Stages are addressed by their position in {@link #stages()}; edges are computed once.
 *
 * <p>The constructor throws on whatever is not a graph; people's files are checked before, by {@code definition}, with better
 * words.
 */
public final class Dag {
    private final String name;
    private final List<Stage> stages;
    private final int maxParallel;
    private final boolean failFast;
    private final Optional<Duration> timeout;
    private final Map<String, Object> podTemplate;
    private final Map<String, Integer> index;
    private final int[][] needs;
    private final int[][] dependents;

    /**
     * A graph.
     *
     * @param name a DNS label of at most 40 characters
     * @param stages in the file's order
     * @param maxParallel how many stages may be in flight at once, at least 1
     * @param failFast whether the first failure ends the run
     * @param timeout limit for the whole run, from its start
     * @param podTemplate a PodTemplateSpec as a JSON tree, under every stage's own
     * @throws IllegalArgumentException on a duplicate name, an unknown or repeated need, or a cycle
     */
    public Dag(
            String name,
            List<Stage> stages,
            int maxParallel,
            boolean failFast,
            Optional<Duration> timeout,
            Map<String, Object> podTemplate) {
        this.name = Objects.requireNonNull(name, "name");
        this.stages = List.copyOf(stages);
        this.maxParallel = maxParallel;
        this.failFast = failFast;
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.podTemplate = Objects.requireNonNull(podTemplate, "podTemplate");
        if (maxParallel < 1) {
            throw new IllegalArgumentException("maxParallel must be at least 1, not " + maxParallel);
        }
        this.index = indexOf(this.stages);
        this.needs = new int[this.stages.size()][];
        this.dependents = connect();
        topologicalOrder();
    }

    private static Map<String, Integer> indexOf(List<Stage> stages) {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < stages.size(); i++) {
            if (index.put(stages.get(i).name(), i) != null) {
                throw new IllegalArgumentException(
                        "two stages are named '" + stages.get(i).name() + "'");
            }
        }
        return index;
    }

    private int[][] connect() {
        List<List<Integer>> out = new ArrayList<>();
        stages.forEach(s -> out.add(new ArrayList<>()));
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            needs[i] = new int[stage.needs().size()];
            Set<Integer> seen = new HashSet<>();
            for (int n = 0; n < needs[i].length; n++) {
                String need = stage.needs().get(n).stage();
                Integer from = index.get(need);
                if (from == null || !seen.add(from)) {
                    throw new IllegalArgumentException("stage '" + stage.name() + "' needs '" + need + "' "
                            + (from == null ? ", which is no stage" : "twice"));
                }
                needs[i][n] = from;
                out.get(from).add(i);
            }
        }
        int[][] dependents = new int[stages.size()][];
        for (int i = 0; i < dependents.length; i++) {
            dependents[i] = out.get(i).stream().mapToInt(Integer::intValue).toArray();
        }
        return dependents;
    }

    /**
     * An order in which every stage stands behind all it needs.
     *
     * @return positions of stages
     */
    public List<Integer> topologicalOrder() {
        int[] waiting = new int[stages.size()];
        ArrayDeque<Integer> free = new ArrayDeque<>();
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = needs[i].length;
            if (waiting[i] == 0) {
                free.add(i);
            }
        }
        List<Integer> order = new ArrayList<>(waiting.length);
        while (!free.isEmpty()) {
            int i = free.remove();
            order.add(i);
            for (int d : dependents[i]) {
                if (--waiting[d] == 0) {
                    free.add(d);
                }
            }
        }
        if (order.size() < waiting.length) {
            throw new IllegalArgumentException("the needs of the stages form a cycle");
        }
        return order;
    }

    public String name() {
        return name;
    }

    public List<Stage> stages() {
        return stages;
    }

    public Stage stage(int i) {
        return stages.get(i);
    }

    public int size() {
        return stages.size();
    }

    public int maxParallel() {
        return maxParallel;
    }

    public boolean failFast() {
        return failFast;
    }

    public Optional<Duration> timeout() {
        return timeout;
    }

    public Map<String, Object> podTemplate() {
        return podTemplate;
    }

    /** The position of a stage, or -1 where there is none of that name. */
    public int indexOf(String stage) {
        return index.getOrDefault(stage, -1);
    }

    /** Positions of the stages that stage {@code i} needs, in the order of its {@link Stage#needs()}. Not to be changed. */
    public int[] needsOf(int i) {
        return needs[i];
    }

    /** Positions of the stages that need stage {@code i}. Not to be changed. */
    public int[] dependentsOf(int i) {
        return dependents[i];
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Dag that
                && name.equals(that.name)
                && stages.equals(that.stages)
                && maxParallel == that.maxParallel
                && failFast == that.failFast
                && timeout.equals(that.timeout)
                && podTemplate.equals(that.podTemplate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, stages, maxParallel, failFast, timeout, podTemplate);
    }

    @Override
    public String toString() {
        return "Dag[" + name + ", " + stages.size() + " stages]";
    }
}

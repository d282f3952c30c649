package io.jenkins.plugins.k8sdag.dag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
    private final Optional<Duration> finallyTimeout;
    private final Map<String, Object> podTemplate;
    private final Edges edges;

    /** A graph without stages in {@code finally}, or with no limit to them. */
    public Dag(
            String name,
            List<Stage> stages,
            int maxParallel,
            boolean failFast,
            Optional<Duration> timeout,
            Map<String, Object> podTemplate) {
        this(name, stages, maxParallel, failFast, timeout, Optional.empty(), podTemplate);
    }

    /**
     * A graph.
     *
     * @param name a DNS label of at most 40 characters
     * @param stages in the file's order
     * @param maxParallel how many stages may be in flight at once, at least 1
     * @param failFast whether the first failure ends the run
     * @param timeout limit for all stages but those in {@code finally}, from the run's start
     * @param finallyTimeout limit for those, from the moment they may start
     * @param podTemplate a PodTemplateSpec as a JSON tree, under every stage's own
     * @throws IllegalArgumentException on a duplicate name, an unknown or repeated need, an unknown group, or a cycle
     */
    public Dag(
            String name,
            List<Stage> stages,
            int maxParallel,
            boolean failFast,
            Optional<Duration> timeout,
            Optional<Duration> finallyTimeout,
            Map<String, Object> podTemplate) {
        this.name = Objects.requireNonNull(name, "name");
        this.stages = List.copyOf(stages);
        this.maxParallel = maxParallel;
        this.failFast = failFast;
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.finallyTimeout = Objects.requireNonNull(finallyTimeout, "finallyTimeout");
        this.podTemplate = Objects.requireNonNull(podTemplate, "podTemplate");
        if (maxParallel < 1) {
            throw new IllegalArgumentException("maxParallel must be at least 1, not " + maxParallel);
        }
        this.edges = new Edges(this.stages);
        topologicalOrder();
    }

    /**
     * An order in which every stage stands behind all it needs.
     *
     * @return positions of stages
     */
    public List<Integer> topologicalOrder() {
        return edges.order();
    }

    /**
     * The graph in which a fan-out has its instances. They stand behind all stages there were, so that no position changes.
     *
     * @param group position of a {@link Group.ForEach}
     * @param instances as many as there shall be
     */
    public Dag expanded(int group, List<Instance> instances) {
        Stage stage = stage(group);
        Group.ForEach forEach = (Group.ForEach) stage.group()
                .filter(Group.ForEach.class::isInstance)
                .orElseThrow(() -> new IllegalArgumentException("stage '" + stage.name() + "' has no forEach"));
        List<Stage> more = new ArrayList<>(stages);
        for (Instance instance : instances) {
            more.addAll(Expansion.of(stage.name(), forEach, instance));
        }
        return new Dag(name, more, maxParallel, failFast, timeout, finallyTimeout, podTemplate);
    }

    /** The same graph with another number of stages in flight. */
    public Dag withMaxParallel(int n) {
        return new Dag(name, stages, n, failFast, timeout, finallyTimeout, podTemplate);
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

    /** How many stages run a pod, as far as that is known: a group is what is in it, and a fan-out counts as one. */
    public int pods() {
        return (int) stages.stream().filter(s -> !s.isGroup() || s.isForEach()).count();
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

    public Optional<Duration> finallyTimeout() {
        return finallyTimeout;
    }

    public Map<String, Object> podTemplate() {
        return podTemplate;
    }

    /** The position of a stage, or -1 where there is none of that name. */
    public int indexOf(String stage) {
        return edges.index.getOrDefault(stage, -1);
    }

    /** Positions of the stages that stage {@code i} needs, in the order of its {@link Stage#needs()}. Not to be changed. */
    public int[] needsOf(int i) {
        return edges.needs[i];
    }

    /** Positions of the stages that need stage {@code i}. Not to be changed. */
    public int[] dependentsOf(int i) {
        return edges.dependents[i];
    }

    /** Position of the group that stage {@code i} belongs to, or -1. */
    public int parentOf(int i) {
        return edges.parents[i];
    }

    /** Positions of the stages that belong to stage {@code i}. Not to be changed. */
    public int[] childrenOf(int i) {
        return edges.children[i];
    }

    /** Position of the nearest group around stage {@code i} that uses another file, whose parameters and names it knows; or -1. */
    public int frameOf(int i) {
        int frame = edges.parents[i];
        while (frame >= 0 && !stages.get(frame).isUses()) {
            frame = edges.parents[frame];
        }
        return frame;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Dag that
                && name.equals(that.name)
                && stages.equals(that.stages)
                && maxParallel == that.maxParallel
                && failFast == that.failFast
                && timeout.equals(that.timeout)
                && finallyTimeout.equals(that.finallyTimeout)
                && podTemplate.equals(that.podTemplate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, stages, maxParallel, failFast, timeout, finallyTimeout, podTemplate);
    }

    @Override
    public String toString() {
        return "Dag[" + name + ", " + stages.size() + " stages]";
    }
}

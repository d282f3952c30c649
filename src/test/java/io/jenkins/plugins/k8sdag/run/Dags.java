package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Backoff;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Need;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small graphs for tests. */
public final class Dags {
    private Dags() {}

    public static Dag of(Stage... stages) {
        return new Dag("test", List.of(stages), 10, false, Optional.empty(), Map.of());
    }

    public static Dag failFast(Stage... stages) {
        return new Dag("test", List.of(stages), 10, true, Optional.empty(), Map.of());
    }

    public static Dag with(int maxParallel, Optional<Duration> timeout, Stage... stages) {
        return new Dag("test", List.of(stages), maxParallel, false, timeout, Map.of());
    }

    public static Stage stage(String name, String... needs) {
        List<Need> edges = new ArrayList<>();
        for (String need : needs) {
            String[] parts = need.split(":");
            Need.Requirement requirement =
                    parts.length > 1 ? Need.Requirement.valueOf(parts[1]) : Need.Requirement.SUCCEEDED;
            edges.add(new Need(parts[0], requirement));
        }
        return new Stage(
                name,
                edges,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Set.of(),
                Set.of(),
                List.of(),
                RetryPolicy.NONE,
                Timeouts.DEFAULT,
                Map.of());
    }

    public static Stage when(String expression, Stage s) {
        return copy(
                s,
                Optional.of(expression),
                s.allowFailure(),
                s.interpolations(),
                s.reads(),
                s.outputs(),
                s.retry(),
                s.timeouts());
    }

    public static Stage allowFailure(Stage s) {
        return copy(
                s, s.when(), Optional.of("true"), s.interpolations(), s.reads(), s.outputs(), s.retry(), s.timeouts());
    }

    /** A stage that reads an output {@code STAGE.NAME} of one it needs, or {@code item.X}, {@code params.X}, {@code run.X}. */
    public static Stage reads(String expression, Stage s) {
        String root = expression.split("\\.")[0];
        Set<String> reads = Set.of("item", "params", "run").contains(root) ? Set.of() : Set.of(root);
        return copy(s, s.when(), s.allowFailure(), List.of(expression), reads, s.outputs(), s.retry(), s.timeouts());
    }

    public static Stage outputs(Stage s, String... names) {
        return copy(
                s, s.when(), s.allowFailure(), s.interpolations(), s.reads(), List.of(names), s.retry(), s.timeouts());
    }

    public static Stage retry(int limit, Stage s, RetryPolicy.On... on) {
        Set<RetryPolicy.On> ends = EnumSet.noneOf(RetryPolicy.On.class);
        ends.addAll(List.of(on));
        Backoff backoff = new Backoff(Duration.ofSeconds(10), 2, Duration.ofMinutes(5));
        RetryPolicy retry = new RetryPolicy(limit, ends, backoff, Optional.empty());
        return copy(s, s.when(), s.allowFailure(), s.interpolations(), s.reads(), s.outputs(), retry, s.timeouts());
    }

    public static Stage timeout(Duration run, Stage s) {
        Timeouts timeouts = new Timeouts(Duration.ofMinutes(15), Duration.ofMinutes(30), Optional.of(run));
        return copy(s, s.when(), s.allowFailure(), s.interpolations(), s.reads(), s.outputs(), s.retry(), timeouts);
    }

    public static Stage priority(int priority, Stage s) {
        return s.withPriority(priority);
    }

    private static Stage copy(
            Stage s,
            Optional<String> when,
            Optional<String> allowFailure,
            List<String> interpolations,
            Set<String> reads,
            List<String> outputs,
            RetryPolicy retry,
            Timeouts timeouts) {
        return new Stage(
                s.name(),
                s.needs(),
                when,
                allowFailure,
                s.template(),
                interpolations,
                reads,
                reads,
                outputs,
                retry,
                timeouts,
                s.vars());
    }
}

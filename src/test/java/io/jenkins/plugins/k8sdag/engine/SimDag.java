package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Backoff;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.dag.Need;
import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.Timeouts;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Dags;
import io.jenkins.plugins.k8sdag.run.Groups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A graph drawn by a seed, and what each attempt of it goes through. */
final class SimDag {
    /** The few expressions that the drawn graphs use. */
    static final Expressions EXPRESSIONS = (source, scope) -> switch (source) {
        case "true" -> Boolean.TRUE;
        case "false" -> Boolean.FALSE;
        case "item" -> scope.vars().get("item");
        case "params.p" -> scope.params().get("p");
        case "run.status" -> scope.run().get("status");
        case "none" -> List.of();
        case "two" -> List.of("x", "y");
        case "three" -> List.of("x", Map.of("name", "y"), 3L);
        default -> scope.stages().get(source).outputs().getOrDefault("out", "none");
    };

    private final Random random;
    private final long seed;
    final Dag dag;

    SimDag(Random random, long seed) {
        this.random = random;
        this.seed = seed;
        int size = 1 + random.nextInt(12);
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            stages.addAll(SimGroups.maybe(random, stage(i)));
        }
        for (int i = chance(0.3) ? 1 + random.nextInt(3) : 0; i > 0; i--) {
            String needed = "f" + (i + 1);
            boolean needs = stages.get(stages.size() - 1).name().equals(needed) && chance(0.5);
            Stage last =
                    Groups.last(Dags.reads("run.status", needs ? Dags.stage("f" + i, needed) : Dags.stage("f" + i)));
            stages.addAll(SimGroups.maybe(random, last));
        }
        Optional<Duration> finallyTimeout = chance(0.5) ? Optional.of(Duration.ofSeconds(60)) : Optional.empty();
        Optional<Duration> timeout =
                chance(0.15) ? Optional.of(Duration.ofSeconds(20 + random.nextInt(600))) : Optional.empty();
        dag = new Dag("sim", stages, 1 + random.nextInt(6), chance(0.2), timeout, finallyTimeout, Map.of());
    }

    private boolean chance(double p) {
        return random.nextDouble() < p;
    }

    private Stage stage(int i) {
        List<Need> needs = new ArrayList<>();
        for (int n = 0; n < i; n++) {
            if (chance(0.35)) {
                Need.Requirement requirement = chance(0.75)
                        ? Need.Requirement.SUCCEEDED
                        : Need.Requirement.values()[random.nextInt(Need.Requirement.values().length)];
                needs.add(new Need("s" + n, requirement));
            }
        }
        Set<RetryPolicy.On> on = EnumSet.noneOf(RetryPolicy.On.class);
        for (RetryPolicy.On o : RetryPolicy.On.values()) {
            if (chance(0.6)) {
                on.add(o);
            }
        }
        RetryPolicy retry = chance(0.5)
                ? new RetryPolicy(
                        random.nextInt(4),
                        on,
                        new Backoff(Duration.ofMillis(random.nextInt(5000)), 2, Duration.ofSeconds(30)),
                        Optional.empty())
                : RetryPolicy.NONE;
        Timeouts timeouts = new Timeouts(
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                chance(0.5) ? Optional.of(Duration.ofSeconds(5 + random.nextInt(60))) : Optional.empty());
        Optional<String> when =
                chance(0.1) ? Optional.of("false") : chance(0.1) ? Optional.of("true") : Optional.empty();
        boolean reads = !needs.isEmpty() && chance(0.3);
        Set<String> read = reads ? Set.of(needs.get(0).stage()) : Set.of();
        return new Stage(
                "s" + i,
                needs,
                when,
                chance(0.15) ? Optional.of("true") : Optional.empty(),
                Map.of(),
                List.copyOf(read),
                read,
                read,
                chance(0.3) ? List.of("out") : List.of(),
                retry,
                timeouts,
                Map.of());
    }

    /** The same for the same stage and attempt, however often it is asked and however the run was killed in between. */
    Life life(String stage, int attempt) {
        Random r = new Random(seed * 31 + (stage + "/" + attempt).hashCode());
        Duration runs = Duration.ofMillis(r.nextInt(8000));
        List<Life.Step> start = Life.startThen(runs);
        return switch (r.nextInt(24)) {
            case 0, 1, 2 -> Life.fails(runs, Cause.EXIT_CODE);
            case 3 -> Life.fails(runs, Cause.OUT_OF_MEMORY);
            case 4 -> Life.fails(runs, Cause.EVICTED);
            case 5 -> Life.succeeds(runs, "");
            case 6 -> Life.succeeds(runs, "out=" + "x".repeat(5000));
            case 7 -> Life.hangs();
            case 8 -> Life.of(Life.pending(runs), Life.disrupted(runs, Cause.PREEMPTED));
            case 9 -> new Life(Life.startThen(runs, Life.disrupted(runs, Cause.NODE_LOST)));
            case 10 ->
                new Life(Life.startThen(
                        runs,
                        Life.disrupted(runs, Cause.EVICTED),
                        Life.ended(runs, "", Optional.of(Life.failure(Cause.EVICTED)))));
            case 11 ->
                Life.of(
                        Life.pending(runs),
                        Life.waiting(runs, Cause.IMAGE_NOT_FOUND, false, false),
                        Life.waiting(runs, Cause.IMAGE_NOT_FOUND, false, true),
                        Life.waiting(runs, Cause.IMAGE_NOT_FOUND, false, false),
                        Life.waiting(runs, Cause.IMAGE_NOT_FOUND, false, true));
            case 12 -> Life.of(Life.waiting(runs, Cause.INVALID_IMAGE_NAME, true, false));
            case 13 -> Life.of(Life.waiting(runs, Cause.UNSCHEDULABLE, false, false));
            case 14 -> Life.of();
            case 15 -> Life.of(start.get(0), Life.ended(runs, "out=1", Optional.empty()));
            default -> Life.succeeds(runs, "out=v" + attempt + "\n");
        };
    }
}

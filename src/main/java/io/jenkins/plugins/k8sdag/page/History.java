package io.jenkins.plugins.k8sdag.page;

import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How earlier runs of a DAG went.
 *
 * @param runs the latest first
 * @param stages by name
 * @param causes of stages that failed: how often each, by name
 */
public record History(List<PastRun> runs, Map<String, PastStage> stages, Map<String, Integer> causes) {
    /** So many runs say enough of what is usual, and are read quickly. */
    public static final int RUNS = 25;

    /**
     * A run that has ended.
     *
     * @param label what people call it, such as {@code #12}
     * @param url where it is shown, relative to the page; or null
     * @param durationMillis from its beginning to its end
     */
    public record PastRun(String id, String label, String url, String status, String startedAt, long durationMillis) {}

    /**
     * A stage over those runs.
     *
     * @param medianMillis how long it took when it succeeded, waiting included; null if it never did
     * @param ran in how many runs it ran
     * @param failed in how many of those an attempt failed, whether another one then succeeded or not
     */
    public record PastStage(Long medianMillis, int ran, int failed) {}

    /**
     * A run and where it is.
     *
     * @param url relative to the page, or null
     */
    public record Of(RunState state, String label, String url) {}

    /** The history of some runs, the latest first; those that have not ended are left out. */
    public static History of(List<Of> all) {
        List<PastRun> runs = new ArrayList<>();
        Map<String, List<Long>> durations = new HashMap<>();
        Map<String, int[]> counts = new TreeMap<>();
        Map<String, Integer> causes = new TreeMap<>();
        for (Of one : all) {
            RunState run = one.state();
            if (run.status().isPresent()) {
                runs.add(past(one));
                for (int i = 0; i < run.dag().size(); i++) {
                    add(run.dag().stage(i).name(), run.stage(i), durations, counts, causes);
                }
            }
        }
        Map<String, PastStage> stages = new TreeMap<>();
        counts.forEach((name, n) -> stages.put(name, new PastStage(median(durations.get(name)), n[0], n[1])));
        return new History(runs, stages, causes);
    }

    private static PastRun past(Of one) {
        RunState run = one.state();
        return new PastRun(
                run.info().runId(),
                one.label(),
                one.url(),
                run.status().orElseThrow().name(),
                run.info().startedAt().toString(),
                Duration.between(run.info().startedAt(), run.endedAt().orElseThrow())
                        .toMillis());
    }

    private static void add(
            String name,
            StageState s,
            Map<String, List<Long>> durations,
            Map<String, int[]> counts,
            Map<String, Integer> causes) {
        if (s.attempts().isEmpty()) {
            return;
        }
        int[] n = counts.computeIfAbsent(name, k -> new int[2]);
        n[0]++;
        n[1] += s.attempts().stream().map(Attempt::failure).anyMatch(Optional::isPresent) ? 1 : 0;
        boolean bad = s.status()
                .filter(t -> t == StageStatus.FAILED || t == StageStatus.UNSTABLE)
                .isPresent();
        if (bad) {
            s.failure().map(Failure::cause).ifPresent(c -> causes.merge(c.text(), 1, Integer::sum));
        } else if (s.status().filter(t -> t == StageStatus.SUCCEEDED).isPresent()) {
            Duration took =
                    Duration.between(s.readyAt().orElseThrow(), s.endedAt().orElseThrow());
            durations.computeIfAbsent(name, k -> new ArrayList<>()).add(took.toMillis());
        }
    }

    private static Long median(List<Long> values) {
        if (values == null) {
            return null;
        }
        Collections.sort(values);
        return values.get(values.size() / 2);
    }
}

package io.jenkins.plugins.k8sdag.page;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Dags;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Runs made of facts, all of them at the same moment but for the ends of stages. */
final class PastRuns {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private PastRuns() {}

    /** A run of stages, each a name or {@code b needs a}. */
    static RunState start(String... stages) {
        return start(Dags.of(Arrays.stream(stages).map(PastRuns::stage).toArray(Stage[]::new)));
    }

    private static Stage stage(String text) {
        String[] parts = text.split(" needs ");
        return parts.length == 1 ? Dags.stage(parts[0]) : Dags.stage(parts[0], parts[1]);
    }

    static RunState start(Dag dag) {
        Map<String, Object> params = Map.of("publish", true, "token", "hush");
        Map<String, String> host = Map.of("namespace", "ci");
        RunInfo info = new RunInfo("run-1", "test", params, Map.of(), host, Keep.NEVER, 3, START);
        return RunState.start(new Fact.RunStarted(info, dag, START));
    }

    /** A stage in its container. */
    static RunState running(RunState run, int stage) {
        AttemptId id = new AttemptId(stage, run.stage(stage).attempts().size() + 1);
        return run.apply(new Fact.StageReady(stage, Map.of(), false, START))
                .apply(new Fact.AttemptAdmitted(id, 0, START))
                .apply(new Fact.JobSubmitted(id, "job-" + stage, "uid", START))
                .apply(new Fact.AttemptMoved(id, StagePhase.PULLING, "pod", "node", START))
                .apply(new Fact.AttemptMoved(id, StagePhase.RUNNING, "pod", "node", START));
    }

    static RunState succeeded(RunState run, int stage) {
        return ended(run, stage, StageStatus.SUCCEEDED, Optional.empty(), Duration.ofSeconds(10));
    }

    static RunState failed(RunState run, int stage) {
        Failure failure = Failure.exit(Cause.EXIT_CODE, 1, "It exited with code 1.", "Read its log.");
        return ended(run, stage, StageStatus.FAILED, Optional.of(failure), Duration.ofSeconds(10));
    }

    static RunState ended(RunState run, int stage, StageStatus status, Optional<Failure> failure, Duration after) {
        AttemptId id = new AttemptId(stage, run.stage(stage).attempts().size());
        Instant at = START.plus(after);
        return run.apply(
                        new Fact.AttemptEnded(id, "pod", "node", Optional.of(START), at, failure, Map.of("k", "v"), at))
                .apply(new Fact.StageEnded(stage, status, failure, "", Map.of("k", "v"), at));
    }

    static RunState over(RunState run, RunStatus status) {
        return run.apply(new Fact.RunEnded(status, "", START.plusSeconds(60)));
    }
}

package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.StageStatus;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A run that a test lets go on fact by fact, a second each. */
final class Views {
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private RunState state;
    private Instant now = START;

    Views(Dag dag) {
        RunInfo info = new RunInfo("r", "c", Map.of("p", "v"), Map.of(), Map.of(), Keep.NEVER, 3, START);
        state = RunState.start(new Fact.RunStarted(info, dag, START));
    }

    RunState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    private Instant tick() {
        now = now.plusSeconds(1);
        return now;
    }

    Views apply(Fact fact) {
        state = state.apply(fact);
        return this;
    }

    private int stage(String name) {
        return state.dag().indexOf(name);
    }

    Views ready(String stage) {
        return apply(new Fact.StageReady(stage(stage), Map.of(), false, tick()));
    }

    /** A second on each of the first three clocks, and the next attempt runs. */
    Views runs(String stage) {
        int attempt = state.stage(stage(stage)).attempts().size() + 1;
        AttemptId id = new AttemptId(stage(stage), attempt);
        apply(new Fact.AttemptAdmitted(id, 0, now));
        apply(new Fact.JobSubmitted(id, "job-" + stage + "-" + attempt, "uid", tick()));
        apply(new Fact.AttemptMoved(id, StagePhase.PULLING, "pod", "node", tick()));
        return apply(new Fact.AttemptMoved(id, StagePhase.RUNNING, "pod", "node", tick()));
    }

    Views attemptEnds(String stage, Optional<Failure> failure) {
        AttemptId id =
                new AttemptId(stage(stage), state.stage(stage(stage)).attempts().size());
        return apply(
                new Fact.AttemptEnded(id, "pod", "node", Optional.of(now), now, failure, Map.of("k", "v"), tick()));
    }

    Views retries(String stage, Duration delay) {
        AttemptId id =
                new AttemptId(stage(stage), state.stage(stage(stage)).attempts().size() + 1);
        return apply(new Fact.RetryScheduled(id, Fact.Budget.USER, delay, now.plus(delay), now));
    }

    Views succeeds(String stage) {
        attemptEnds(stage, Optional.empty());
        return apply(
                new Fact.StageEnded(stage(stage), StageStatus.SUCCEEDED, Optional.empty(), "", Map.of("k", "v"), now));
    }

    Views fails(String stage, Failure failure) {
        attemptEnds(stage, Optional.of(failure));
        return apply(new Fact.StageEnded(stage(stage), StageStatus.FAILED, Optional.of(failure), "", Map.of(), now));
    }
}

package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.fail;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.engine.Cluster;
import io.jenkins.plugins.k8sdag.engine.EngineThreads;
import io.jenkins.plugins.k8sdag.engine.RunEnd;
import io.jenkins.plugins.k8sdag.engine.RunHandle;
import io.jenkins.plugins.k8sdag.kubernetes.FileLogStore;
import io.jenkins.plugins.k8sdag.kubernetes.LogReader;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A run on the real cluster as its host sees it: every fact, its state, its logs, and waits that end. */
final class LiveRun implements AutoCloseable {
    /** Generous: the machine may be busy with other things. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String id;
    private final FileLogStore logs;
    private final EngineThreads threads;
    private final Cluster cluster;
    private final List<Fact> facts = new ArrayList<>();
    private RunState state;
    private RunHandle handle;

    LiveRun(String id, Path folder, EngineThreads threads, Cluster cluster) {
        this.id = id;
        this.logs = new FileLogStore(folder.resolve("logs"));
        this.threads = threads;
        this.cluster = cluster;
    }

    FileLogStore logs() {
        return logs;
    }

    Cluster cluster() {
        return cluster;
    }

    String id() {
        return id;
    }

    synchronized void turn(RunState after, List<Fact> more) {
        state = after;
        facts.addAll(more);
        notifyAll();
    }

    void handle(RunHandle started) {
        handle = started;
    }

    void cancel(String by) {
        handle.cancel(by);
    }

    synchronized List<Fact> facts() {
        return List.copyOf(facts);
    }

    synchronized RunState state() {
        return state;
    }

    StageState stage(String name) {
        return of(state(), name);
    }

    static StageState of(RunState state, String name) {
        return state.stage(state.dag().indexOf(name));
    }

    /** Waits until the state is so. */
    synchronized RunState await(String what, Predicate<RunState> condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (state == null || !condition.test(state)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return fail("waited in vain for " + what + "; " + cluster.health() + "; the facts: " + facts);
            }
            wait(left);
        }
        return state;
    }

    /** Waits until a stage is in that phase, and gives its attempt. */
    Attempt in(String stage, StagePhase phase) throws InterruptedException {
        return of(await(stage + " to be " + phase, s -> of(s, stage).phase() == phase), stage)
                .attempt()
                .orElseThrow();
    }

    /** Waits until attempt {@code number} of a stage runs. */
    Attempt running(String stage, int number) throws InterruptedException {
        RunState now = await(
                "attempt " + number + " of " + stage + " to run",
                s -> of(s, stage).phase() == StagePhase.RUNNING
                        && of(s, stage).attempts().size() >= number);
        return of(now, stage).attempt().orElseThrow();
    }

    /** Waits for the first attempt to run. */
    Attempt running(String stage) throws InterruptedException {
        return running(stage, 1);
    }

    /** Waits for the run's end. */
    RunEnd end() throws Exception {
        try {
            return handle.done().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return fail("the run did not end; " + cluster.health() + "; the facts: " + facts(), e);
        }
    }

    /** Waits for the run's end, which must be that. */
    LiveRun ends(RunStatus status) throws Exception {
        RunEnd end = end();
        if (end.state().status().orElseThrow() != status || !end.leftovers().isEmpty()) {
            fail("run " + id + " was to end as " + status + " with nothing left, and it ended as "
                    + end.state().status().orElseThrow() + " with " + end.leftovers() + " left; the facts: " + facts());
        }
        return this;
    }

    /** What a stage failed by. */
    Failure failure(String stage) {
        return stage(stage).failure().orElseThrow();
    }

    /** What the first attempt at a stage failed by. */
    Failure firstFailure(String stage) {
        return stage(stage).attempts().get(0).failure().orElseThrow();
    }

    /** Waits until the create of a stage's Job was put off, and tells why. */
    Failure putOff(String stage) throws InterruptedException {
        RunState now = await(
                "the create of " + stage + " to be put off",
                s -> of(s, stage).attempt().filter(a -> a.submitTries() > 0).isPresent());
        int i = now.dag().indexOf(stage);
        return facts().stream()
                .filter(f -> f instanceof Fact.SubmitDelayed d && d.stage() == i)
                .map(f -> ((Fact.SubmitDelayed) f).why())
                .findFirst()
                .orElseThrow();
    }

    /** The lines of a log, without stamps. */
    List<String> lines(String stage, int attempt) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LogReader reader = LogReader.open(logs.file(stage, attempt))) {
            reader.copy(out);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Lets go of the run, as a host does that goes down; its journal can be resumed. */
    void detach() {
        handle.detach();
        close();
    }

    @Override
    public void close() {
        handle.detach();
        cluster.close();
        threads.close();
    }
}

package io.jenkins.plugins.k8sdag.engine;

import static org.assertj.core.api.Assertions.fail;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.Sighting;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run driven by hand: a state, its part of a cluster, and all that was told of it. */
public final class ContractRun implements AutoCloseable {
    private final ContractFixture fixture;
    private final List<Input> heard = new ArrayList<>();
    public final RunInfo info;
    public RunState state;
    private ClusterRun cluster;

    public ContractRun(ContractFixture fixture, String runId, Stage... stages) {
        this.fixture = fixture;
        this.info = new RunInfo(
                runId, ContractFixture.CONTROLLER, Map.of(), Map.of(), Map.of(), Keep.NEVER, 3, Instant.now());
        Dag dag = new Dag("contract", List.of(stages), 100, false, Optional.empty(), Map.of());
        this.state = RunState.start(new Fact.RunStarted(info, dag, Instant.now()));
    }

    public ContractRun open(Cluster host) {
        cluster = host.open(info, state.dag(), fixture.logs(info.runId()), this::hear);
        return this;
    }

    private synchronized void hear(Input input) {
        heard.add(input);
    }

    /** Admits the next attempt at a stage, without creating it. */
    public AttemptId admit(int stage) {
        Instant now = Instant.now();
        if (state.stage(stage).phase() == StagePhase.WAITING) {
            apply(new Fact.StageReady(stage, Map.of(), false, now));
        }
        AttemptId id = new AttemptId(stage, state.stage(stage).attempts().size() + 1);
        apply(new Fact.AttemptAdmitted(id, 0, now));
        return id;
    }

    /** Admits and creates; fails the test when it is refused. */
    public AttemptId submit(int stage) throws ClusterException {
        AttemptId id = admit(stage);
        submitted(create(id));
        return id;
    }

    public Input create(AttemptId id) throws ClusterException {
        return cluster.perform(state, new Effect.CreateJob(id));
    }

    public Input.Submitted submitted(Input answer) {
        if (!(answer instanceof Input.Submitted s)) {
            return fail("a Job was to be created, and the answer was " + answer);
        }
        apply(new Fact.JobSubmitted(s.id(), s.jobName(), s.jobUid(), Instant.now()));
        return s;
    }

    public Input perform(Effect effect) throws ClusterException {
        return cluster.perform(state, effect);
    }

    public List<Input> observe() throws ClusterException {
        return cluster.observe(state);
    }

    public void apply(Fact fact) {
        state = state.apply(fact);
    }

    /** Waits until an attempt runs. */
    public Sighting.Running running(AttemptId id) throws InterruptedException {
        Sighting.Running running = await(id, Sighting.Running.class);
        apply(new Fact.AttemptMoved(id, StagePhase.RUNNING, running.pod(), running.node(), running.startedAt()));
        return running;
    }

    /** Waits until an attempt has ended or is gone. */
    public Sighting over(AttemptId id) throws InterruptedException {
        until(() -> last(id) instanceof Sighting.Ended || last(id) instanceof Sighting.Gone, "the end of " + id);
        Sighting last = last(id);
        Optional<Instant> startedAt = last instanceof Sighting.Ended e ? e.startedAt() : Optional.empty();
        apply(new Fact.AttemptEnded(
                id, last.pod(), "", startedAt, Instant.now(), Optional.empty(), Map.of(), Instant.now()));
        return last;
    }

    /** The same, and it must have ended. */
    public Sighting.Ended ended(AttemptId id) throws InterruptedException {
        Sighting over = over(id);
        return over instanceof Sighting.Ended e ? e : fail("an end was to be seen of " + id + ", and it was " + over);
    }

    public <T extends Sighting> T await(AttemptId id, Class<T> type) throws InterruptedException {
        until(() -> sightings(id).stream().anyMatch(type::isInstance), type.getSimpleName() + " of " + id);
        return sightings(id).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    public void until(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + fixture.patience().toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                fail("waited in vain for " + what + "; heard were " + all());
            }
            fixture.idle();
        }
    }

    public Input.Drained drained(CompletableFuture<Input> follow) throws Exception {
        until(follow::isDone, "the end of a log");
        return (Input.Drained) follow.get(1, TimeUnit.SECONDS);
    }

    public CompletableFuture<Input> follow(AttemptId id) {
        return cluster.follow(state, new Effect.FollowLog(id));
    }

    synchronized List<Input> all() {
        return List.copyOf(heard);
    }

    /** What was told of the Job that the state knows, in order. */
    public List<Sighting> sightings(AttemptId id) {
        String uid = state.attempt(id).jobUid();
        return all().stream()
                .filter(i -> i instanceof Input.Observed o
                        && o.id().equals(id)
                        && o.jobUid().equals(uid))
                .map(i -> ((Input.Observed) i).sighting())
                .toList();
    }

    private Sighting last(AttemptId id) {
        List<Sighting> all = sightings(id);
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    public String job(AttemptId id) {
        return state.attempt(id).jobName();
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
    }
}

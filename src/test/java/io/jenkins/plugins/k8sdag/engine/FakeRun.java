package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One run's part of the fake cluster. All under the cluster's lock. */
final class FakeRun implements ClusterRun {
    private static final Duration RELIST = Duration.ofSeconds(20);

    private final FakeCluster cluster;
    private final String runId;
    private Dag dag;
    private final LogStore logs;
    private final Consumer<Input> listener;
    private final List<FakeFollow> follows = new ArrayList<>();
    private boolean closed;

    FakeRun(FakeCluster cluster, String runId, Dag dag, LogStore logs, Consumer<Input> listener) {
        this.cluster = cluster;
        this.runId = runId;
        this.dag = dag;
        this.logs = logs;
        this.listener = listener;
    }

    void hear(Input input) {
        if (!closed) {
            listener.accept(input);
        }
    }

    /** The periodic list: whatever was not told is told now, and what should be there and is not, is gone. */
    void relist(Duration wait) {
        cluster.world.accept(wait, () -> {
            synchronized (cluster) {
                if (!closed && cluster.open.get(runId) == this) {
                    list();
                    relist(RELIST);
                }
            }
        });
    }

    void list() {
        cluster.everCreated.stream()
                .filter(j -> j.runId.equals(runId))
                .forEach(j -> hear(new Input.Observed(j.id, j.uid, current(j))));
    }

    private Sighting current(FakeJob job) {
        return job.gone && !job.terminal() ? new Sighting.Gone(job.pod(), Life.failure(Cause.JOB_DELETED)) : job.shows;
    }

    @Override
    public List<Input> observe(RunState state) throws ClusterException {
        synchronized (cluster) {
            refuse();
            dag = state.dag();
            List<Input> seen = new ArrayList<>();
            for (Integer i : state.open()) {
                Optional<Attempt> a = state.stage(i).attempt().filter(x -> !x.ended() && x.submitted());
                a.ifPresent(x -> seen.add(observe(new AttemptId(i, x.number()), x.jobUid())));
            }
            return seen;
        }
    }

    private Input observe(AttemptId id, String uid) {
        FakeJob job = cluster.byUid.get(uid);
        Sighting sighting =
                job == null || job.gone ? new Sighting.Gone("", Life.failure(Cause.JOB_DELETED)) : current(job);
        return new Input.Observed(id, uid, sighting);
    }

    @Override
    public Input perform(RunState state, Effect effect) throws ClusterException {
        synchronized (cluster) {
            refuse();
            dag = state.dag();
            Input answer = act(effect);
            if (cluster.chaos.chance(cluster.chaos.lose())) {
                throw away();
            }
            return answer;
        }
    }

    private Input act(Effect effect) throws ClusterException {
        if (effect instanceof Effect.CreateJob e) {
            return create(e.id());
        } else if (effect instanceof Effect.DeleteJob e) {
            FakeJob job = cluster.jobs.get(FakeJob.name(runId, e.id()));
            if (job != null && job.runId.equals(runId)) {
                cluster.delete(job, Cause.POD_DELETED);
            }
            return new Input.Deleted(e.id());
        } else if (effect instanceof Effect.Sweep) {
            mine().forEach(j -> cluster.delete(j, Cause.POD_DELETED));
            return new Input.Swept();
        } else if (effect instanceof Effect.ConfirmEmpty) {
            mine().forEach(j -> cluster.delete(j, Cause.POD_DELETED));
            awaitEmpty();
            return new Input.Confirmed();
        }
        throw new IllegalArgumentException("perform is not for " + effect);
    }

    private List<FakeJob> mine() {
        return cluster.jobs.values().stream().filter(j -> j.runId.equals(runId)).toList();
    }

    private void awaitEmpty() throws ClusterException {
        long until = System.nanoTime() + cluster.patience.toNanos();
        while (!mine().isEmpty()) {
            if (System.nanoTime() >= until) {
                throw away();
            }
            try {
                cluster.wait(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw away();
            }
        }
    }

    private Input create(AttemptId id) {
        FakeJob there = cluster.jobs.get(FakeJob.name(runId, id));
        if (there != null && !there.runId.equals(runId)) {
            return new Input.SubmitRefused(id, Life.failure(Cause.NAME_CONFLICT), false, Optional.empty());
        }
        if (cluster.failCreates > 0 || (there != null && there.deleting)) {
            cluster.failCreates = Math.max(0, cluster.failCreates - 1);
            return new Input.SubmitRefused(id, Life.failure(Cause.API_UNAVAILABLE), true, Optional.empty());
        }
        if (there != null) {
            return new Input.Submitted(id, there.name, there.uid);
        }
        if (cluster.chaos.chance(cluster.chaos.quota())) {
            return new Input.SubmitRefused(id, Life.failure(Cause.QUOTA_EXCEEDED), true, Optional.empty());
        }
        cluster.onCreate.accept(id);
        Life life = cluster.lives.apply(dag.stage(id.stage()).name(), id.attempt());
        FakeJob job = new FakeJob(runId, id, "uid-" + cluster.everCreated.size(), life.log());
        cluster.jobs.put(job.name, job);
        cluster.everCreated.add(job);
        cluster.byUid.put(job.uid, job);
        cluster.live(job, life.steps().iterator());
        return new Input.Submitted(id, job.name, job.uid);
    }

    private void refuse() throws ClusterException {
        if (cluster.chaos.chance(cluster.chaos.refuse())) {
            throw away();
        }
    }

    private static ClusterException away() {
        return new ClusterException(Life.failure(Cause.API_UNAVAILABLE), Optional.empty(), null);
    }

    @Override
    public CompletableFuture<Input> follow(RunState state, Effect.FollowLog effect) {
        synchronized (cluster) {
            FakeJob job = cluster.byUid.get(state.attempt(effect.id()).jobUid());
            dag = state.dag();
            String stage = dag.stage(effect.id().stage()).name();
            FakeFollow follow = new FakeFollow(cluster, job, effect.id(), stage, logs);
            follows.add(follow);
            follow.step();
            return follow.result;
        }
    }

    @Override
    public void close() {
        synchronized (cluster) {
            closed = true;
            cluster.open.remove(runId, this);
            follows.forEach(FakeFollow::cut);
        }
    }
}

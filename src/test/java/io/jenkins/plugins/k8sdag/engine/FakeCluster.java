package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.Sighting;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A cluster in memory: Jobs whose pods live as a script says. It outlives the engine that uses it, as a cluster does. Every change
 * is told in order unless its {@link Chaos} has it otherwise; what was not told comes with the next list.
 */
final class FakeCluster implements Cluster {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration RELIST = Duration.ofSeconds(20);

    private final Threads threads;
    private final BiConsumer<Duration, Runnable> world;
    private final BiFunction<String, Integer, Life> lives;
    private final Chaos chaos;
    private final Map<String, FakeJob> jobs = new LinkedHashMap<>();
    private final Map<String, FakeRun> open = new LinkedHashMap<>();
    private final Map<String, FakeJob> byUid = new LinkedHashMap<>();
    final List<FakeJob> everCreated = new ArrayList<>();
    Consumer<AttemptId> onCreate = id -> {};

    /**
     * An empty cluster.
     *
     * @param world lets things happen after a while, whatever becomes of the engine
     * @param lives what the pod of an attempt at a stage goes through
     */
    FakeCluster(
            Threads threads,
            BiConsumer<Duration, Runnable> world,
            BiFunction<String, Integer, Life> lives,
            Chaos chaos) {
        this.threads = threads;
        this.world = world;
        this.lives = lives;
        this.chaos = chaos;
    }

    @Override
    public synchronized ClusterRun open(RunInfo run, Dag dag, LogStore logs, Consumer<Input> listener) {
        FakeRun fake = new FakeRun(run.runId(), dag, listener);
        open.put(run.runId(), fake);
        fake.relist();
        return fake;
    }

    @Override
    public Health health() {
        return new Health(true, Optional.of(threads.instant()), Optional.empty(), 0, 0, 0);
    }

    @Override
    public void close() {}

    synchronized List<FakeJob> jobs() {
        return List.copyOf(jobs.values());
    }

    /** Ends a job from outside, as a person with kubectl does. */
    synchronized void deleteByHand(FakeJob job) {
        delete(job);
    }

    private void show(FakeJob job, Sighting sighting) {
        job.shows = sighting;
        tell(job, sighting);
    }

    private void tell(FakeJob job, Sighting sighting) {
        FakeRun run = open.get(job.runId);
        if (run == null || chaos.chance(chaos.drop())) {
            return;
        }
        Input seen = new Input.Observed(job.id, job.uid, sighting);
        world.accept(chaos.delay(), () -> run.hear(seen));
        if (chaos.chance(chaos.twice())) {
            world.accept(chaos.delay().plusSeconds(1), () -> run.hear(seen));
        }
    }

    private void live(FakeJob job, Iterator<Life.Step> steps) {
        if (!steps.hasNext()) {
            return;
        }
        Life.Step step = steps.next();
        world.accept(step.after(), () -> {
            synchronized (this) {
                if (!job.deleting && !job.gone) {
                    show(job, step.shows().apply(job.pod(), threads.instant()));
                    live(job, steps);
                }
            }
        });
    }

    private void delete(FakeJob job) {
        if (job.deleting || job.gone) {
            return;
        }
        job.deleting = true;
        boolean ran = job.shows instanceof Sighting.Running;
        Duration wait = ran ? GRACE : Duration.ofMillis(1);
        world.accept(wait, () -> {
            synchronized (this) {
                Failure deleted = Life.failure(Cause.POD_DELETED);
                if (ran) {
                    show(
                            job,
                            new Sighting.Ended(
                                    job.pod(),
                                    "node-1",
                                    Optional.of(threads.instant()),
                                    threads.instant(),
                                    "",
                                    Optional.of(deleted)));
                }
                job.gone = true;
                jobs.remove(job.name());
                if (!job.terminal()) {
                    tell(job, new Sighting.Gone(job.pod(), deleted));
                }
            }
        });
    }

    private final class FakeRun implements ClusterRun {
        private final String runId;
        private final Dag dag;
        private final Consumer<Input> listener;
        private boolean closed;

        FakeRun(String runId, Dag dag, Consumer<Input> listener) {
            this.runId = runId;
            this.dag = dag;
            this.listener = listener;
        }

        void hear(Input input) {
            if (!closed) {
                listener.accept(input);
            }
        }

        /** The periodic list: whatever was not told is told now, and what should be there and is not, is gone. */
        void relist() {
            world.accept(RELIST, () -> {
                synchronized (FakeCluster.this) {
                    if (!closed && open.get(runId) == this) {
                        everCreated.stream()
                                .filter(j -> j.runId.equals(runId))
                                .forEach(j -> hear(new Input.Observed(j.id, j.uid, current(j))));
                        relist();
                    }
                }
            });
        }

        private Sighting current(FakeJob job) {
            return job.gone && !job.terminal()
                    ? new Sighting.Gone(job.pod(), Life.failure(Cause.JOB_DELETED))
                    : job.shows;
        }

        @Override
        public List<Input> observe(RunState state) throws ClusterException {
            synchronized (FakeCluster.this) {
                refuse();
                List<Input> seen = new ArrayList<>();
                for (Integer i : state.open()) {
                    StageState s = state.stage(i);
                    Optional<Attempt> a = s.attempt().filter(x -> !x.ended() && x.submitted());
                    a.ifPresent(x -> seen.add(observe(new AttemptId(i, x.number()), x.jobUid())));
                }
                return seen;
            }
        }

        private Input observe(AttemptId id, String uid) {
            FakeJob job = byUid.get(uid);
            Sighting sighting =
                    job == null || job.gone ? new Sighting.Gone("", Life.failure(Cause.JOB_DELETED)) : current(job);
            return new Input.Observed(id, uid, sighting);
        }

        @Override
        public Input perform(RunState state, Effect effect) throws ClusterException {
            synchronized (FakeCluster.this) {
                refuse();
                Input answer = act(effect);
                if (chaos.chance(chaos.lose())) {
                    throw away();
                }
                return answer;
            }
        }

        private Input act(Effect effect) throws ClusterException {
            if (effect instanceof Effect.CreateJob e) {
                return create(e.id());
            } else if (effect instanceof Effect.DeleteJob e) {
                FakeJob job = jobs.get(new FakeJob(runId, e.id(), "").name());
                if (job != null) {
                    delete(job);
                }
                return new Input.Deleted(e.id());
            } else if (effect instanceof Effect.Sweep) {
                mine().forEach(FakeCluster.this::delete);
                return new Input.Swept();
            } else if (effect instanceof Effect.ConfirmEmpty) {
                mine().forEach(FakeCluster.this::delete);
                if (!mine().isEmpty()) {
                    throw away();
                }
                return new Input.Confirmed();
            }
            throw new IllegalArgumentException("perform is not for " + effect);
        }

        private List<FakeJob> mine() {
            return jobs.values().stream().filter(j -> j.runId.equals(runId)).toList();
        }

        private Input create(AttemptId id) {
            FakeJob job = new FakeJob(runId, id, "uid-" + everCreated.size());
            FakeJob there = jobs.get(job.name());
            if (there != null) {
                return new Input.Submitted(id, there.name(), there.uid);
            }
            if (chaos.chance(chaos.quota())) {
                return new Input.SubmitRefused(id, Life.failure(Cause.QUOTA_EXCEEDED), true, Optional.empty());
            }
            onCreate.accept(id);
            jobs.put(job.name(), job);
            everCreated.add(job);
            byUid.put(job.uid, job);
            Life life = lives.apply(dag.stage(id.stage()).name(), id.attempt());
            live(job, life.steps().iterator());
            return new Input.Submitted(id, job.name(), job.uid);
        }

        private void refuse() throws ClusterException {
            if (chaos.chance(chaos.refuse())) {
                throw away();
            }
        }

        private ClusterException away() {
            return new ClusterException(Life.failure(Cause.API_UNAVAILABLE), Optional.empty(), null);
        }

        @Override
        public CompletableFuture<Input> follow(RunState state, Effect.FollowLog effect) {
            CompletableFuture<Input> future = new CompletableFuture<>();
            drain(effect.id(), state.attempt(effect.id()).jobUid(), future);
            return future;
        }

        private void drain(AttemptId id, String uid, CompletableFuture<Input> future) {
            world.accept(Duration.ofMillis(200).plus(chaos.delay()), () -> {
                synchronized (FakeCluster.this) {
                    FakeJob job = byUid.get(uid);
                    if (job == null || job.gone || job.terminal()) {
                        future.complete(new Input.Drained(id, 1, job == null ? 1 : 0));
                    } else if (!closed) {
                        drain(id, uid, future);
                    }
                }
            });
        }

        @Override
        public void close() {
            synchronized (FakeCluster.this) {
                closed = true;
                open.remove(runId, this);
            }
        }
    }
}

package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A cluster in memory: Jobs whose pods live as a script says. It outlives the engine that uses it, as a cluster does. Every change
 * is told in order unless its {@link Chaos} has it otherwise; what was not told comes with the next list.
 */
final class FakeCluster implements Cluster {
    private static final Duration GRACE = Duration.ofSeconds(2);

    final Threads threads;
    final BiConsumer<Duration, Runnable> world;
    final BiFunction<String, Integer, Life> lives;
    final Chaos chaos;
    final Map<String, FakeJob> jobs = new LinkedHashMap<>();
    final Map<String, FakeRun> open = new LinkedHashMap<>();
    final Map<String, FakeJob> byUid = new LinkedHashMap<>();
    final List<FakeJob> everCreated = new ArrayList<>();
    Consumer<AttemptId> onCreate = id -> {};

    /** How long a run that is to be empty is waited for; in virtual time nothing would happen meanwhile. */
    Duration patience = Duration.ZERO;

    /** How many of the next creates are answered as by an API that is away. */
    int failCreates;

    private boolean deaf;

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
        FakeRun fake = new FakeRun(this, run.runId(), dag, logs, listener);
        open.put(run.runId(), fake);
        fake.relist(Duration.ofMillis(1));
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

    /** Deletes a Job from outside, as a person with kubectl does. */
    synchronized void deleteByHand(FakeJob job) {
        delete(job, Cause.JOB_DELETED);
    }

    /** Deletes a pod from outside; its Job stays, failed. */
    synchronized void deletePodByHand(FakeJob job) {
        if (!job.podDeleting && !job.terminal()) {
            job.podDeleting = true;
            world.accept(GRACE, () -> endKilled(job, Cause.POD_DELETED));
        }
    }

    /** A Job that is nobody's. */
    synchronized void put(FakeJob job) {
        jobs.put(job.name, job);
    }

    /** Watches break: what changes from now on is told only by the list that follows. */
    synchronized void dropWatches() {
        deaf = true;
        world.accept(Duration.ofMillis(50), () -> {
            synchronized (this) {
                deaf = false;
                open.values().forEach(FakeRun::list);
            }
        });
    }

    private void show(FakeJob job, Sighting sighting) {
        job.shows = sighting;
        if (sighting instanceof Sighting.Running running) {
            job.startedAt = Optional.of(running.startedAt());
        }
        tell(job, sighting);
    }

    private void tell(FakeJob job, Sighting sighting) {
        FakeRun run = open.get(job.runId);
        if (run == null || deaf || chaos.chance(chaos.drop())) {
            return;
        }
        Input seen = new Input.Observed(job.id, job.uid, sighting);
        world.accept(chaos.delay(), () -> run.hear(seen));
        if (chaos.chance(chaos.twice())) {
            world.accept(chaos.delay().plusSeconds(1), () -> run.hear(seen));
        }
    }

    void live(FakeJob job, Iterator<Life.Step> steps) {
        if (!steps.hasNext()) {
            return;
        }
        Life.Step step = steps.next();
        world.accept(step.after(), () -> {
            synchronized (this) {
                if (!job.deleting && !job.podDeleting && !job.gone) {
                    show(job, step.shows().apply(job.pod(), threads.instant()));
                    live(job, steps);
                }
            }
        });
    }

    void delete(FakeJob job, Cause cause) {
        if (job.deleting || job.gone) {
            return;
        }
        job.deleting = true;
        boolean ran = job.shows instanceof Sighting.Running;
        world.accept(ran ? GRACE : Duration.ofMillis(1), () -> {
            synchronized (this) {
                endKilled(job, cause);
                job.gone = true;
                jobs.remove(job.name, job);
                if (!job.terminal()) {
                    tell(job, new Sighting.Gone(job.pod(), Life.failure(cause)));
                }
                notifyAll();
            }
        });
    }

    /** A running container is killed; one that has ended, or never ran, is left as it is. */
    private synchronized void endKilled(FakeJob job, Cause cause) {
        if (job.shows instanceof Sighting.Running running) {
            Optional<Instant> started = Optional.of(running.startedAt());
            Optional<Failure> failure = Optional.of(Life.failure(cause));
            show(job, new Sighting.Ended(job.pod(), "node-1", started, threads.instant(), "", failure));
        }
    }
}

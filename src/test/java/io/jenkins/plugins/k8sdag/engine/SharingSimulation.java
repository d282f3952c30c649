package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Concurrency;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.run.Dags;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.Peer;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunQueue;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Several runs in virtual time that share concurrency groups, all drawn by one seed: in one process with a cap over all of them, as in
 * Jenkins, or each in a process of its own, as on the command line. Processes are killed and come back; whatever must always hold is
 * checked after every event.
 */
final class SharingSimulation {
    private static final int MOST_EVENTS = 400_000;

    final long seed;
    final Random random;
    final SimThreads world;
    final boolean oneProcess;
    final int cap;
    final FakeCluster cluster;
    final FileSystem disk;
    final List<SharingRun> runs = new ArrayList<>();
    final Dag dag;
    private SharingProcess looking;
    int kills;
    int waited;

    SharingSimulation(long seed, FileSystem disk) {
        this.seed = seed;
        this.disk = disk;
        this.random = new Random(seed);
        this.world = new SimThreads(random);
        this.oneProcess = random.nextBoolean();
        this.cap = oneProcess && random.nextInt(3) > 0 ? 1 + random.nextInt(4) : 0;
        SimDag drawn = new SimDag(random, seed);
        this.dag = prioritised(drawn.dag, random);
        this.cluster = new FakeCluster(world, world::later, drawn::life, Chaos.of(random));
    }

    /** Lives all runs to their ends. */
    List<RunState> live() throws IOException {
        draw();
        int killsLeft = random.nextInt(5);
        double killChance = random.nextDouble() * 0.01;
        for (int n = 0; runs.stream().anyMatch(r -> !r.over()); n++) {
            if (n == MOST_EVENTS) {
                require(false, "the runs do not end: " + runs);
            }
            require(world.step(), "nothing happens any more, and not all runs have ended");
            check();
            if (killsLeft > 0 && random.nextDouble() < killChance) {
                killsLeft--;
                runs.get(random.nextInt(runs.size())).process().kill();
            } else if (random.nextDouble() < 0.002 && !cluster.jobs().isEmpty()) {
                // What hangs and has no timeout is ended by a person.
                cluster.deleteByHand(
                        cluster.jobs().get(random.nextInt(cluster.jobs().size())));
            }
        }
        return runs.stream().map(SharingRun::state).toList();
    }

    /** Lets a few things happen, as far as there are any. */
    void steps(int n) {
        for (int i = 0; i < n && world.step(); i++) {
            check();
        }
    }

    private void draw() {
        int size = 2 + random.nextInt(5);
        int groups = 1 + random.nextInt(2);
        int limit = 1 + random.nextInt(2);
        boolean supersede = random.nextInt(4) == 0;
        SharingProcess shared = new SharingProcess(this);
        for (int i = 0; i < size; i++) {
            boolean alone = random.nextInt(8) == 0;
            Concurrency concurrency = new Concurrency("group-" + random.nextInt(groups), limit, supersede);
            SharingProcess process = oneProcess ? shared : new SharingProcess(this);
            SharingRun run =
                    new SharingRun(this, process, "run-" + i, alone ? Optional.empty() : Optional.of(concurrency));
            runs.add(run);
            world.later(Duration.ofMillis(random.nextInt(60_000)), run::start);
        }
    }

    /** The drawn graph, with priorities. */
    private static Dag prioritised(Dag dag, Random random) {
        List<Stage> stages = dag.stages().stream()
                .map(s -> Dags.priority(random.nextInt(3) - 1, s))
                .toList();
        return new Dag(dag.name(), stages, dag.maxParallel(), dag.failFast(), dag.timeout(), dag.podTemplate());
    }

    RunInfo info(SharingRun run) {
        Map<String, Duration> expected =
                random.nextBoolean() ? Map.of() : Map.of("s0", Duration.ofSeconds(1 + random.nextInt(9)));
        return new RunInfo(run.id, "sim", Map.of(), Map.of(), Map.of(), Keep.NEVER, random.nextInt(4), world.instant())
                .in(run.concurrency)
                .expecting(expected);
    }

    /** As the hosts do it: one looks at a time, and who holds what is read from the runs. */
    Optional<ConcurrencyGroups.Look> look(SharingProcess process, RunState asking) {
        if (looking != null) {
            return Optional.empty();
        }
        looking = process;
        String group = asking.info().concurrency().orElseThrow().group();
        List<Peer> members = new ArrayList<>();
        for (SharingRun run : runs) {
            run.known()
                    .flatMap(s -> Peer.of(s, group, run.id))
                    .filter(m -> m.entered() || run.alive() || oneProcess)
                    .ifPresent(m -> {
                        members.add(m);
                        supersede(run, m, asking);
                    });
        }
        return Optional.of(new ConcurrencyGroups.Look(RunQueue.of(asking.info(), members), () -> lookedBy(process)));
    }

    private void supersede(SharingRun older, Peer member, RunState asking) {
        Peer self = new Peer(asking.info().runId(), asking.info().startedAt(), false, "");
        boolean superseded =
                asking.info().concurrency().orElseThrow().cancelSuperseded() && Peer.ORDER.compare(member, self) < 0;
        if (superseded && older.alive() && older.state().stop().isEmpty()) {
            older.handle().cancel("superseded by " + self.runId());
        }
    }

    void lookedBy(SharingProcess process) {
        if (looking == process) {
            looking = null;
        }
    }

    private void check() {
        for (SharingRun run : runs) {
            run.concurrency.ifPresent(c -> {
                long holders = runs.stream().filter(r -> r.holds(c.group())).count();
                require(holders <= c.limit(), holders + " runs hold places in " + c);
            });
            require(
                    run.known().flatMap(RunState::status).orElse(null) != RunStatus.ERROR,
                    "a run broke: " + run.known().map(RunState::message));
        }
        if (cap > 0) {
            int inFlight = runs.stream().mapToInt(SharingRun::inFlight).sum();
            require(inFlight <= cap, inFlight + " stages in flight where " + cap + " may be");
        }
    }

    /** Who gets a place is the first of those that wait and are there; with a limit of 1 that is exact. */
    void entered(SharingRun run) {
        if (run.concurrency.filter(c -> c.limit() == 1).isEmpty()) {
            return;
        }
        for (SharingRun other : runs) {
            boolean waits = other.alive()
                    && other.concurrency.equals(run.concurrency)
                    && other.state().phase() == RunPhase.WAITING;
            boolean earlier = waits
                    && other.state()
                            .info()
                            .startedAt()
                            .isBefore(run.state().info().startedAt());
            require(!earlier, run.id + " was let in before " + other.id);
        }
    }

    void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what
                    + "\n  replay with: mvn -f standalone test -Dtest=SharingSimulationTest -Dsimulation.seed=" + seed);
        }
    }
}

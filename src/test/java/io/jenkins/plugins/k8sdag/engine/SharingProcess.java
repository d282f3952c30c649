package io.jenkins.plugins.k8sdag.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A process of the simulation that drives one run or all of them, is killed, and comes back. */
final class SharingProcess {
    private final SharingSimulation simulation;
    private final SimProcess threads;
    private final List<SharingRun> runs = new ArrayList<>();
    private Engine engine;

    SharingProcess(SharingSimulation simulation) {
        this.simulation = simulation;
        this.threads = new SimProcess(simulation.world, simulation.random);
        boot();
    }

    private void boot() {
        Sharing sharing = new Sharing(run -> simulation.look(this, run), () -> simulation.cap, this::elsewhere);
        engine = new Engine(threads, SimDag.EXPRESSIONS, Engine.CLEANUP_LIMIT, sharing);
    }

    /** Runs that were here before the process was killed, and are not taken up yet. */
    private int elsewhere() {
        return runs.stream()
                .filter(r -> !r.alive())
                .mapToInt(SharingRun::inFlight)
                .sum();
    }

    Engine engine() {
        return engine;
    }

    void add(SharingRun run) {
        runs.add(run);
    }

    /** What it held is free, as the system sees to; its runs are resumed one after the other. */
    void kill() {
        List<SharingRun> alive = runs.stream().filter(SharingRun::alive).toList();
        if (alive.isEmpty()) {
            return;
        }
        simulation.kills++;
        Set<SharingRun> gone = new LinkedHashSet<>();
        if (simulation.random.nextBoolean()) {
            // A host that goes down lets go of one run after the other, and the others go on meanwhile.
            for (SharingRun run : alive) {
                run.letGo();
                gone.add(run);
                simulation.steps(simulation.random.nextInt(10));
            }
        }
        threads.kill();
        for (SharingRun run : runs) {
            if (run.alive()) {
                run.letGo();
                gone.add(run);
            }
        }
        simulation.lookedBy(this);
        boot();
        gone.removeIf(SharingRun::over);
        for (SharingRun run : gone) {
            Duration away = Duration.ofMillis(simulation.random.nextInt(30_000));
            simulation.world.later(away, run::resume);
        }
    }

    /** A run of it is back, or has left: what that frees is looked at, as a host does. */
    void changed() {
        engine.slotsChanged();
    }
}

package io.jenkins.plugins.k8sdag.engine;

import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executor;

/** The threads of one of several processes in one virtual time; killing it leaves the others alone. */
final class SimProcess implements Threads {
    private final SimThreads world;
    private final Random random;
    private int life;

    SimProcess(SimThreads world, Random random) {
        this.world = world;
        this.random = random;
    }

    @Override
    public Instant instant() {
        return world.instant();
    }

    @Override
    public Executor turns() {
        return task -> at(instant().plusMillis(random.nextInt(20) == 0 ? random.nextInt(300) : 0), task);
    }

    @Override
    public Executor calls() {
        return task -> at(instant().plusMillis(random.nextInt(20)), task);
    }

    @Override
    public Runnable at(Instant when, Runnable task) {
        int born = life;
        boolean[] cancelled = {false};
        world.ofWorld(when, () -> {
            if (born == life && !cancelled[0]) {
                task.run();
            }
        });
        return () -> cancelled[0] = true;
    }

    /** Ends the process: nothing it had under way ever happens. */
    void kill() {
        life++;
    }
}

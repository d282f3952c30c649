package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A run's wait for its place in its concurrency group: looks twice a second on the pool for calls, and keeps others from looking
 * until the turn that decides on what was seen has written its journal. Belongs to the run's turn, but for the look itself.
 */
final class Entering {
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration BUSY = Duration.ofMillis(30);

    private final Threads threads;
    private final ConcurrencyGroups groups;
    private final Supplier<RunState> latest;
    private final Consumer<Runnable> errands;
    private final AtomicReference<ConcurrencyGroups.Look> held = new AtomicReference<>();
    private volatile boolean stopped;
    private boolean lookDue;

    /**
     * Nothing under way yet.
     *
     * @param latest the state after the latest turn
     * @param errands runs something on the run's next turn
     */
    Entering(Threads threads, ConcurrencyGroups groups, Supplier<RunState> latest, Consumer<Runnable> errands) {
        this.threads = threads;
        this.groups = groups;
        this.latest = latest;
        this.errands = errands;
    }

    /** Looks, if the run waits. */
    void look() {
        if (!stopped && latest.get().phase() == RunPhase.WAITING) {
            threads.calls().execute(this::ask);
        }
    }

    private void ask() {
        Duration again = PERIOD;
        try {
            Optional<ConcurrencyGroups.Look> look = groups.look(latest.get());
            if (look.isPresent()) {
                held.set(look.get());
                errands.accept(() -> lookDue = true);
                return;
            }
            again = BUSY;
        } catch (IOException | RuntimeException e) {
            System.getLogger(Entering.class.getName())
                    .log(System.Logger.Level.WARNING, "the runs of a concurrency group cannot be read for now", e);
        }
        threads.at(threads.instant().plus(again), this::look);
    }

    /** What was seen since the last turn. */
    Optional<Input> seen() {
        boolean due = lookDue;
        lookDue = false;
        return due ? Optional.ofNullable(held.get()).map(look -> new Input.QueueSeen(look.queue())) : Optional.empty();
    }

    /** What was decided is in the journal: others may look, and this run again later. */
    void decided() {
        if (release()) {
            threads.at(threads.instant().plus(PERIOD), this::look);
        }
    }

    /** Looks no more; what a look under way sees is let go by {@link #release}. */
    void stop() {
        stopped = true;
        release();
    }

    /** Lets others look. */
    boolean release() {
        ConcurrencyGroups.Look look = held.getAndSet(null);
        if (look != null) {
            look.close();
        }
        return look != null;
    }
}

package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.journal.JournalException;
import io.jenkins.plugins.k8sdag.run.Decider;
import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One run's loop. Inputs come in from any thread; turns are taken one after the other on the shared pool, and all fields but the
 * mailbox and the published state belong to the turn. A turn: take inputs, decide, fold, write and force the journal, publish,
 * tell the listener, do what is due and not under way, arm the timer, check that the run has not stalled.
 */
final class RunLoop implements RunHandle {
    /** A turn takes at most this many inputs, so that runs share the pool fairly. */
    private static final int BATCH = 256;

    /** The latest facts, told when the run turns out to be broken. */
    private static final int HISTORY = 20;

    private final Threads threads;
    private final Decider decider;
    private final Duration cleanupLimit;
    private final Journal journal;
    private final RunListener listener;
    private final CompletableFuture<RunEnd> done = new CompletableFuture<>();

    private final Queue<Input> mailbox = new ConcurrentLinkedQueue<>();
    private final Retries retries = new Retries();
    private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ReentrantLock turnLock = new ReentrantLock();
    private volatile RunState state;

    private final Deque<Fact> history = new ArrayDeque<>();
    private final Performing performing;
    private final Entering entering;
    private final Slots slots;
    private Runnable cancelTimer = () -> {};
    private Optional<Instant> armedFor = Optional.empty();
    private boolean cleanupOver;
    private boolean over;
    private ClusterRun cluster;

    RunLoop(
            Threads threads,
            Decider decider,
            Duration cleanupLimit,
            ConcurrencyGroups groups,
            Slots slots,
            Journal journal,
            RunState state,
            RunListener listener) {
        this.threads = threads;
        this.decider = decider;
        this.cleanupLimit = cleanupLimit;
        this.journal = journal;
        this.state = state;
        this.listener = listener;
        this.performing = new Performing(threads, this::errand, () -> this.state);
        this.entering = new Entering(threads, groups, () -> this.state, this::errand);
        this.slots = slots;
    }

    void begin(Cluster port, LogStore logs, boolean resumed) {
        turnLock.lock();
        try {
            slots.join(this);
            beginLocked(port, logs, resumed);
        } catch (RuntimeException e) {
            close();
            slots.leave(this);
            throw e;
        } finally {
            turnLock.unlock();
        }
    }

    private void beginLocked(Cluster port, LogStore logs, boolean resumed) {
        cluster = port.open(state.info(), state.dag(), logs, this::tell);
        performing.begin(cluster);
        if (resumed && state.phase() == RunPhase.ENDED) {
            armCleanupLimit();
        }
        if (resumed && !state.open().isEmpty()) {
            performing.observe();
        }
        performing.launch(state, Decider.due(state));
        if (!performing.observing()) {
            tell(new Input.TimeReached());
        }
        entering.look();
    }

    /** Takes an input, from any thread. */
    private void tell(Input input) {
        mailbox.add(input);
        schedule();
    }

    /** Tells that a slot which the host's runs share may be free, from any thread. */
    void slotFreed() {
        tell(new Input.SlotFreed());
    }

    /** Runs something on the run's next turn, from any thread. */
    private void errand(Runnable task) {
        errands.add(task);
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            threads.turns().execute(this::turn);
        }
    }

    private void turn() {
        turnLock.lock();
        try {
            scheduled.set(false);
            if (over) {
                // What still comes in is of a run that was let go; the journal has all that counts.
                mailbox.clear();
                errands.clear();
                entering.release();
                retries.close(Optional.empty());
            } else {
                takeTurn();
            }
        } finally {
            turnLock.unlock();
        }
        if (!mailbox.isEmpty() || !errands.isEmpty()) {
            schedule();
        }
    }

    private void takeTurn() {
        for (Runnable task = errands.poll(); task != null; task = errands.poll()) {
            task.run();
        }
        List<Fact> facts = new ArrayList<>();
        RunState next = state;
        try {
            Optional<Input> seen = entering.seen();
            if (seen.isPresent()) {
                next = decide(next, seen.get(), facts);
            }
            for (Optional<Input> in = retries.next(next); in.isPresent(); in = retries.next(next)) {
                next = decide(next, in.get(), facts);
            }
            for (int n = 0; n < BATCH; n++) {
                Input input = performing.admit(mailbox);
                if (input == null) {
                    break;
                }
                next = decide(next, input, facts);
            }
            if (stalled(next, facts)) {
                next = broken(next, "nothing is under way and nothing is waited for", facts);
            }
        } catch (RuntimeException e) {
            next = broken(next, String.valueOf(e.getMessage()), facts);
        }
        if (!commit(next, facts)) {
            return;
        }
        entering.decided();
        slots.settle(this, state);
        retries.written();
        Set<Integer> touched = performing.takeTouched();
        facts.forEach(f -> {
            if (f instanceof Fact.OfStage ofStage) {
                touched.add(ofStage.stage());
            } else {
                touched.addAll(state.busy());
            }
        });
        performing.launch(state, due(touched));
        armTimer();
        if (state.phase() == RunPhase.ENDED) {
            finishIfDone();
        }
    }

    private RunState decide(RunState before, Input input, List<Fact> facts) {
        slots.deciding(this);
        List<Fact> more = decider.decide(before, input, threads.instant(), () -> slots.take(this));
        RunState after = before;
        for (Fact fact : more) {
            after = after.apply(fact);
        }
        facts.addAll(more);
        return after;
    }

    private Set<Effect> due(Set<Integer> touched) {
        Set<Effect> due = new java.util.LinkedHashSet<>();
        Decider.dueOfRun(state).ifPresent(due::add);
        for (Integer stage : new TreeSet<>(touched)) {
            due.addAll(Decider.due(state, stage));
        }
        return due;
    }

    /** Writes the facts, then publishes the state. A journal that cannot be written ends the loop with nothing published. */
    private boolean commit(RunState next, List<Fact> facts) {
        if (facts.isEmpty()) {
            return true;
        }
        try {
            journal.append(facts);
        } catch (JournalException e) {
            retries.close(Optional.of(e));
            close();
            slots.leave(this);
            done.completeExceptionally(e);
            return false;
        }
        boolean ends = next.phase() == RunPhase.ENDED && state.phase() != RunPhase.ENDED;
        state = next;
        for (Fact fact : facts) {
            history.addLast(fact);
            if (history.size() > HISTORY) {
                history.removeFirst();
            }
        }
        listener.onTurn(state, List.copyOf(facts));
        if (ends) {
            armCleanupLimit();
        }
        return true;
    }

    private RunState broken(RunState from, String why, List<Fact> facts) {
        if (from.phase() == RunPhase.ENDED) {
            return from;
        }
        List<Fact> latest = new ArrayList<>(history);
        latest.addAll(facts);
        StringBuilder message =
                new StringBuilder("k8s-dag itself broke: ").append(why).append(". The latest facts:");
        latest.subList(Math.max(0, latest.size() - HISTORY), latest.size())
                .forEach(f -> message.append("\n  ").append(FactText.of(from.dag(), f)));
        Fact end = new Fact.RunEnded(RunStatus.ERROR, message.toString(), threads.instant());
        facts.add(end);
        return from.apply(end);
    }

    private boolean stalled(RunState s, List<Fact> facts) {
        return s.phase() != RunPhase.ENDED
                && s.phase() != RunPhase.WAITING
                && !slots.denied(this)
                && facts.isEmpty()
                && mailbox.isEmpty()
                && performing.idle()
                && s.tally().inFlight() == 0
                && Decider.dueOfRun(s).isEmpty()
                && Decider.nextWake(s).isEmpty();
    }

    private void armTimer() {
        Optional<Instant> wake = over || performing.observing() ? Optional.empty() : Decider.nextWake(state);
        if (!wake.equals(armedFor)) {
            cancelTimer.run();
            armedFor = wake;
            cancelTimer = wake.map(at -> threads.at(at, () -> errand(this::timeReached)))
                    .orElse(() -> {});
        }
    }

    private void timeReached() {
        armedFor = Optional.empty();
        mailbox.add(new Input.TimeReached());
    }

    private void armCleanupLimit() {
        threads.at(threads.instant().plus(cleanupLimit), () -> errand(() -> cleanupOver = true));
    }

    private void finishIfDone() {
        boolean clean = state.busy().isEmpty() && Decider.dueOfRun(state).isEmpty() && performing.idle();
        if (clean || cleanupOver) {
            close();
            slots.leave(this);
            done.complete(new RunEnd(state, new ArrayList<>(Decider.due(state))));
        }
    }

    private void close() {
        if (over) {
            return;
        }
        over = true;
        retries.close(Optional.empty());
        cancelTimer.run();
        entering.stop();
        if (cluster != null) {
            cluster.close();
        }
        try {
            journal.close();
        } catch (IOException e) {
            // Every fact was forced when it was written; what fails here is only giving the file back.
            System.getLogger(RunLoop.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "closing the journal of " + state.info().runId(),
                            e);
        }
    }

    @Override
    public RunState state() {
        return state;
    }

    @Override
    public void cancel(String by) {
        tell(new Input.CancelRequested(by));
    }

    @Override
    public CompletableFuture<Optional<String>> retry(String stage, String by) {
        CompletableFuture<Optional<String>> answer = retries.ask(stage, by);
        schedule();
        return answer;
    }

    @Override
    public CompletableFuture<RunEnd> done() {
        return done;
    }

    @Override
    public void detach() {
        turnLock.lock();
        try {
            if (!over) {
                slots.letGo(this);
            }
            close();
        } finally {
            turnLock.unlock();
        }
        done.cancel(false);
    }
}

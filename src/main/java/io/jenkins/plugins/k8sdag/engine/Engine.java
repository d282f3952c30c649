package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Expressions;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.journal.JournalException;
import io.jenkins.plugins.k8sdag.run.Decider;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.time.Duration;
import java.util.List;

/** Drives runs. Holds nothing of them but which there are: a run's state is in its loop and its journal. */
public final class Engine {
    /** How long an ended run goes on trying to clean up before it is reported as done with leftovers. */
    public static final Duration CLEANUP_LIMIT = Duration.ofMinutes(1);

    private final Threads threads;
    private final Decider decider;
    private final Duration cleanupLimit;
    private final Sharing sharing;
    private final Slots slots;

    public Engine(Threads threads, Expressions expressions) {
        this(threads, expressions, CLEANUP_LIMIT);
    }

    public Engine(Threads threads, Expressions expressions, Duration cleanupLimit) {
        this(threads, expressions, cleanupLimit, Sharing.NOTHING);
    }

    /** An engine whose runs share with each other, and with others of the host. */
    public Engine(Threads threads, Expressions expressions, Duration cleanupLimit, Sharing sharing) {
        this.threads = threads;
        this.decider = new Decider(expressions);
        this.cleanupLimit = cleanupLimit;
        this.sharing = sharing;
        this.slots = new Slots(sharing);
    }

    /**
     * Starts a run.
     *
     * @param first its first fact, not yet in the journal
     * @param journal new and empty; the run closes it
     * @return the run, under way
     * @throws JournalException when the first fact cannot be written; the journal is closed then
     */
    public RunHandle start(Fact.RunStarted first, Journal journal, Cluster cluster, LogStore logs, RunListener listener)
            throws JournalException {
        return start(List.of(first), journal, cluster, logs, listener);
    }

    /**
     * Starts a run of which some is known from before.
     *
     * @param first its first facts, which become one turn; see {@link io.jenkins.plugins.k8sdag.run.Rerun#facts}
     * @throws JournalException when they cannot be written; the journal is closed then
     */
    public RunHandle start(List<Fact> first, Journal journal, Cluster cluster, LogStore logs, RunListener listener)
            throws JournalException {
        RunState state = RunState.fold(first);
        write(journal, first);
        RunLoop loop = loop(journal, state, listener);
        listener.onTurn(state, List.copyOf(first));
        loop.begin(cluster, logs, false);
        return loop;
    }

    private RunLoop loop(Journal journal, RunState state, RunListener listener) {
        return new RunLoop(threads, decider, cleanupLimit, sharing.groups(), slots, journal, state, listener);
    }

    /**
     * The states of all runs that are under way here, in the order in which they were begun: also of those that only clean up, and of
     * those that were let go and not taken up again.
     */
    public List<RunState> runs() {
        return slots.states();
    }

    /** Tells that the cap over all runs, or what is taken of it elsewhere, has changed. */
    public void slotsChanged() {
        slots.wake();
    }

    private static void write(Journal journal, List<Fact> first) throws JournalException {
        try {
            journal.append(first);
        } catch (JournalException e) {
            try (journal) {
                throw e;
            } catch (JournalException again) {
                throw again;
            } catch (java.io.IOException closing) {
                e.addSuppressed(closing);
                throw e;
            }
        }
    }

    /**
     * Goes on with a run from its journal: the facts are folded, the cluster is listed once, and what is due is done.
     *
     * @param reopened the journal with its facts; the run closes it
     * @return the run, under way; done at once when nothing is left to do
     */
    public RunHandle resume(Journal.Reopened reopened, Cluster cluster, LogStore logs, RunListener listener) {
        RunState state = RunState.fold(reopened.facts());
        RunLoop loop = loop(reopened.journal(), state, listener);
        listener.onTurn(state, List.of());
        loop.begin(cluster, logs, true);
        return loop;
    }
}

package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.Concurrency;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.journal.JournalReader;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One run of the simulation of several. */
final class SharingRun {
    final String id;
    final Optional<Concurrency> concurrency;
    private final SharingSimulation simulation;
    private final SharingProcess process;
    private final Path file;
    private Journal journal;
    private RunHandle handle;
    private RunState left;
    private boolean over;
    private int othersAdmitted;

    SharingRun(SharingSimulation simulation, SharingProcess process, String id, Optional<Concurrency> concurrency) {
        this.simulation = simulation;
        this.process = process;
        this.id = id;
        this.concurrency = concurrency;
        this.file = simulation.disk.getPath("/" + id + "-" + simulation.seed);
        process.add(this);
    }

    void start() {
        try {
            journal = Journal.create(file);
            Fact.RunStarted first =
                    new Fact.RunStarted(simulation.info(this), simulation.dag, simulation.world.instant());
            attach(process.engine().start(first, journal, simulation.cluster, logs(), this::onTurn));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LogStore logs() {
        return (stage, attempt) -> {
            throw new IOException("the fake cluster writes no logs");
        };
    }

    private void attach(RunHandle run) {
        handle = run;
        left = null;
        run.done().whenComplete((end, failure) -> {
            if (end != null && run == handle) {
                over = true;
            }
        });
        process.changed();
    }

    private void onTurn(RunState state, List<Fact> facts) {
        for (Fact fact : facts) {
            if (fact instanceof Fact.RunAdmitted) {
                simulation.entered(this);
            } else if (fact instanceof Fact.RunQueued) {
                simulation.waited++;
            } else if (fact instanceof Fact.AttemptAdmitted) {
                othersAdmitted = 0;
                simulation.runs.forEach(other -> other.admitted(this));
            }
        }
    }

    /** Counts what others start while this one has nothing in flight and wants to. */
    private void admitted(SharingRun by) {
        boolean wants = by != this
                && alive()
                && simulation.cap > 0
                && state().starts()
                && !state().queued().isEmpty()
                && inFlight() == 0;
        othersAdmitted = wants ? othersAdmitted + 1 : 0;
        int most = 3 * simulation.runs.size() + simulation.cap;
        simulation.require(
                othersAdmitted <= most, id + " starves: others started " + othersAdmitted + " stages meanwhile");
    }

    /** Lets go of it, unless it has ended meanwhile. */
    void letGo() {
        if (!alive()) {
            return;
        }
        left = handle.state();
        try {
            handle.detach();
            journal.close();
            simulation.require(
                    RunState.fold(JournalReader.read(file).facts()).equals(left),
                    "the journal is not what the run was");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void resume() {
        try {
            Journal.Reopened reopened = Journal.reopen(file);
            journal = reopened.journal();
            attach(process.engine().resume(reopened, simulation.cluster, logs(), this::onTurn));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path journal() {
        return file;
    }

    SharingProcess process() {
        return process;
    }

    RunHandle handle() {
        return handle;
    }

    /** Whether its process drives it. */
    boolean alive() {
        return handle != null && left == null && !over;
    }

    boolean over() {
        return over;
    }

    /** What its journal says, if it has begun. */
    Optional<RunState> known() {
        return left != null ? Optional.of(left) : Optional.ofNullable(handle).map(RunHandle::state);
    }

    RunState state() {
        return known().orElseThrow();
    }

    boolean holds(String group) {
        return concurrency.filter(c -> c.group().equals(group)).isPresent()
                && known().filter(s -> s.entry().at().isPresent() && s.phase() != RunPhase.ENDED)
                        .isPresent();
    }

    int inFlight() {
        return known().map(s -> s.tally().inFlight()).orElse(0);
    }

    @Override
    public String toString() {
        String text = id + (alive() ? " is driven" : over ? " is over" : " is not driven");
        return "\n  " + text
                + known().map(s -> ", " + s.phase() + ", " + s.entry() + ", queued " + s.queued() + ", " + s.tally()
                                + ", due " + io.jenkins.plugins.k8sdag.run.Decider.due(s))
                        .orElse("");
    }
}

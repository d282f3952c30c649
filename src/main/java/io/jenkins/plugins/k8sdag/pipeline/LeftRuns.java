package io.jenkins.plugins.k8sdag.pipeline;

import hudson.model.Run;
import io.jenkins.plugins.k8sdag.journal.JournalReader;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.IllegalTransitionException;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionList;

/**
 * Runs that Jenkins drove before it went down and whose builds have yet to take them up again. Their Jobs go on meanwhile, so their
 * places and slots are still theirs. Safe for use by several threads.
 */
final class LeftRuns {
    private static final Logger LOGGER = Logger.getLogger(LeftRuns.class.getName());

    /** A run of a build that is under way, as its journal has it. */
    private record Left(Run<?, ?> build, RunState state) {}

    private final Map<String, Left> left = new ConcurrentHashMap<>();
    private boolean found;

    /** Finds them, at the first call, which says so. Blocking. */
    synchronized boolean find() {
        if (found) {
            return false;
        }
        for (FlowExecution execution : FlowExecutionList.get()) {
            try {
                if (execution.getOwner().getExecutable() instanceof Run<?, ?> build) {
                    build.getActions(DagRuns.class).forEach(runs -> runs.ids().forEach(id -> note(build, id)));
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "a build that is under way cannot be looked at", e);
            }
        }
        found = true;
        return true;
    }

    private void note(Run<?, ?> build, String id) {
        RunFolder folder = RunFolder.of(build, id);
        try {
            List<Fact> facts =
                    folder.hasJournal() ? JournalReader.read(folder.journal()).facts() : List.of();
            if (!facts.isEmpty()) {
                RunState state = RunState.fold(facts);
                if (state.phase() != RunPhase.ENDED) {
                    left.put(id, new Left(build, state));
                }
            }
        } catch (IOException | IllegalTransitionException e) {
            LOGGER.log(Level.WARNING, "the journal of run " + id + " cannot be read; it counts for no other run", e);
        }
    }

    /** The run is driven, or cannot be. */
    void taken(String id) {
        left.remove(id);
    }

    /** Those that are still to come. */
    List<RunState> states() {
        left.values().removeIf(run -> !run.build().isBuilding());
        return left.values().stream().map(Left::state).toList();
    }

    /** How many stages they have in flight. */
    int inFlight() {
        return left.isEmpty()
                ? 0
                : states().stream().mapToInt(s -> s.tally().inFlight()).sum();
    }
}

package io.jenkins.plugins.k8sdag.pipeline;

import hudson.model.Run;
import io.jenkins.plugins.k8sdag.journal.JournalHead;
import io.jenkins.plugins.k8sdag.journal.JournalReader;
import io.jenkins.plugins.k8sdag.run.IllegalTransitionException;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StageDurations;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What earlier builds of a job tell of how long stages take. */
final class BuildHistory {
    private static final Logger LOGGER = Logger.getLogger(BuildHistory.class.getName());

    /** Runs that count; of more the older ones say little of today. */
    private static final int RUNS = 5;

    /** Builds that are looked at: each may have to be loaded from the disk. */
    private static final int LOOKED_AT = 10;

    private BuildHistory() {}

    /**
     * What to expect of the stages of a DAG in a build. Blocking. A journal that cannot be read counts for nothing.
     *
     * @param dag the DAG's name
     * @return by name of stage; empty if no earlier build tells
     */
    static Map<String, Duration> expected(Run<?, ?> build, String dag) {
        List<RunState> runs = new ArrayList<>();
        Run<?, ?> earlier = build.getPreviousBuild();
        for (int n = 0; n < LOOKED_AT && earlier != null && runs.size() < RUNS; n++) {
            for (DagRuns ids : earlier.getActions(DagRuns.class)) {
                for (String id : ids.ids()) {
                    read(RunFolder.of(earlier, id), id, dag).ifPresent(runs::add);
                }
            }
            earlier = earlier.getPreviousBuild();
        }
        return StageDurations.mean(runs.subList(0, Math.min(RUNS, runs.size())));
    }

    private static Optional<RunState> read(RunFolder folder, String id, String dag) {
        try {
            boolean readable = folder.hasJournal() && Controller.get().run(id).isEmpty();
            boolean same = readable
                    && JournalHead.read(folder.journal())
                            .filter(head -> head.dag().equals(dag))
                            .isPresent();
            return same
                    ? Optional.of(
                            RunState.fold(JournalReader.read(folder.journal()).facts()))
                    : Optional.empty();
        } catch (IOException | IllegalTransitionException e) {
            LOGGER.log(Level.FINE, "run " + id + " tells nothing of how long stages take", e);
            return Optional.empty();
        }
    }
}

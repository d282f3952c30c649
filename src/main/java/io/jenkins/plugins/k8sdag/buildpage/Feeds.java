package io.jenkins.plugins.k8sdag.buildpage;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.k8sdag.page.History;
import io.jenkins.plugins.k8sdag.page.LogIndex;
import io.jenkins.plugins.k8sdag.page.Recent;
import io.jenkins.plugins.k8sdag.page.RunFeed;
import io.jenkins.plugins.k8sdag.pipeline.DagRuns;
import io.jenkins.plugins.k8sdag.pipeline.RunFolder;
import io.jenkins.plugins.k8sdag.run.IllegalTransitionException;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What is kept between requests, so that many readers cost what one does. Safe for use by several threads. */
@Extension
public final class Feeds {
    private static final Logger LOGGER = Logger.getLogger(Feeds.class.getName());
    private static final int KEPT = 64;
    /** Builds that are looked at in search of runs. */
    private static final int BUILDS = 60;

    private final Recent<String, RunFeed> feeds = new Recent<>(KEPT, id -> new RunFeed());
    private final Recent<Path, LogIndex> logs = new Recent<>(KEPT, LogIndex::new);
    private final Recent<String, Written> histories = new Recent<>(KEPT, job -> new Written());

    /** A history and of which runs it is. */
    private static final class Written {
        private List<String> of;
        private History history;
    }

    static Feeds get() {
        return ExtensionList.lookupSingleton(Feeds.class);
    }

    RunFeed feed(String runId) {
        return feeds.get(runId);
    }

    LogIndex log(Path file) {
        return logs.get(file);
    }

    /**
     * How runs of a DAG went in a job; those that go on are left out.
     *
     * @param dag the DAG's name; null: all
     * @param root where Jenkins is, such as {@code /jenkins}
     */
    History history(Job<?, ?> job, String dag, String root) {
        List<Run<?, ?>> builds = new ArrayList<>();
        for (Run<?, ?> build = job.getLastCompletedBuild();
                build != null && builds.size() < BUILDS;
                build = build.getPreviousCompletedBuild()) {
            builds.add(build);
        }
        List<String> of = builds.stream().map(Run::getId).toList();
        Written written = histories.get(job.getFullName() + "\n" + dag);
        synchronized (written) {
            if (!of.equals(written.of)) {
                written.history = read(builds, dag, root);
                written.of = of;
            }
            return written.history;
        }
    }

    private static History read(List<Run<?, ?>> builds, String dag, String root) {
        List<History.Of> runs = new ArrayList<>();
        for (Run<?, ?> build : builds) {
            DagRuns ids = build.getAction(DagRuns.class);
            for (String id : ids == null ? List.<String>of() : ids.ids()) {
                Optional<RunState> state = ended(build, id, dag);
                if (state.isPresent() && runs.size() < History.RUNS) {
                    String url = root + "/" + build.getUrl() + DagTab.URL + "/";
                    runs.add(new History.Of(state.get(), build.getDisplayName(), url));
                }
            }
        }
        return History.of(runs);
    }

    private static Optional<RunState> ended(Run<?, ?> build, String id, String dag) {
        try {
            return FinishedRuns.get()
                    .state(RunFolder.of(build, id), id)
                    .filter(s -> s.phase() == RunPhase.ENDED)
                    .filter(s -> dag == null || s.dag().name().equals(dag));
        } catch (IOException | IllegalTransitionException e) {
            LOGGER.log(Level.WARNING, e, () -> "the journal of run " + id + " of " + build + " cannot be read");
            return Optional.empty();
        }
    }
}

package io.jenkins.plugins.k8sdag.buildpage;

import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.k8sdag.journal.JournalReader;
import io.jenkins.plugins.k8sdag.pipeline.Controller;
import io.jenkins.plugins.k8sdag.pipeline.DrivenRun;
import io.jenkins.plugins.k8sdag.pipeline.RunFolder;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** States of runs for the page: live ones from the controller, others from their journals, of which the latest looked at are kept. */
@Extension
public final class FinishedRuns {
    private static final int KEPT = 32;

    private final Map<String, RunState> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RunState> eldest) {
            return size() > KEPT;
        }
    };

    static FinishedRuns get() {
        return ExtensionList.lookupSingleton(FinishedRuns.class);
    }

    /**
     * The state of a run, or empty if it has not written its first fact.
     *
     * @throws IOException when its journal cannot be read
     */
    Optional<RunState> state(RunFolder folder, String id) throws IOException {
        Optional<DrivenRun> driven = Controller.get().run(id);
        if (driven.isPresent()) {
            return Optional.of(driven.get().state());
        }
        synchronized (kept) {
            RunState state = kept.get(id);
            if (state != null) {
                return Optional.of(state);
            }
        }
        if (!Files.exists(folder.journal())) {
            return Optional.empty();
        }
        List<Fact> facts = JournalReader.read(folder.journal()).facts();
        if (facts.isEmpty()) {
            return Optional.empty();
        }
        RunState state = RunState.fold(facts);
        if (state.phase() == RunPhase.ENDED) {
            synchronized (kept) {
                kept.put(id, state);
            }
        }
        return Optional.of(state);
    }
}

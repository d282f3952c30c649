package io.jenkins.plugins.k8sdag.pipeline;

import hudson.model.TaskListener;
import io.jenkins.plugins.k8sdag.kubernetes.LogFiles;
import io.jenkins.plugins.k8sdag.kubernetes.LogReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Shows the logs of a stage's attempts as they grow, one after the other. Used by one thread at a time. */
final class StageLog {
    private final Path folder;
    private final String stage;
    private final List<LogReader> readers = new ArrayList<>();
    private final ShownLogs shown;

    /**
     * The log of a stage.
     *
     * @param shown what is left out of it
     */
    StageLog(Path folder, String stage, ShownLogs shown) {
        this.folder = folder;
        this.stage = stage;
        this.shown = shown;
    }

    /**
     * Shows what is new.
     *
     * @param attempts how many there are by now
     * @param last whether no more will come
     */
    void show(int attempts, boolean last, TaskListener listener) throws IOException {
        while (readers.size() < attempts) {
            readers.add(shown.rest(LogFiles.of(folder, stage, readers.size() + 1)));
        }
        for (LogReader reader : readers) {
            if (last) {
                reader.copyAll(listener.getLogger());
                reader.close();
            } else {
                reader.copy(listener.getLogger());
            }
        }
        listener.getLogger().flush();
    }
}

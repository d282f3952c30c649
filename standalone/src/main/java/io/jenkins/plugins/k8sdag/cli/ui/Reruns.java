package io.jenkins.plugins.k8sdag.cli.ui;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import java.io.IOException;
import java.util.Optional;

/** Starts new runs that take over what succeeded in earlier ones. Safe for use by several threads. */
public interface Reruns {
    /**
     * Starts one.
     *
     * @param before the earlier run, which has ended
     * @param from a stage that runs again with all that depends on it; empty: what did not succeed runs again
     * @return the new run's id, once there is something to see of it
     * @throws IOException when it does not start; the message says why
     */
    String start(RunFolder before, Optional<String> from) throws IOException;
}

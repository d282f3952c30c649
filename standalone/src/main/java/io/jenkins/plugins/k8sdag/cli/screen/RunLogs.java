package io.jenkins.plugins.k8sdag.cli.screen;

import java.nio.file.Path;

/** Where the logs of a run are, and how a line of them reads. */
public interface RunLogs {
    /** The file of an attempt's log, whether or not it is there yet. */
    Path file(String stage, int attempt);

    /** A line of a file without its stamp. */
    String text(String line);
}

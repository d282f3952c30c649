package io.jenkins.plugins.k8sdag.engine;

import java.io.IOException;

/** Where the logs of one run go: one log per attempt. Safe for use by several threads. */
public interface LogStore {
    /**
     * Opens the log of an attempt to go on with it.
     *
     * @param stage the stage's name
     * @param attempt its number, from 1
     * @return the log, positioned behind its last whole line
     * @throws IOException when the file cannot be read or written
     */
    LogSink open(String stage, int attempt) throws IOException;
}

package io.jenkins.plugins.k8sdag.cli.screen;

/**
 * A line about a run.
 *
 * @param stage the stage it is about, or {@link #RUN}
 */
record Said(int stage, String line) {
    static final int RUN = -1;
}

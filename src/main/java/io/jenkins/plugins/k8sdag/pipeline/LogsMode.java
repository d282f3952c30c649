package io.jenkins.plugins.k8sdag.pipeline;

/** Which stage logs appear in the build's console; the build's page has all of them. Named as a pipeline writes it. */
public enum LogsMode {
    console,
    failed,
    none
}

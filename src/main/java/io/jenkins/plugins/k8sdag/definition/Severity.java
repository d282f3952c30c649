package io.jenkins.plugins.k8sdag.definition;

/** Whether a problem keeps the file from running. */
public enum Severity {
    /** The file cannot run. */
    ERROR,
    /** The file runs, and will cause trouble. */
    WARNING
}

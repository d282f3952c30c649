package io.jenkins.plugins.k8sdag.run;

/** Whose fault a failure is, and so who has to act. */
public enum Blame {
    /** The stage's own program or its limits. */
    USER,
    /** The cluster: a node, the API, the registry. */
    INFRASTRUCTURE,
    /** What was asked for cannot be had as written: an image, a Secret, a permission. */
    CONFIGURATION,
    /** The namespace's share is used up. */
    QUOTA,
    /** Someone stopped it. */
    CANCELLED
}

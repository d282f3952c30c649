package io.jenkins.plugins.k8sdag.run;

/** Which Jobs stay in the cluster after their stage ended, for people to look at; a cancelled run always leaves nothing. */
public enum Keep {
    NEVER,
    FAILED,
    ALWAYS
}

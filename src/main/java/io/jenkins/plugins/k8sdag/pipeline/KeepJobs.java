package io.jenkins.plugins.k8sdag.pipeline;

import io.jenkins.plugins.k8sdag.run.Keep;
import java.util.Locale;

/** Which Jobs stay in the cluster after their stage ended. Named as a pipeline writes it. */
public enum KeepJobs {
    never,
    failed,
    always;

    Keep policy() {
        return Keep.valueOf(name().toUpperCase(Locale.ROOT));
    }

    /** For a form, in the user's language. */
    public String text() {
        return switch (this) {
            case never -> Messages.KeepJobs_never();
            case failed -> Messages.KeepJobs_failed();
            case always -> Messages.KeepJobs_always();
        };
    }
}

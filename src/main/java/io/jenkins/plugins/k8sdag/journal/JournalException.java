package io.jenkins.plugins.k8sdag.journal;

import java.io.IOException;

/** A journal that cannot be written, or holds what this version cannot read. The message names the file, the line and the remedy. */
public final class JournalException extends IOException {
    private static final long serialVersionUID = 1;

    public JournalException(String message) {
        super(message);
    }

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}

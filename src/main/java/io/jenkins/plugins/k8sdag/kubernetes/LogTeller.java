package io.jenkins.plugins.k8sdag.kubernetes;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Hands new lines of one log to a listener, in batches of at most 64 KiB. One thread at a time. */
final class LogTeller {
    private static final Logger LOGGER = Logger.getLogger(LogTeller.class.getName());
    private static final int BATCH = 64 * 1024;

    private final LogListener listener;
    private final String stage;
    private final int attempt;
    private byte[] batch = new byte[0];
    private int length;

    LogTeller(LogListener listener, String stage, int attempt) {
        this.listener = listener;
        this.stage = stage;
        this.attempt = attempt;
    }

    /** Takes a whole line with its line feed. */
    void add(byte[] bytes, int offset, int count) {
        if (length + count > BATCH) {
            flush();
        }
        if (count > BATCH) {
            byte[] alone = new byte[count];
            System.arraycopy(bytes, offset, alone, 0, count);
            tell(alone, count);
            return;
        }
        batch = batch.length == 0 ? new byte[BATCH] : batch;
        System.arraycopy(bytes, offset, batch, length, count);
        length += count;
    }

    void flush() {
        if (length > 0) {
            tell(batch, length);
            length = 0;
        }
    }

    /** A console that fails must not keep the log from its file. */
    private void tell(byte[] bytes, int count) {
        try {
            listener.lines(stage, attempt, bytes, count);
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "The log of stage " + stage + " could not be shown", e);
        }
    }
}

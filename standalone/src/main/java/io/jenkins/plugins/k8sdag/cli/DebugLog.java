package io.jenkins.plugins.k8sdag.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the program and its libraries log of themselves while a run is driven: into a file of the run's folder, made when there is
 * something to say, and never onto the screen.
 */
final class DebugLog extends Handler implements AutoCloseable {
    private final Path file;

    private DebugLog(Path file) {
        this.file = file;
        setLevel(Level.WARNING);
    }

    /** Takes the console away from the JDK's logging. For the start of a process of our own. */
    static void offScreen() {
        LogManager.getLogManager().reset();
    }

    /** Logs into a file until it is closed. */
    static DebugLog into(Path file) {
        DebugLog log = new DebugLog(file);
        Logger.getLogger("").addHandler(log);
        return log;
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        StringWriter text = new StringWriter();
        text.append(entry.getInstant() + " " + entry.getLevel() + " " + entry.getLoggerName() + ": ");
        text.append(MESSAGE.formatMessage(entry)).append('\n');
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        try {
            Files.writeString(file, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            reportError(null, e, java.util.logging.ErrorManager.WRITE_FAILURE);
        }
    }

    private static final Formatter MESSAGE = new Formatter() {
        @Override
        public String format(LogRecord entry) {
            return formatMessage(entry);
        }
    };

    @Override
    public void flush() {
        // Every entry is written when it comes.
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}

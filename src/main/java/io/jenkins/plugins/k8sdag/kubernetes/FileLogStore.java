package io.jenkins.plugins.k8sdag.kubernetes;

import io.jenkins.plugins.k8sdag.engine.LogSink;
import io.jenkins.plugins.k8sdag.engine.LogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Keeps the logs of a run as files in one folder, one per attempt. A line lies there as the API sends it: its stamp, a space, its
 * bytes, a line feed; a place where lines are missing is a line that begins with {@value LogLines#GAP}. Safe for use by several
 * threads; each log is written by one at a time.
 */
public final class FileLogStore implements LogStore {
    private final Path folder;
    private final Optional<UnaryOperator<byte[]>> mask;
    private final Optional<LogListener> listener;

    /**
     * A store.
     *
     * @param folder made when the first log is opened
     */
    public FileLogStore(Path folder) {
        this(folder, Optional.empty(), Optional.empty());
    }

    /**
     * A store that hides secrets, or tells what it writes, or both.
     *
     * @param folder made when the first log is opened
     * @param mask turns a line, without stamp and line feed, into what may be written of it; lines of over 1 MiB are cut there, for
     *     a secret across the cut would not be seen
     * @param listener told of new lines
     */
    public FileLogStore(Path folder, Optional<UnaryOperator<byte[]>> mask, Optional<LogListener> listener) {
        this.folder = folder;
        this.mask = mask;
        this.listener = listener;
    }

    @Override
    public LogSink open(String stage, int attempt) throws IOException {
        Files.createDirectories(folder);
        LogFile file = LogFile.open(LogFiles.of(folder, stage, attempt));
        Optional<LogTeller> teller = listener.map(l -> new LogTeller(l, stage, attempt));
        return new FileLogSink(file, mask, teller);
    }

    /** The file of a log, whether it exists or not. */
    public Path file(String stage, int attempt) {
        return LogFiles.of(folder, stage, attempt);
    }
}

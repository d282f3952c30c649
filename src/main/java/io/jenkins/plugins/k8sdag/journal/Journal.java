package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.Fact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The journal of one run, open for writing. A turn's facts are one line, so that a crash leaves all or none of them. The file is
 * locked while it is open: two processes never drive the same run. The lock is the process's own and ends when any channel on the
 * file is closed, so that a process that drives a run reads its state, not its journal. Used by one thread at a time.
 */
public final class Journal implements AutoCloseable {
    private static final int LOCK_TRIES = 10;
    private static final Duration LOCK_PAUSE = Duration.ofMillis(20);

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    private Dag dag;
    private long seq;

    private Journal(Path file, FileChannel channel, FileLock lock, Dag dag, long seq) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
        this.dag = dag;
        this.seq = seq;
    }

    /**
     * Starts the journal of a new run.
     *
     * @throws IOException when the file exists or cannot be written
     */
    public static Journal create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new Journal(file, channel, lock(file, channel), null, 0);
    }

    /**
     * Opens the journal of a run to go on with it; a torn last line is cut off.
     *
     * @return the journal and the facts it holds
     * @throws JournalException when a line cannot be read, or another process drives the run
     * @throws IOException when the file cannot be read or written
     */
    public static Reopened reopen(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new JournalException(file + ": there is no such journal");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = lock(file, channel);
            // Through this very channel: closing any other one on the file would give its lock back (POSIX, fcntl).
            JournalReader.Contents contents = JournalReader.read(file, channel);
            channel.truncate(contents.length());
            channel.position(contents.length());
            Dag dag = contents.dag();
            return new Reopened(
                    new Journal(file, channel, lock, dag, contents.facts().size()), contents.facts());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * A journal that was there before.
     *
     * @param journal positioned behind its last whole line
     * @param facts what it holds
     */
    public record Reopened(Journal journal, List<Fact> facts) {}

    private static FileLock lock(Path file, FileChannel channel) throws IOException {
        for (int tries = 0; tries < LOCK_TRIES; tries++) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Held within this very process: the same answer.
            }
            // Whoever asks whether it is in use holds the lock for a moment as well.
            LockSupport.parkNanos(LOCK_PAUSE.toNanos());
        }
        channel.close();
        throw new JournalException(
                file + ": this run is being driven by another process; wait for it, or stop it first");
    }

    /** Whether a run's journal is being written by some other process just now. Not for the process that may be writing it. */
    public static boolean inUse(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /**
     * Writes the facts of one turn and forces them to the disk before it returns.
     *
     * @throws JournalException when they may not be on the disk; nothing may be done about them then
     */
    public void append(List<Fact> facts) throws JournalException {
        if (facts.isEmpty()) {
            return;
        }
        ObjectNode turn = Json.object();
        turn.put("seq", seq);
        ArrayNode array = turn.putArray("facts");
        for (Fact fact : facts) {
            // A fan-out is told by its own name, and what follows on it by those of its instances.
            dag = fact instanceof Fact.RunStarted started ? started.dag() : dag;
            array.add(FactJson.write(dag, fact));
            dag = DagJson.after(dag, fact);
        }
        ByteBuffer line = StandardCharsets.UTF_8.encode(turn.toString() + "\n");
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new JournalException(
                    file + ": the journal cannot be written: " + e.getMessage()
                            + " (nothing was launched for it; free the disk and resume the run)",
                    e);
        }
        seq += facts.size();
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            lock.release();
            channel.close();
        }
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Reads a log as people want it: mostly without stamps, gaps marked, also while it is being written. Only whole lines are given out, but for
 * lines of over 64 KiB, which come in pieces. One thread at a time.
 */
public final class LogReader implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final Path path;
    private final byte[] buffer = new byte[BUFFER];
    private final boolean stamps;
    private int length;
    private long position;
    private boolean inLine;
    private FileChannel channel;

    private LogReader(Path path, long position, boolean stamps) {
        this.path = path;
        this.position = position;
        this.stamps = stamps;
    }

    /**
     * Reads from the beginning.
     *
     * @param path of a log, which need not be there yet
     */
    public static LogReader open(Path path) {
        return new LogReader(path, 0, false);
    }

    /** Reads from the beginning, every line with the stamp the node gave it. */
    public static LogReader openStamped(Path path) {
        return new LogReader(path, 0, true);
    }

    /**
     * Reads the last lines.
     *
     * @param path of a log, which need not be there yet
     * @param lines how many, at least 0
     */
    public static LogReader tail(Path path, int lines) throws IOException {
        return new LogReader(path, Files.exists(path) ? startOfLast(path, lines) : 0, false);
    }

    /** Another reader of the same log, which begins where this one stands. */
    public LogReader again() {
        return new LogReader(path, position, stamps);
    }

    private static long startOfLast(Path path, int lines) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer chunk = ByteBuffer.allocate(BUFFER);
            int feeds = 0;
            for (long end = file.size(); end > 0; end -= BUFFER) {
                long from = Math.max(0, end - BUFFER);
                chunk.clear().limit((int) (end - from));
                int n = file.read(chunk, from);
                for (int i = n - 1; i >= 0; i--) {
                    // The feed of the last line ends it and begins none.
                    if (chunk.get(i) == '\n' && from + i + 1 < file.size() && ++feeds == lines) {
                        return from + i + 1;
                    }
                    if (chunk.get(i) == '\n' && lines == 0) {
                        return from + i + 1;
                    }
                }
            }
            return 0;
        }
    }

    /**
     * Copies the whole lines there are now.
     *
     * @return how many bytes of the log were read
     */
    public long copy(OutputStream out) throws IOException {
        return copy(out, false);
    }

    /** Copies all there is, a last line without an end too; for logs that are no longer written. */
    public long copyAll(OutputStream out) throws IOException {
        return copy(out, true);
    }

    private long copy(OutputStream out, boolean all) throws IOException {
        if (channel == null && !Files.exists(path)) {
            return 0;
        }
        channel = channel == null ? FileChannel.open(path, StandardOpenOption.READ) : channel;
        long before = position;
        while (fill() || length > 0 && all) {
            int end = lastFeed() + 1;
            if (end == 0 && (length == BUFFER || all)) {
                end = length;
            }
            if (end == 0) {
                break;
            }
            give(out, end);
            position += end;
            System.arraycopy(buffer, end, buffer, 0, length - end);
            length -= end;
        }
        // What is left is read again, for a line without an end may yet be taken back by its writer.
        length = 0;
        return position - before;
    }

    private boolean fill() throws IOException {
        int before = length;
        while (length < BUFFER) {
            int n = channel.read(ByteBuffer.wrap(buffer, length, BUFFER - length), position + length);
            if (n <= 0) {
                break;
            }
            length += n;
        }
        return length > before;
    }

    private int lastFeed() {
        int i = length - 1;
        while (i >= 0 && buffer[i] != '\n') {
            i--;
        }
        return i;
    }

    private void give(OutputStream out, int end) throws IOException {
        int at = 0;
        while (at < end) {
            int feed = at;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            int text = inLine || stamps ? at : LogLines.text(buffer, at, feed);
            int stop = Math.min(end, feed + 1);
            out.write(buffer, text, stop - text);
            inLine = feed == end;
            at = stop;
        }
    }

    /**
     * Copies lines as they are written, until told that no more will come and all there is was copied. Blocking.
     *
     * @param finished whether the log is complete; asked before the last look
     * @param pause between looks while nothing comes
     * @throws IOException when the log cannot be read or {@code out} not written
     */
    public void follow(OutputStream out, BooleanSupplier finished, Duration pause) throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            boolean last = finished.getAsBoolean();
            long read = last ? copyAll(out) : copy(out);
            out.flush();
            if (last) {
                return;
            }
            if (read == 0) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(pause.toMillis()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}

package io.jenkins.plugins.k8sdag.embedded.process;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * What one run of a container printed, in a file of the kubelet's own (CRI) format: {@code TIME stdout F LINE}, or {@code P}
 * for a piece that ends without a newline. A line's time is taken when it is read and never changes; times grow strictly.
 * Memory stays bounded whatever is printed: a line longer than 16 KiB is written in pieces. One thread pumps, any number read.
 */
public final class ContainerLog {
    /** As containerd's {@code max_container_log_line_size}. */
    private static final int LONGEST = 16 * 1024;

    private final Path file;
    private long length;
    private boolean closed;
    private long lastNanos;

    public ContainerLog(Path file) {
        this.file = file;
    }

    public Path file() {
        return file;
    }

    /** Writes down everything from {@code input} until it ends, then closes the log. */
    void pump(InputStream input) throws IOException {
        try (input;
                OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            byte[] chunk = new byte[1 << 16];
            ByteArrayOutputStream line = new ByteArrayOutputStream(256);
            int count = read(input, chunk);
            while (count > 0) {
                write(output, chunk, count, line);
                count = read(input, chunk);
            }
            if (line.size() > 0) {
                grow(record(output, line, 'P'), output);
            }
        } finally {
            close();
        }
    }

    /** The pipe of a process that was killed may be closed under the reader: that is its end, not an error. */
    private static int read(InputStream input, byte[] chunk) {
        try {
            return input.read(chunk);
        } catch (IOException e) {
            return -1;
        }
    }

    private void write(OutputStream output, byte[] chunk, int count, ByteArrayOutputStream line) throws IOException {
        long written = 0;
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (chunk[i] == '\n') {
                line.write(chunk, start, i - start);
                written += record(output, line, 'F');
                start = i + 1;
            } else if (line.size() + i + 1 - start >= LONGEST) {
                line.write(chunk, start, i + 1 - start);
                written += record(output, line, 'P');
                start = i + 1;
            }
        }
        line.write(chunk, start, count - start);
        grow(written, output);
    }

    private long record(OutputStream output, ByteArrayOutputStream line, char tag) throws IOException {
        byte[] head = (stamp() + " stdout " + tag + " ").getBytes(StandardCharsets.US_ASCII);
        output.write(head);
        line.writeTo(output);
        output.write('\n');
        long size = head.length + line.size() + 1L;
        line.reset();
        return size;
    }

    /** Nanoseconds always in full, as the kubelet prints them, so that stamps compare as text. */
    private String stamp() {
        Instant now = Instant.now();
        long nanos = Math.max(TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(), lastNanos + 1);
        lastNanos = nanos;
        return Stamps.format(nanos);
    }

    private void grow(long bytes, OutputStream output) throws IOException {
        output.flush();
        synchronized (this) {
            length += bytes;
            notifyAll();
        }
    }

    /** Ends the log: followers read what is there and stop. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    public synchronized boolean closed() {
        return closed;
    }

    public synchronized long length() {
        return length;
    }

    /**
     * Waits until there is more than {@code seen} bytes, the log is closed, or the time is over.
     *
     * @return the length now
     */
    public synchronized long await(long seen, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (length <= seen && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return length;
    }
}

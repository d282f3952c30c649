package io.jenkins.plugins.k8sdag.embedded.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Reads a {@link ContainerLog} for one client, on the client's thread, with the options of the pod log API. */
public final class LogReader {
    private static final int STAMP = "2026-01-01T00:00:00.000000000Z".length();
    private static final int HEAD = STAMP + " stdout F ".length();

    private final ContainerLog log;
    private final Options options;
    private long left;
    private boolean lineStart = true;

    /**
     * @param since lines before are left out; null for none. The API server passes whole seconds on, so do the callers
     * @param tailLines how many lines from the end; null for all
     * @param limitBytes how many bytes at most; null for all
     */
    public record Options(boolean follow, boolean timestamps, Instant since, Long tailLines, Long limitBytes) {}

    /** Tells whether to go on following, between two waits. */
    public interface Going {
        boolean on();
    }

    public LogReader(ContainerLog log, Options options) {
        this.log = log;
        this.options = options;
        this.left = options.limitBytes() == null ? Long.MAX_VALUE : options.limitBytes();
    }

    /** Copies to {@code output} until the end: of the log now or, when following, of the container. */
    public void copyTo(OutputStream output, Going going) throws IOException, InterruptedException {
        try (RandomAccessFile file = new RandomAccessFile(log.file().toFile(), "r")) {
            long end = log.length();
            long at = options.tailLines() == null ? 0 : tail(file, end, options.tailLines());
            while (true) {
                at = copy(file, at, end, output);
                output.flush();
                boolean closed = log.closed();
                end = log.length();
                if (left <= 0 || at >= end && (closed || !options.follow() || !going.on())) {
                    return;
                }
                if (at >= end) {
                    end = log.await(at, 1000);
                }
            }
        }
    }

    /** Copies whole records only; the file holds nothing else up to {@code end}. */
    private long copy(RandomAccessFile file, long from, long end, OutputStream output) throws IOException {
        byte[] buffer = new byte[1 << 17];
        long at = from;
        while (at < end && left > 0) {
            file.seek(at);
            int count = file.read(buffer, 0, (int) Math.min(buffer.length, end - at));
            int start = 0;
            for (int i = start; i < count && left > 0; i++) {
                if (buffer[i] == '\n') {
                    record(buffer, start, i, output);
                    start = i + 1;
                }
            }
            at += start;
        }
        return at;
    }

    private void record(byte[] buffer, int start, int end, OutputStream output) throws IOException {
        if (options.since() != null) {
            Instant time = Instant.parse(new String(buffer, start, STAMP, StandardCharsets.US_ASCII));
            if (time.isBefore(options.since())) {
                return;
            }
        }
        boolean whole = buffer[start + HEAD - 2] == 'F';
        if (options.timestamps() && lineStart) {
            put(output, buffer, start, STAMP + 1);
        }
        put(output, buffer, start + HEAD, end - start - HEAD + (whole ? 1 : 0));
        lineStart = whole;
    }

    private void put(OutputStream output, byte[] buffer, int from, int count) throws IOException {
        int some = (int) Math.min(count, left);
        output.write(buffer, from, some);
        left -= some;
    }

    /** Where the last {@code lines} lines begin, found backwards. */
    private static long tail(RandomAccessFile file, long end, long lines) throws IOException {
        if (lines <= 0) {
            return end;
        }
        byte[] buffer = new byte[1 << 16];
        long found = 0;
        long at = end;
        while (at > 0) {
            int size = (int) Math.min(buffer.length, at);
            file.seek(at - size);
            file.readFully(buffer, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                if (buffer[i] == '\n' && ++found > lines) {
                    return at - size + i + 1;
                }
            }
            at -= size;
        }
        return 0;
    }
}

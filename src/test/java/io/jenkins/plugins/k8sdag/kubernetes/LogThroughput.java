package io.jenkins.plugins.k8sdag.kubernetes;

import io.jenkins.plugins.k8sdag.engine.LogSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Measures how fast logs get into their files from a source that is always ready. For the benchmark; asserts nothing. */
public final class LogThroughput {
    /**
     * What was measured.
     *
     * @param bytes written to all files
     * @param lines in all files
     * @param nanos it took
     */
    public record Result(long bytes, long lines, long nanos) {
        public double megabytesPerSecond() {
            return bytes / 1e6 / (nanos / 1e9);
        }
    }

    private LogThroughput() {}

    /**
     * Writes to many logs at once, in chunks of 8 KiB as OkHttp hands them over.
     *
     * @param folder for the files
     * @param logs how many
     * @param threads how many write at a time
     * @param bytesPerLog about how much each
     * @param lineLength of the lines, without their stamps
     */
    public static Result measure(Path folder, int logs, int threads, long bytesPerLog, int lineLength)
            throws InterruptedException, ExecutionException {
        FileLogStore store = new FileLogStore(folder);
        byte[] text = "x".repeat(lineLength).getBytes(StandardCharsets.UTF_8);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long began = System.nanoTime();
            List<Future<long[]>> results = new ArrayList<>();
            for (int i = 0; i < logs; i++) {
                String stage = "stage-" + i;
                results.add(pool.submit(() -> write(store, stage, bytesPerLog, text)));
            }
            long bytes = 0;
            long lines = 0;
            for (Future<long[]> result : results) {
                bytes += result.get()[0];
                lines += result.get()[1];
            }
            return new Result(bytes, lines, System.nanoTime() - began);
        } finally {
            pool.shutdownNow();
        }
    }

    private static long[] write(FileLogStore store, String stage, long bytes, byte[] text) throws IOException {
        byte[] chunk = new byte[8 * 1024];
        byte[] line = new byte[31 + text.length + 1];
        byte[] prefix = "2026-11-21T17:46:00.000000000Z ".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(prefix, 0, line, 0, prefix.length);
        System.arraycopy(text, 0, line, prefix.length, text.length);
        line[line.length - 1] = '\n';
        long written = 0;
        int used = 0;
        try (LogSink sink = store.open(stage, 1)) {
            for (long n = 0; written < bytes; n++) {
                stamp(line, n);
                for (int from = 0; from < line.length; ) {
                    int part = Math.min(line.length - from, chunk.length - used);
                    System.arraycopy(line, from, chunk, used, part);
                    from += part;
                    used += part;
                    if (used == chunk.length) {
                        sink.write(chunk, 0, used);
                        written += used;
                        used = 0;
                    }
                }
            }
            return new long[] {written, sink.lines()};
        }
    }

    /** Counts microseconds up in the stamp's digits. */
    private static void stamp(byte[] line, long micros) {
        long rest = micros;
        for (int i = 25; i >= 20; i--) {
            line[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        line[18] = (byte) ('0' + rest % 10);
    }
}

package io.jenkins.plugins.k8sdag.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a file that may be large. */
final class LogEnd {
    /** Lines that are longer than this all together are cut at their start. */
    private static final int BYTES = 64 * 1024;

    private LogEnd() {}

    /** The last lines of a file, without line ends. */
    static List<String> lines(Path file, int most) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - BYTES);
            byte[] end = new byte[(int) (in.length() - from)];
            in.seek(from);
            in.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            List<String> whole = from > 0 && lines.size() > 1 ? lines.subList(1, lines.size()) : lines;
            return whole.subList(Math.max(0, whole.size() - most), whole.size());
        }
    }
}

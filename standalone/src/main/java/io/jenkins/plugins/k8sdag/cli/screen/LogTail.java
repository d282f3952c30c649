package io.jenkins.plugins.k8sdag.cli.screen;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a growing log file line by line, however often it is asked. Holds one unfinished line and a buffer, whatever the file's
 * size. The file may not be there yet. Used by one thread.
 */
public final class LogTail {
    private static final int BUFFER = 64 * 1024;
    /** Of a line longer than this only the start is shown; the file has all of it. */
    private static final int LONGEST_LINE = 1 << 20;

    private final Path file;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private long offset;

    public LogTail(Path file) {
        this.file = file;
    }

    /**
     * The lines that were added since the last call, at most about a buffer's worth: ask again until there are none.
     *
     * @return whole lines as they are in the file, stamps included, without line ends
     * @throws IOException when the file is there and cannot be read
     */
    public List<String> more() throws IOException {
        List<String> lines = new ArrayList<>();
        if (!Files.exists(file)) {
            return lines;
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(offset);
            int n;
            while (lines.isEmpty() && (n = in.read(buffer)) > 0) {
                offset += n;
                split(n, lines);
            }
        }
        return lines;
    }

    private void split(int n, List<String> lines) {
        int start = 0;
        for (int i = 0; i < n; i++) {
            if (buffer[i] == '\n') {
                keep(start, i);
                lines.add(unfinished.toString(StandardCharsets.UTF_8));
                unfinished.reset();
                start = i + 1;
            }
        }
        keep(start, n);
    }

    private void keep(int from, int to) {
        int room = LONGEST_LINE - unfinished.size();
        unfinished.write(buffer, from, Math.max(0, Math.min(room, to - from)));
    }

    /** Goes on from the end of the file as it is now; what was not read is left out. */
    long skipToEnd() throws IOException {
        long skipped = Files.size(file) - offset;
        offset += skipped;
        unfinished.reset();
        return skipped;
    }

    /** What stands behind the last line end, if the file will not grow any more. */
    public List<String> rest() {
        List<String> rest = unfinished.size() == 0 ? List.of() : List.of(unfinished.toString(StandardCharsets.UTF_8));
        unfinished.reset();
        return rest;
    }
}

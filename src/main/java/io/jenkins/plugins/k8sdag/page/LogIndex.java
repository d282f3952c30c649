package io.jenkins.plugins.k8sdag.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the lines of a log's file begin, so that any of a million lines is found at once. Every so many lines one offset is kept;
 * of a file that grew only what is new is read. Safe for use by several threads.
 */
public final class LogIndex {
    /** A thousand offsets of 8 bytes for a million lines. */
    private static final int EVERY = 1000;

    private static final int CHUNK = 256 * 1024;
    /** Of a line that is longer no more is told. */
    static final int LONGEST = 64 * 1024;
    /** So many places where a text was found are told. */
    static final int MOST_HITS = 1000;

    private final Path file;
    private final List<Long> offsets = new ArrayList<>(List.of(0L));
    private long lines;
    private long read;

    public LogIndex(Path file) {
        this.file = file;
    }

    /**
     * Some lines.
     *
     * @param from the first, from 0; negative: so many before the end
     * @param count how many at most
     * @param complete whether the log is no longer written; then a last line without an end is a line
     * @throws IOException when the file is there and cannot be read
     */
    public synchronized LogLines lines(long from, int count, boolean complete) throws IOException {
        if (!Files.exists(file)) {
            return new LogLines(0, complete, 0, List.of());
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            grow(channel);
            long total = lines + (complete && channel.size() > read ? 1 : 0);
            long first = Math.max(0, from < 0 ? total + from : from);
            List<String[]> told = new ArrayList<>();
            if (count > 0 && first < total) {
                Lines in = at(channel, first);
                for (long i = first; i < Math.min(total, first + count); i++) {
                    told.add(LogLines.split(in.next()));
                }
            }
            return new LogLines(total, complete, first, told);
        }
    }

    /**
     * Which lines hold a text, upper and lower case alike.
     *
     * @param text what is looked for; "" is found nowhere
     */
    public synchronized LogHits find(String text) throws IOException {
        List<Long> hits = new ArrayList<>();
        if (text.isEmpty() || !Files.exists(file)) {
            return new LogHits(hits, false);
        }
        String wanted = text.toLowerCase(Locale.ROOT);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            grow(channel);
            Lines in = at(channel, 0);
            for (long i = 0; i < lines; i++) {
                String said = LogLines.split(in.next())[1];
                if (said.toLowerCase(Locale.ROOT).contains(wanted)) {
                    if (hits.size() == MOST_HITS) {
                        return new LogHits(hits, true);
                    }
                    hits.add(i);
                }
            }
        }
        return new LogHits(hits, false);
    }

    /** Reads what is new. A file that became shorter is another one. */
    private void grow(SeekableByteChannel channel) throws IOException {
        if (channel.size() < read) {
            offsets.subList(1, offsets.size()).clear();
            lines = 0;
            read = 0;
        }
        long at = read;
        channel.position(at);
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (channel.read(chunk.clear()) > 0) {
            for (int i = 0; i < chunk.position(); i++) {
                at++;
                if (chunk.get(i) == '\n') {
                    lines++;
                    read = at;
                    if (lines % EVERY == 0) {
                        offsets.add(at);
                    }
                }
            }
        }
    }

    private Lines at(SeekableByteChannel channel, long line) throws IOException {
        channel.position(offsets.get((int) (line / EVERY)));
        Lines in = new Lines(channel, LONGEST);
        in.skip(line % EVERY);
        return in;
    }
}

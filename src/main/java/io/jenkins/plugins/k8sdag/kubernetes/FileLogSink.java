package io.jenkins.plugins.k8sdag.kubernetes;

import io.jenkins.plugins.k8sdag.engine.LogSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Writes a stream of stamped lines to a log's file, without the lines it holds already. Looks at each byte once, copies none that
 * is kept, and holds no line whatever its length. One thread at a time.
 */
final class FileLogSink implements LogSink {
    /** What the node says instead of a line, such as that a log cannot be opened, is kept up to here. */
    private static final int MAX_UNSTAMPED = 500;

    private enum Place {
        /** At the beginning of a line; its stamp is not complete. */
        HEAD,
        KEPT,
        DROPPED,
        /** In a line that has no stamp: not the container's words. */
        UNSTAMPED
    }

    private final LogFile file;
    private final LineOut out;
    private final HeldLines held;
    private final byte[] head = new byte[Stamp.MAX_LENGTH + 1];
    private int headLength;
    private final StringBuilder unstamped = new StringBuilder();
    private Place place = Place.HEAD;
    private long stamp;
    private long lines;
    private int gaps;

    FileLogSink(LogFile file, Optional<UnaryOperator<byte[]>> mask, Optional<LogTeller> teller) {
        this.file = file;
        this.held = file.held();
        this.lines = file.lines();
        this.gaps = file.gaps();
        boolean straight = mask.isEmpty() && teller.isEmpty();
        this.out = straight ? new LineOut.Straight(file) : new WholeLines(file, mask, teller);
    }

    @Override
    public Optional<Instant> lastStamp() {
        return held.last() == Stamp.NONE ? Optional.empty() : Optional.of(Stamp.instant(held.last()));
    }

    @Override
    public void rewind() {
        try {
            out.cut();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        headLength = 0;
        unstamped.setLength(0);
        place = Place.HEAD;
        held.rewind();
    }

    @Override
    public void write(byte[] b, int offset, int length) throws IOException {
        int end = offset + length;
        int i = offset;
        // Where bytes to keep begin that are not written yet, or -1.
        int from = place == Place.KEPT ? offset : -1;
        while (i < end) {
            if (place == Place.HEAD) {
                int before = i;
                boolean carried = headLength > 0;
                i = head(b, i, end);
                if (place == Place.KEPT && carried) {
                    flush(b, from, before);
                    out.write(head, 0, headLength);
                    headLength = 0;
                    from = i;
                } else if (place == Place.KEPT) {
                    headLength = 0;
                    from = from < 0 ? before : from;
                } else {
                    flush(b, from, before);
                    from = -1;
                    headLength = place == Place.HEAD ? headLength : 0;
                }
                continue;
            }
            int feed = indexOfFeed(b, i, end);
            int stop = feed < 0 ? end : feed;
            if (place == Place.UNSTAMPED) {
                collect(b, i, stop);
            }
            i = feed < 0 ? end : feed + 1;
            if (feed >= 0) {
                from = lineEnds(from);
            }
        }
        flush(b, from, end);
        out.pause();
    }

    /** At a line feed; what was kept goes on being kept, with whatever the next line turns out to be. */
    private int lineEnds(int from) throws IOException {
        if (place == Place.KEPT) {
            lines++;
            held.held(stamp);
        } else if (place == Place.UNSTAMPED) {
            tellUnstamped();
        }
        place = Place.HEAD;
        return from;
    }

    private void flush(byte[] b, int from, int to) throws IOException {
        if (from >= 0 && to > from) {
            out.write(b, from, to - from);
        }
    }

    /** Reads on in a stamp; returns where it stopped: at the space behind it, in the middle of nothing, or at the end. */
    private int head(byte[] b, int at, int end) {
        if (headLength == 0 && end - at > Stamp.MAX_LENGTH) {
            // The usual case: the whole stamp is there and need not be put together.
            int space = at + 20;
            while (space < at + Stamp.MAX_LENGTH && b[space] != ' ') {
                space++;
            }
            stamp = b[space] == ' ' ? Stamp.nanos(b, at, space - at) : Stamp.NONE;
            if (stamp != Stamp.NONE) {
                place = held.isHeld(stamp) ? Place.DROPPED : Place.KEPT;
                return space;
            }
        }
        int i = at;
        while (i < end && headLength < head.length) {
            byte c = b[i];
            if (c == '\n' && headLength == 0) {
                // A feed of its own has no stamp and no words; nothing is lost with it.
                return i + 1;
            }
            if (c == ' ' || c == '\n') {
                stamp = Stamp.nanos(head, 0, headLength);
                if (stamp == Stamp.NONE) {
                    return unstamped(i);
                }
                place = held.isHeld(stamp) ? Place.DROPPED : Place.KEPT;
                return i;
            }
            head[headLength++] = c;
            i++;
        }
        return headLength < head.length ? i : unstamped(i);
    }

    private int unstamped(int at) {
        place = Place.UNSTAMPED;
        unstamped.append(new String(head, 0, headLength, StandardCharsets.UTF_8));
        headLength = 0;
        return at;
    }

    private void collect(byte[] b, int at, int end) {
        int room = Math.min(end - at, MAX_UNSTAMPED - unstamped.length());
        if (room > 0) {
            unstamped.append(new String(b, at, room, StandardCharsets.UTF_8));
        }
    }

    private void tellUnstamped() throws IOException {
        String words = unstamped.toString().strip();
        unstamped.setLength(0);
        if (!words.isEmpty()) {
            write(words);
        }
    }

    private void write(String why) throws IOException {
        byte[] line = LogLines.gap(why);
        out.write(line, 0, line.length);
        gaps++;
    }

    private static int indexOfFeed(byte[] b, int at, int end) {
        for (int i = at; i < end; i++) {
            if (b[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** A last line without a feed is a line; a stamp without its line is none. */
    private void endLine() throws IOException {
        if (place == Place.KEPT) {
            out.end();
            lines++;
            held.held(stamp);
        } else if (place == Place.UNSTAMPED) {
            tellUnstamped();
        }
        headLength = 0;
        place = Place.HEAD;
    }

    @Override
    public void gap(String why) throws IOException {
        endLine();
        write(why);
        out.pause();
    }

    @Override
    public long lines() {
        return lines;
    }

    @Override
    public int gaps() {
        return gaps;
    }

    @Override
    public void close() throws IOException {
        endLine();
        out.pause();
        file.close();
    }
}

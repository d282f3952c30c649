package io.jenkins.plugins.k8sdag.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a file line by line, each byte looked at once. One thread. */
final class Lines {
    private static final int BUFFER = 256 * 1024;

    private final SeekableByteChannel channel;
    private final byte[] buffer = new byte[BUFFER];
    private final int longest;
    private int at;
    private int filled;

    /** Reads from the channel's position on; of a line over {@code longest} bytes the rest is left out. */
    Lines(SeekableByteChannel channel, int longest) {
        this.channel = channel;
        this.longest = longest;
    }

    /** Reads the next line, a last one without an end too; at the end of the file "". */
    String next() throws IOException {
        byte[] line = null;
        while (at < filled || fill()) {
            int end = feed();
            boolean whole = end < filled;
            if (whole && line == null) {
                String text = new String(buffer, at, Math.min(longest, end - at), StandardCharsets.UTF_8);
                at = end + 1;
                return text;
            }
            line = joined(line, end);
            at = end + 1;
            if (whole) {
                break;
            }
        }
        return line == null ? "" : new String(line, StandardCharsets.UTF_8);
    }

    void skip(long lines) throws IOException {
        for (long left = lines; left > 0 && (at < filled || fill()); ) {
            int end = feed();
            left -= end < filled ? 1 : 0;
            at = end + 1;
        }
    }

    private int feed() {
        int end = at;
        while (end < filled && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private byte[] joined(byte[] begun, int end) {
        int had = begun == null ? 0 : begun.length;
        int more = Math.max(0, Math.min(longest - had, end - at));
        byte[] all = begun == null ? new byte[more] : Arrays.copyOf(begun, had + more);
        System.arraycopy(buffer, at, all, had, more);
        return all;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, channel.read(ByteBuffer.wrap(buffer)));
        return filled > 0;
    }
}

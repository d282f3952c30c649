package io.jenkins.plugins.k8sdag.cli.screen;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Bytes as lines of text, handed on one by one, up to a number; what is more is only counted. Used by one thread. */
final class Lines extends OutputStream {
    /** Of a longer line only the start is shown; the file has all of it. */
    private static final int LONGEST = 64 * 1024;

    private final Consumer<String> sink;
    private final int most;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int given;
    private int left;

    Lines(int most, Consumer<String> sink) {
        this.most = most;
        this.sink = sink;
    }

    @Override
    public void write(int b) {
        if (b == '\n') {
            end();
        } else if (line.size() < LONGEST) {
            line.write(b);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, from, i);
                end();
                from = i + 1;
            }
        }
        keep(bytes, from, offset + length);
    }

    private void keep(byte[] bytes, int from, int to) {
        line.write(bytes, from, Math.max(0, Math.min(to - from, LONGEST - line.size())));
    }

    private void end() {
        if (given < most) {
            given++;
            sink.accept(line.toString(StandardCharsets.UTF_8));
        } else {
            left++;
        }
        line.reset();
    }

    /** Ends a line that has no end. */
    @Override
    public void close() {
        if (line.size() > 0) {
            end();
        }
    }

    /** How many lines were not handed on since this was last asked; as many as at first may come again. */
    int left() {
        int n = left;
        left = 0;
        given = 0;
        return n;
    }
}

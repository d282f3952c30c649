package io.jenkins.plugins.k8sdag.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Puts lines together before they are written, to hide secrets in them and to tell them. Holds at most one line of 1 MiB. */
final class WholeLines implements LineOut {
    static final int MAX = 1024 * 1024;
    private static final byte[] CUT =
            " [… the rest of this line is left out: over 1 MiB]".getBytes(StandardCharsets.UTF_8);

    private final LogFile file;
    private final Optional<UnaryOperator<byte[]>> mask;
    private final Optional<LogTeller> teller;
    private byte[] line = new byte[1024];
    private int length;
    /** Bytes of the line that do not fit. */
    private long over;

    WholeLines(LogFile file, Optional<UnaryOperator<byte[]>> mask, Optional<LogTeller> teller) {
        this.file = file;
        this.mask = mask;
        this.teller = teller;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int from = offset;
        for (int i = offset; i < offset + count; i++) {
            if (bytes[i] == '\n') {
                add(bytes, from, i - from);
                from = i + 1;
                whole();
            }
        }
        add(bytes, from, offset + count - from);
    }

    private void add(byte[] bytes, int offset, int count) {
        int fits = Math.min(count, MAX - length);
        if (length + fits > line.length) {
            line = Arrays.copyOf(line, Math.min(MAX, Math.max(length + fits, line.length * 2)));
        }
        System.arraycopy(bytes, offset, line, length, fits);
        length += fits;
        over += count - fits;
    }

    private void whole() throws IOException {
        int text = LogLines.isGap(line, 0, length) ? 0 : LogLines.text(line, 0, length);
        byte[] shown = Arrays.copyOfRange(line, text, length);
        if (mask.isPresent() && !LogLines.isGap(line, 0, length)) {
            shown = mask.get().apply(shown);
        }
        byte[] out = new byte[text + shown.length + (over > 0 ? CUT.length : 0) + 1];
        System.arraycopy(line, 0, out, 0, text);
        int end = text;
        for (byte b : shown) {
            // A mask that makes two lines of one would leave the second without a stamp.
            out[end++] = b == '\n' ? (byte) ' ' : b;
        }
        if (over > 0) {
            System.arraycopy(CUT, 0, out, end, CUT.length);
            end += CUT.length;
        }
        out[end++] = '\n';
        file.write(out, 0, end);
        int length = end - text;
        teller.ifPresent(t -> t.add(out, text, length));
        reset();
    }

    private void reset() {
        length = 0;
        over = 0;
        if (line.length > 64 * 1024) {
            line = new byte[1024];
        }
    }

    @Override
    public void cut() {
        reset();
    }

    @Override
    public void end() throws IOException {
        if (length > 0) {
            whole();
        }
    }

    @Override
    public void pause() {
        teller.ifPresent(LogTeller::flush);
    }
}

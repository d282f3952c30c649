package io.jenkins.plugins.k8sdag.kubernetes;

import java.nio.charset.StandardCharsets;

/** What lines of a log's file look like. Pure functions. */
final class LogLines {
    /** How a line begins that stands for lines that are missing. No other can: they begin with the digits of their stamp. */
    static final String GAP = "# gap: ";

    private static final byte[] GAP_BYTES = GAP.getBytes(StandardCharsets.UTF_8);

    private LogLines() {}

    static boolean isGap(byte[] b, int at, int end) {
        if (end - at < GAP_BYTES.length) {
            return false;
        }
        for (int i = 0; i < GAP_BYTES.length; i++) {
            if (b[at + i] != GAP_BYTES[i]) {
                return false;
            }
        }
        return true;
    }

    static byte[] gap(String why) {
        return (GAP + why.replaceAll("[\\r\\n]+", " ") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Where the text of a line begins: behind its stamp, or at its beginning if it has none. */
    static int text(byte[] b, int at, int end) {
        int limit = Math.min(end, at + Stamp.MAX_LENGTH);
        for (int i = at; i < limit; i++) {
            if (b[i] == ' ') {
                return Stamp.nanos(b, at, i - at) == Stamp.NONE ? at : i + 1;
            }
        }
        return at;
    }
}

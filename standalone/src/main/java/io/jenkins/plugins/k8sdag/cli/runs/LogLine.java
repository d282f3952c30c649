package io.jenkins.plugins.k8sdag.cli.runs;

/** A line of a log's file: a stamp, a space and what was printed, or a mark where lines are missing. Pure functions. */
public final class LogLine {
    /** How a mark begins; no other line can, for they begin with the digits of their stamp. */
    private static final char MARK = '#';

    private LogLine() {}

    /** What was printed, without the stamp; a mark as it is. */
    public static String text(String line) {
        int space = line.indexOf(' ');
        boolean stamped = space > 0 && Character.isDigit(line.charAt(0));
        return stamped ? line.substring(space + 1) : line;
    }

    /** Whether lines are missing here. */
    public static boolean isGap(String line) {
        return !line.isEmpty() && line.charAt(0) == MARK;
    }
}

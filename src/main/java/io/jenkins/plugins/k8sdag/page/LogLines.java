package io.jenkins.plugins.k8sdag.page;

import java.util.List;

/**
 * Some lines of a log.
 *
 * @param total how many lines there are
 * @param complete whether no more will come
 * @param from the number of the first that is told, from 0
 * @param lines each a stamp and what was printed; where lines are missing the stamp is null
 */
public record LogLines(long total, boolean complete, long from, List<String[]> lines) {
    /** How a line begins that stands for lines that are missing; no other can, for they begin with the digits of their stamp. */
    private static final String GAP = "# gap: ";
    /** {@code 2026-01-02T03:04:05.123456789+00:00} */
    private static final int LONGEST_STAMP = 35;

    /** A line of a log's file as its stamp and its text. */
    static String[] split(String line) {
        if (line.startsWith(GAP)) {
            return new String[] {null, line.substring(GAP.length())};
        }
        int space = line.indexOf(' ');
        boolean stamped = space > 0 && space <= LONGEST_STAMP && Character.isDigit(line.charAt(0));
        return stamped ? new String[] {line.substring(0, space), line.substring(space + 1)} : new String[] {"", line};
    }
}

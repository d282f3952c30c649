package io.jenkins.plugins.k8sdag.realcluster;

import java.util.ArrayList;
import java.util.List;

/** The table in docs/failures.md that the tests write: the one of five columns. Pure functions. */
final class FailureDoc {
    private static final String HEAD = "|---|---|---|---|---|";

    private FailureDoc() {}

    /** The rows of the table. */
    static List<String> rows(String doc) {
        List<String> lines = doc.lines().toList();
        int head = head(lines);
        return lines.subList(head + 1, lines.size()).stream()
                .takeWhile(l -> l.startsWith("| "))
                .toList();
    }

    private static int head(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(HEAD)) {
                return i;
            }
        }
        throw new IllegalStateException("docs/failures.md has no table: no line begins with " + HEAD);
    }

    /** The document with a row added or replaced, in the order of the rows' names. */
    static String with(String doc, String name, String row) {
        List<String> lines = new ArrayList<>(doc.lines().toList());
        int at = head(lines) + 1;
        while (at < lines.size()
                && lines.get(at).startsWith("| ")
                && name(lines.get(at)).compareTo(name) < 0) {
            at++;
        }
        if (at < lines.size()
                && lines.get(at).startsWith("| ")
                && name(lines.get(at)).equals(name)) {
            lines.set(at, row);
        } else {
            lines.add(at, row);
        }
        return String.join("\n", lines) + "\n";
    }

    private static String name(String row) {
        return cell(row, 0);
    }

    /** A cell of a row, from 0. */
    static String cell(String row, int column) {
        return row.split(" \\| ", -1)[column].replaceFirst("^\\| ", "").strip();
    }
}

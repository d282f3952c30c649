package io.jenkins.plugins.k8sdag.cli.screen;

import java.util.ArrayList;
import java.util.List;

/** How many columns of a terminal a text takes, near enough for cutting: combining marks none, East Asian wide and emoji two. */
public final class TextWidth {
    private TextWidth() {}

    public static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115F
                || c >= 0x2E80 && c <= 0xA4CF
                || c >= 0xAC00 && c <= 0xD7A3
                || c >= 0xF900 && c <= 0xFAFF
                || c >= 0xFE30 && c <= 0xFE6F
                || c >= 0xFF00 && c <= 0xFF60
                || c >= 0x1F300 && c <= 0x1FAFF
                || c >= 0x20000 && c <= 0x3FFFD;
        return wide ? 2 : 1;
    }

    /** The text, or its start with an ellipsis where it takes more columns. */
    public static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            if (used + of(c) > columns - 1) {
                break;
            }
            cut.appendCodePoint(c);
            used += of(c);
        }
        return columns < 1 ? "" : cut.append('…').toString();
    }

    /**
     * A line broken between words so that no part is wider than a number of columns, unless a word is; parts after the first are
     * indented.
     *
     * @param columns 0 for no limit
     */
    public static List<String> wrap(String line, int columns, int indent) {
        List<String> parts = new ArrayList<>();
        String rest = line;
        while (columns > indent && of(rest) > columns) {
            int space = rest.lastIndexOf(
                    ' ', rest.offsetByCodePoints(0, Math.min(columns, rest.codePointCount(0, rest.length()))));
            if (space <= indent) {
                break;
            }
            parts.add(rest.substring(0, space).stripTrailing());
            rest = " ".repeat(indent) + rest.substring(space + 1);
        }
        parts.add(rest);
        return parts;
    }

    /** A sentence as part of another: on one line, without its full stop. */
    public static String inline(String sentence) {
        String flat = flat(sentence);
        return flat.endsWith(".") ? flat.substring(0, flat.length() - 1) : flat;
    }

    /** The text on one line of a table: line ends and control characters become spaces, escapes go. */
    public static String flat(String text) {
        return text.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "")
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
    }

    /** A line of a log as it may stand on a terminal: colours stay, what moves the cursor goes, of overwritten text the last. */
    public static String calm(String line) {
        String last = line.substring(line.lastIndexOf('\r', line.length() - 2) + 1);
        String noMoves = last.replaceAll("\u001b\\[[0-9;?]*[A-Za-ln-z]", "").replaceAll("\u001b(?!\\[[0-9;]*m)", "");
        String printable = noMoves.replace("\t", "    ").replaceAll("[\\p{Cntrl}&&[^\u001b]]", "");
        return printable.indexOf('\u001b') >= 0 ? printable + "\u001b[0m" : printable;
    }
}

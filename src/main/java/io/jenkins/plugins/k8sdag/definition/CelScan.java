package io.jenkins.plugins.k8sdag.definition;

/** Finds its way through the source of an expression that CEL has parsed: where strings and parentheses end. Pure functions. */
final class CelScan {
    private CelScan() {}

    /** The source with spaces in place of its comments, so that every other character stays where it is. */
    static String withoutComments(String source) {
        StringBuilder text = new StringBuilder(source);
        for (int i = 0; i < source.length(); i++) {
            if (isQuote(source.charAt(i))) {
                i = endOfString(source, i);
            } else if (source.startsWith("//", i)) {
                while (i < source.length() && source.charAt(i) != '\n') {
                    text.setCharAt(i++, ' ');
                }
            }
        }
        return text.toString();
    }

    /** Whether the parenthesis that a text starts with is closed by its last character, so that both can be left out. */
    static boolean isWrapped(String text) {
        if (!text.startsWith("(")) {
            return false;
        }
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isQuote(c)) {
                i = endOfString(text, i);
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i == text.length() - 1;
            }
        }
        return false;
    }

    private static boolean isQuote(char c) {
        return c == '\'' || c == '"';
    }

    /** The last character of the string literal that opens at a quote: one or three of it, with escapes unless it is raw. */
    private static int endOfString(String text, int quote) {
        boolean raw = quote > 0 && "rR".indexOf(text.charAt(quote - 1)) >= 0;
        String one = text.substring(quote, quote + 1);
        String mark = text.startsWith(one.repeat(3), quote) ? one.repeat(3) : one;
        for (int i = quote + mark.length(); i < text.length(); i++) {
            if (text.charAt(i) == '\\' && !raw) {
                i++;
            } else if (text.startsWith(mark, i)) {
                return i + mark.length() - 1;
            }
        }
        return text.length() - 1;
    }
}

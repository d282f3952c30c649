package io.jenkins.plugins.k8sdag.definition;

/** Writes CEL. */
final class CelText {
    private CelText() {}

    /** A text as a string literal. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("'");
        text.chars().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\'' -> out.append("\\'");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append((char) c);
            }
        });
        return out.append('\'').toString();
    }
}

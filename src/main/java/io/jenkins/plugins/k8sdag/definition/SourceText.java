package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Scalar;

/** The lines of a file, to find the place of something inside a string. */
final class SourceText {
    private final String[] lines;

    SourceText(String text) {
        this.lines = text.split("\r\n|\n|\r", -1);
    }

    /**
     * Where a piece of a scalar's text stands in the file, or where the scalar starts, if it is written in another way there.
     *
     * @param nth how many of the same piece come before it in the scalar
     */
    Place find(Scalar scalar, String piece, int nth) {
        String wanted = piece.lines().findFirst().orElse("").strip();
        if (wanted.isEmpty()) {
            return scalar.at();
        }
        int left = nth;
        for (int line = scalar.at().line(); line <= Math.min(scalar.endLine(), lines.length); line++) {
            String text = lines[line - 1];
            int from = line == scalar.at().line()
                    ? Math.min(text.length(), scalar.at().column() - 1)
                    : 0;
            for (int at = text.indexOf(wanted, from); at >= 0; at = text.indexOf(wanted, at + 1)) {
                if (left-- == 0) {
                    return new Place(line, at + 1);
                }
            }
        }
        return scalar.at();
    }
}

package io.jenkins.plugins.k8sdag.definition;

import java.util.Locale;
import java.util.Objects;

/**
 * One thing wrong in a file.
 *
 * @param severity whether it keeps the file from running
 * @param code a stable name of the kind of problem, such as {@code unknown-key}; lint is silenced by it
 * @param file the file's name as it was given
 * @param line from 1
 * @param column from 1
 * @param message what is wrong, with the offending value
 * @param remedy what to write instead; may be empty
 */
public record Problem(
        Severity severity, String code, String file, int line, int column, String message, String remedy) {
    public Problem {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** {@code FILE:LINE:COL: error: <what> (<what to write instead>)}, with the code behind a warning, to silence it by. */
    @Override
    public String toString() {
        String where = file + ":" + line + ":" + column + ": ";
        String kind = severity.name().toLowerCase(Locale.ROOT) + ": ";
        String what = remedy.isEmpty() ? message : message + " (" + remedy + ")";
        return where + kind + what + (severity == Severity.WARNING ? " [" + code + "]" : "");
    }
}

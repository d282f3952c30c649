package io.jenkins.plugins.k8sdag.cli.runs;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Ids of runs: names of folders, and values of the label {@code k8sdag.jenkins.io/run}. */
public final class RunId {
    /** A Kubernetes label value is at most 63 characters (kubernetes, apimachinery/pkg/util/validation, IsValidLabelValue). */
    static final int LONGEST = 63;

    private static final Pattern VALID = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private RunId() {}

    /** An id that no other run has: the DAG's name, the time in UTC, and four random characters. */
    public static String next(String dag, Instant now) {
        RandomGenerator random = new SecureRandom();
        StringBuilder id =
                new StringBuilder(dag).append('-').append(STAMP.format(now)).append('-');
        for (int i = 0; i < 4; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /** What is wrong with an id that someone chose, if anything. */
    public static Optional<String> problem(String id) {
        if (id.length() > LONGEST) {
            return Optional.of(
                    "the run id '" + id + "' has " + id.length() + " characters, and a label holds at most " + LONGEST);
        }
        return VALID.matcher(id).matches()
                ? Optional.empty()
                : Optional.of("'" + id
                        + "' cannot be a run id (use lower-case letters, digits and '-', such as 'nightly-42')");
    }
}

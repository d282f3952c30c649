package io.jenkins.plugins.k8sdag.run;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What went wrong, in words for people: what happened, whose fault, the evidence, and what to do.
 *
 * @param cause by name
 * @param blame whose fault; mostly the cause's own
 * @param message one sentence that says what happened
 * @param remedy one sentence that says what to do; never empty
 * @param exitCode of the container that failed, where there was one
 * @param evidence further lines: the object's message, events that matter; no secrets, no log text
 */
public record Failure(
        Cause cause, Blame blame, String message, String remedy, Optional<Integer> exitCode, List<String> evidence) {
    public Failure {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(blame, "blame");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(remedy, "remedy");
        Objects.requireNonNull(exitCode, "exitCode");
        evidence = List.copyOf(evidence);
    }

    public static Failure of(Cause cause, String message, String remedy) {
        return new Failure(cause, cause.blame(), message, remedy, Optional.empty(), List.of());
    }

    public static Failure exit(Cause cause, int exitCode, String message, String remedy) {
        return new Failure(cause, cause.blame(), message, remedy, Optional.of(exitCode), List.of());
    }

    public Failure withEvidence(List<String> lines) {
        return new Failure(cause, blame, message, remedy, exitCode, lines);
    }

    public Failure withBlame(Blame other) {
        return new Failure(cause, other, message, remedy, exitCode, evidence);
    }
}

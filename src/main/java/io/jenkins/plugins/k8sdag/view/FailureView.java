package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.run.Failure;
import java.util.List;
import java.util.Locale;

/**
 * What went wrong.
 *
 * @param cause by name, such as {@code OutOfMemory}
 * @param blame whose fault: {@code user}, {@code infrastructure}, {@code configuration}, {@code quota}, {@code cancelled}
 * @param message what happened, in a sentence
 * @param remedy what to do, in a sentence
 * @param exitCode of the container that failed, or null
 * @param evidence further lines
 */
public record FailureView(
        String cause, String blame, String message, String remedy, Integer exitCode, List<String> evidence) {
    static FailureView of(Failure failure) {
        return new FailureView(
                failure.cause().text(),
                failure.blame().name().toLowerCase(Locale.ROOT),
                failure.message(),
                failure.remedy(),
                failure.exitCode().orElse(null),
                failure.evidence());
    }
}

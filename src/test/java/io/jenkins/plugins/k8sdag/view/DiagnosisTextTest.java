package io.jenkins.plugins.k8sdag.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.run.Blame;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosisTextTest {
    private static FailureGroup group(String blame, Integer exitCode, List<String> evidence) {
        FailureView failure =
                new FailureView("ExitCode", blame, "It exited\nbadly.", "Read its log.", exitCode, evidence);
        return new FailureGroup(failure, List.of("build"), 3);
    }

    @Test
    void aFailureSaysWhoseItIsWhyAndWhatToDo() {
        assertThat(DiagnosisText.of(group("user", 7, List.of("pod p")), List.of("last words"), "k8sdag logs r build"))
                .containsExactly(
                        "build: ExitCode",
                        "  whose fault     user: the stage's own program, or the limits it was given",
                        "  what happened   It exited",
                        "                  badly.",
                        "  evidence        exit code 7",
                        "                  pod p",
                        "  last log lines  (all of them: k8sdag logs r build)",
                        "  | last words",
                        "  what to do      Read its log.");
    }

    @Test
    void anExitCodeThatWasSaidIsNotSaidAgain() {
        assertThat(DiagnosisText.of(group("user", 7, List.of("main: Error, exit code 7")), List.of(), ""))
                .filteredOn(l -> l.contains("code 7"))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Blame.class)
    void everyBlameHasItsWords(Blame blame) {
        String name = blame.name().toLowerCase(Locale.ROOT);
        assertThat(DiagnosisText.of(group(name, null, List.of()), List.of(), "").get(1))
                .contains(name + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "49, 0s",
        "300, 0.3s",
        "9949, 9.9s",
        "9950, 9s",
        "42000, 42s",
        "65000, 1m05s",
        "7620000, 2h07m",
        "360000000, 4d04h"
    })
    void durationsAreShort(long millis, String text) {
        assertThat(ShortDuration.of(millis)).isEqualTo(text);
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {
    private static Event event(String reason, String message, String at) {
        return new EventBuilder()
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withLastTimestamp(at)
                .build();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Error creating: pods "a-x1" is forbidden: exceeded quota: q, requested: pods=1, used: pods=5, limited: pods=5 | QUOTA_EXCEEDED | false
            Error creating: pods "a-x1" is forbidden: error looking up service account ci/builder: serviceaccount "builder" not found | CONFIG_MISSING | false
            Error creating: pods "a-x1" is forbidden: violates PodSecurity "restricted:latest": privileged (container "main" must not) | ADMISSION_REJECTED | true
            Error creating: pods "a-x1" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi | ADMISSION_REJECTED | true
            Error creating: pods "a-x1" is forbidden: failed quota: q: must specify limits.memory for: main | ADMISSION_REJECTED | true
            Error creating: Internal error occurred: failed calling webhook "p.example": timeout | POD_NOT_CREATED | false
            """)
    void aJobWithoutAPodSaysWhy(String message, Cause cause, boolean hopeless) {
        Waiting waiting = EventReader.noPod(List.of(event("FailedCreate", message, "2026-11-21T20:00:00Z")))
                .orElseThrow();

        assertThat(waiting.cause()).isEqualTo(cause);
        assertThat(waiting.hopeless()).isEqualTo(hopeless);
        assertThat(waiting.message()).doesNotContain("a-x1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FailedMount | MountVolume.SetUp failed for volume "s" : secret "nope" not found | CONFIG_MISSING
            FailedMount | Unable to attach or mount volumes: timed out waiting for the condition | VOLUME_UNAVAILABLE
            FailedAttachVolume | Multi-Attach error for volume "pvc-1" | VOLUME_UNAVAILABLE
            FailedCreatePodSandBox | Failed to create pod sandbox: plugin type="bridge" failed | POD_NOT_CREATED
            """)
    void aPodThatDoesNotStartSaysWhy(String reason, String message, Cause cause) {
        assertThat(EventReader.notRunning(List.of(event(reason, message, "2026-11-21T20:00:00Z")))
                        .orElseThrow()
                        .cause())
                .isEqualTo(cause);
    }

    @Test
    void evidenceIsTheLatestWarningsEachOnce() {
        List<String> lines = EventReader.evidence(List.of(
                event("FailedMount", "one", "2026-11-21T20:00:00Z"),
                event("FailedMount", "two", "2026-11-21T20:00:05Z"),
                event("FailedMount", "two", "2026-11-21T20:00:04Z"),
                event("MissingClusterDNS", "noise", "2026-11-21T20:00:09Z")));

        assertThat(lines).containsExactly("event FailedMount: two", "event FailedMount: one");
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What events say of an attempt that does not get going. Listed only when something is wrong, never watched. Pure functions. */
final class EventReader {
    /** Events of every pod on some clusters, which tell nothing of this one. */
    private static final Set<String> NOISE = Set.of("MissingClusterDNS", "DNSConfigForming");

    private static final int LINES = 5;
    private static final int WIDTH = 400;

    private EventReader() {}

    /** Why a Job has no pod, by its latest FailedCreate. */
    static Optional<Waiting> noPod(List<Event> events) {
        return warnings(events).stream()
                .filter(e -> "FailedCreate".equals(e.getReason()))
                .findFirst()
                .map(e -> failedCreate(PodFields.text(e.getMessage(), "no message")));
    }

    /** The words are those of the Job controller around the API's own. */
    private static Waiting failedCreate(String event) {
        String message = Words.anonymous(event.replaceFirst("^Error creating: ", ""));
        if (Words.isQuota(message)) {
            return WaitingTexts.podQuota(message);
        }
        if (message.contains("error looking up service account") || message.contains("serviceaccount \"")) {
            return WaitingTexts.serviceAccountMissing(message);
        }
        boolean refused = message.contains("forbidden")
                || message.contains("is invalid")
                || message.contains("denied the request")
                || Words.isQuotaMisused(message);
        if (refused && !Words.isWebhook(message) && !message.contains("being terminated")) {
            return WaitingTexts.podRejected(message);
        }
        return WaitingTexts.podNotCreated(message);
    }

    /** Why a pod that has a node does not run, by its latest warning. */
    static Optional<Waiting> notRunning(List<Event> events) {
        return warnings(events).stream()
                .map(e -> notRunning(
                        PodFields.text(e.getReason(), ""), Words.anonymous(PodFields.text(e.getMessage(), ""))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Waiting> notRunning(String reason, String message) {
        return switch (reason) {
            case "FailedMount" ->
                Optional.of(
                        message.contains("not found") || message.contains("references non-existent")
                                ? WaitingTexts.mountMissing(message)
                                : WaitingTexts.volume(message));
            case "FailedAttachVolume", "FailedMapVolume", "ProvisioningFailed" ->
                Optional.of(WaitingTexts.volume(message));
            case "FailedCreatePodSandBox", "FailedPodSandBoxStatus", "NetworkNotReady" ->
                Optional.of(WaitingTexts.sandbox(message));
            default -> Optional.empty();
        };
    }

    /** Lines of evidence: warnings, the latest first, each once. */
    static List<String> evidence(List<Event> events) {
        return warnings(events).stream()
                .map(e -> {
                    String text = "event " + e.getReason() + ": " + Words.anonymous(PodFields.text(e.getMessage(), ""));
                    return text.length() > WIDTH ? text.substring(0, WIDTH) + "…" : text;
                })
                .distinct()
                .limit(LINES)
                .toList();
    }

    private static List<Event> warnings(List<Event> events) {
        return events.stream()
                .filter(e -> "Warning".equals(e.getType()))
                .filter(e -> !NOISE.contains(PodFields.text(e.getReason(), "")))
                .sorted(Comparator.comparing(EventReader::time).reversed())
                .toList();
    }

    private static String time(Event event) {
        if (event.getSeries() != null && event.getSeries().getLastObservedTime() != null) {
            return PodFields.text(event.getSeries().getLastObservedTime().getTime(), "");
        }
        return PodFields.text(event.getLastTimestamp(), PodFields.text(event.getFirstTimestamp(), ""));
    }
}

package io.jenkins.plugins.k8sdag.embedded.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A failure that a pod template asks to be played, by its annotations. The kinds are listed in docs/embedded-cluster.md.
 *
 * @param after how long after the moment it belongs to (being scheduled, or running) it happens
 * @param times how many pods (or Job creations) of the same stage play it; later ones run normally
 * @param every how long the cluster waits between two tries of what keeps failing (image pulls, missing configuration)
 * @param message replaces the text of the failure; null for the real cluster's own
 */
public record Play(Kind kind, Duration after, int times, Duration every, String message) {
    public static final String PREFIX = "embedded.k8sdag.jenkins.io/";

    /** Where in the life of a Job a failure strikes. */
    public enum Moment {
        JOB_CREATION,
        POD_CREATION,
        SCHEDULING,
        CONTAINER_CREATION,
        RUNNING
    }

    /** The failures that can be played. */
    public enum Kind {
        JOB_QUOTA(Moment.JOB_CREATION),
        FORBIDDEN(Moment.JOB_CREATION),
        ADMISSION_REJECTED(Moment.JOB_CREATION),
        WEBHOOK_TIMEOUT(Moment.JOB_CREATION),
        QUOTA(Moment.POD_CREATION),
        POD_SECURITY(Moment.POD_CREATION),
        SERVICE_ACCOUNT_MISSING(Moment.POD_CREATION),
        UNSCHEDULABLE(Moment.SCHEDULING),
        IMAGE_PULL_BACK_OFF(Moment.CONTAINER_CREATION),
        ERR_IMAGE_NEVER_PULL(Moment.CONTAINER_CREATION),
        INVALID_IMAGE_NAME(Moment.CONTAINER_CREATION),
        CREATE_CONTAINER_CONFIG_ERROR(Moment.CONTAINER_CREATION),
        START_ERROR(Moment.CONTAINER_CREATION),
        OOM_KILLED(Moment.RUNNING),
        EVICTED(Moment.RUNNING),
        EPHEMERAL_STORAGE(Moment.RUNNING),
        EVICTED_BY_API(Moment.RUNNING),
        PREEMPTED(Moment.RUNNING),
        TAINTED(Moment.RUNNING),
        NODE_LOST(Moment.RUNNING),
        NODE_RESTART(Moment.RUNNING),
        POD_DELETED(Moment.RUNNING),
        JOB_DELETED(Moment.RUNNING);

        private final Moment moment;

        Kind(Moment moment) {
            this.moment = moment;
        }

        public Moment moment() {
            return moment;
        }

        /** The annotation's spelling: {@code OOMKilled}, {@code ImagePullBackOff}, … */
        public String word() {
            String words = Arrays.stream(name().split("_"))
                    .map(part -> part.charAt(0) + part.substring(1).toLowerCase(java.util.Locale.ROOT))
                    .collect(Collectors.joining());
            return words.replace("Oom", "OOM").replace("ByApi", "ByAPI");
        }

        static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word().equalsIgnoreCase(word)) {
                    return kind;
                }
            }
            return null;
        }
    }

    /**
     * @param holder a pod or a pod template
     * @return null when nothing is to be played
     * @throws IllegalArgumentException when an annotation cannot be read; the message says what to write
     */
    static Play of(ObjectNode holder) {
        Map<String, String> annotations = Json.map(holder, "metadata", "annotations");
        String word = annotations.get(PREFIX + "play");
        if (word == null) {
            return null;
        }
        Kind kind = Kind.of(word);
        if (kind == null) {
            throw new IllegalArgumentException(PREFIX + "play: \"" + word + "\" is not one of "
                    + Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", ")));
        }
        return new Play(
                kind,
                duration(annotations, "play-after", Duration.ZERO),
                number(annotations, "play-times"),
                duration(annotations, "play-every", Duration.ofSeconds(10)),
                annotations.get(PREFIX + "play-message"));
    }

    public String messageOr(String real) {
        return message == null ? real : message;
    }

    private static int number(Map<String, String> annotations, String key) {
        String text = annotations.get(PREFIX + key);
        if (text == null) {
            return Integer.MAX_VALUE;
        }
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PREFIX + key + ": \"" + text + "\" is not a whole number like 2");
        }
    }

    private static Duration duration(Map<String, String> annotations, String key, Duration otherwise) {
        String text = annotations.get(PREFIX + key);
        if (text == null) {
            return otherwise;
        }
        try {
            String trimmed = text.trim();
            return trimmed.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(trimmed.substring(0, trimmed.length() - 2)))
                    : Duration.parse("PT" + trimmed);
        } catch (NumberFormatException | java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(PREFIX + key + ": \"" + text + "\" is not a duration like 2s or 500ms");
        }
    }
}

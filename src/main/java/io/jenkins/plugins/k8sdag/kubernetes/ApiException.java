package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import java.time.Duration;
import java.util.Optional;

/** A request to the API that did not do what it was sent for. */
final class ApiException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Request request;
    private final int code;
    private final String reason;
    private final transient Optional<Duration> retryAfter;
    private final transient Optional<Status> status;

    private ApiException(
            Request request,
            int code,
            String reason,
            String message,
            Optional<Duration> retryAfter,
            Optional<Status> status,
            Throwable cause) {
        super(message, cause);
        this.request = request;
        this.code = code;
        this.reason = reason;
        this.retryAfter = retryAfter;
        this.status = status;
    }

    /** The server answered with an error. */
    static ApiException answered(
            Request request, int code, Optional<Status> status, String text, Optional<Duration> retryAfter) {
        String reason = status.map(Status::getReason).orElse("");
        String message = status.map(Status::getMessage).orElse(text.isBlank() ? "status " + code : text);
        return new ApiException(request, code, reason == null ? "" : reason, message, retryAfter, status, null);
    }

    /** There was no answer. */
    static ApiException unanswered(Request request, String message, Throwable cause) {
        return new ApiException(request, 0, "", message, Optional.empty(), Optional.empty(), cause);
    }

    Request request() {
        return request;
    }

    /** The HTTP status, or 0 where there was no answer. */
    int code() {
        return code;
    }

    /** The API's own word for it, such as {@code AlreadyExists}, or "". */
    String reason() {
        return reason;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    Optional<Status> status() {
        return status;
    }

    boolean notFound() {
        return code == 404;
    }

    /** Whether a resource version is too old, or a continued list has expired. */
    boolean expired() {
        return code == 410;
    }
}

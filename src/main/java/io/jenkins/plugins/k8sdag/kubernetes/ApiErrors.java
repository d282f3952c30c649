package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.jenkins.plugins.k8sdag.engine.ClusterException;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Input;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an error of the API means. Codes and reasons decide first; the server's words only where one code stands for several things,
 * as 403 does for a missing permission, an exceeded quota and a refusing policy.
 */
final class ApiErrors {
    private ApiErrors() {}

    /** For what was to be done and could not be. */
    static ClusterException exception(ApiException e) {
        return new ClusterException(failure(e), e.retryAfter(), e);
    }

    private static Failure failure(ApiException e) {
        if (e.code() == 401) {
            return FailureTexts.notLoggedIn(e.getMessage());
        }
        if (isMissingPermission(e)) {
            return FailureTexts.missingPermission(e.request(), e.getMessage());
        }
        return FailureTexts.apiUnavailable(e.request(), e.code(), e.getMessage());
    }

    /** For a Job that was not created. */
    static Input.SubmitRefused refused(AttemptId id, String namespace, ApiException e) {
        String message = e.getMessage();
        return switch (e.code()) {
            case 401 -> refusal(id, FailureTexts.notLoggedIn(message), true, e.retryAfter());
            case 403 -> forbidden(id, namespace, e);
            case 404 -> refusal(id, FailureTexts.namespaceMissing(namespace, message), false, Optional.empty());
            case 400, 413, 415, 422 -> refusal(id, FailureTexts.rejected(message, causes(e)), false, Optional.empty());
            default -> {
                boolean webhook = Words.isWebhook(message);
                Failure failure = webhook
                        ? FailureTexts.webhookAway(message)
                        : FailureTexts.apiUnavailable(e.request(), e.code(), message);
                yield refusal(id, failure, true, e.retryAfter());
            }
        };
    }

    /** For a Job that was not even tried, because we may not see what would become of it. */
    static Input.SubmitRefused blind(AttemptId id, ApiException e) {
        return refusal(id, FailureTexts.missingPermission(e.request(), e.getMessage()), false, Optional.empty());
    }

    private static Input.SubmitRefused forbidden(AttemptId id, String namespace, ApiException e) {
        String message = e.getMessage();
        if (Words.isQuota(message)) {
            return refusal(id, FailureTexts.quota(message), true, e.retryAfter());
        }
        if (isTerminating(e)) {
            return refusal(id, FailureTexts.namespaceMissing(namespace, message), false, Optional.empty());
        }
        if (isMissingPermission(e)) {
            return refusal(id, FailureTexts.missingPermission(e.request(), message), false, Optional.empty());
        }
        return refusal(id, FailureTexts.rejected(message, causes(e)), false, Optional.empty());
    }

    private static Input.SubmitRefused refusal(
            AttemptId id, Failure failure, boolean retryable, Optional<Duration> retryAfter) {
        return new Input.SubmitRefused(id, failure, retryable, retryAfter);
    }

    private static boolean isMissingPermission(ApiException e) {
        return e.code() == 403 && Words.isRbac(e.getMessage(), e.request().verb());
    }

    private static boolean isTerminating(ApiException e) {
        return causeList(e).stream().anyMatch(c -> "NamespaceTerminating".equals(c.getReason()))
                || e.getMessage().contains("because it is being terminated");
    }

    private static List<String> causes(ApiException e) {
        return causeList(e).stream()
                .map(c -> (c.getField() == null ? "" : c.getField() + ": ") + c.getMessage())
                .limit(5)
                .toList();
    }

    private static List<StatusCause> causeList(ApiException e) {
        return e.status().map(Status::getDetails).map(d -> d.getCauses()).orElse(List.of());
    }
}

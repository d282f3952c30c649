package io.jenkins.plugins.k8sdag.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.jenkins.plugins.k8sdag.kubernetes.Request.Kind;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Input;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiErrorsTest {
    private static final AttemptId ID = new AttemptId(0, 1);
    private static final Request CREATE = Request.create(Kind.JOB, "ci", "{}");

    private static Input.SubmitRefused refused(int code, String reason, String message) {
        Status status = new StatusBuilder()
                .withCode(code)
                .withReason(reason)
                .withMessage(message)
                .build();
        ApiException e =
                ApiException.answered(CREATE, code, Optional.of(status), "", Optional.of(Duration.ofSeconds(7)));
        return ApiErrors.refused(ID, "ci", e);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | Unauthorized | Unauthorized                                                        | API_FORBIDDEN | true
            403 | Forbidden | jobs.batch is forbidden: User "u" cannot create resource "jobs" in API group "batch" in the namespace "ci" | API_FORBIDDEN | false
            403 | Forbidden | jobs.batch "a" is forbidden: exceeded quota: q, requested: count/jobs.batch=1, used: count/jobs.batch=5, limited: count/jobs.batch=5 | QUOTA_EXCEEDED | true
            403 | Forbidden | pods "a" is forbidden: violates PodSecurity "restricted:latest": privileged | ADMISSION_REJECTED | false
            403 | Forbidden | admission webhook "p.example" denied the request: no | ADMISSION_REJECTED | false
            403 | Forbidden | jobs.batch "a" is forbidden: unable to create new content in namespace ci because it is being terminated | CONFIG_MISSING | false
            404 | NotFound | namespaces "ci" not found | CONFIG_MISSING | false
            422 | Invalid | Job.batch "a" is invalid: spec.template.spec.containers[0].image: Required value | ADMISSION_REJECTED | false
            400 | BadRequest | admission webhook "p.example" denied the request: no | ADMISSION_REJECTED | false
            409 | Conflict | Operation cannot be fulfilled on resourcequotas "q": the object has been modified | API_UNAVAILABLE | true
            429 | TooManyRequests | too many requests | API_UNAVAILABLE | true
            500 | InternalError | Internal error occurred: failed calling webhook "p.example": context deadline exceeded | API_UNAVAILABLE | true
            503 | ServiceUnavailable | the server is currently unable to handle the request | API_UNAVAILABLE | true
            """)
    void aRefusalHasItsCause(int code, String reason, String message, Cause cause, boolean retryable) {
        Input.SubmitRefused refused = refused(code, reason, message);

        assertThat(refused.failure().cause()).isEqualTo(cause);
        assertThat(refused.retryable()).isEqualTo(retryable);
        assertThat(refused.retryAfter()).isEqualTo(retryable ? Optional.of(Duration.ofSeconds(7)) : Optional.empty());
        assertThat(refused.failure().message()).isNotBlank();
        assertThat(refused.failure().remedy()).isNotBlank();
    }

    @Test
    void aMissingPermissionNamesTheVerbAndPrintsTheRule() {
        Failure failure = refused(
                        403,
                        "Forbidden",
                        "jobs.batch is forbidden: User \"u\" cannot create resource \"jobs\" in API group \"batch\"")
                .failure();

        assertThat(failure.message()).isEqualTo("We may not create jobs (API group batch) in namespace ci.");
        assertThat(failure.remedy()).contains("- {apiGroups: [\"batch\"], resources: [jobs], verbs: [create]}");
    }

    @Test
    void aQuotaTellsWhatIsUsed() {
        Failure failure = refused(
                        403,
                        "Forbidden",
                        "jobs.batch \"a\" is forbidden: exceeded quota: q, requested: cpu=2, used: cpu=9, limited: cpu=10")
                .failure();

        assertThat(failure.message())
                .isEqualTo("Waiting for quota: quota q is used up: requested cpu=2, used cpu=9 of cpu=10.");
    }

    @Test
    void noAnswerIsTriedAgain() {
        ApiException e =
                ApiException.unanswered(CREATE, "no answer from https://x: refused", new IOException("refused"));

        Input.SubmitRefused refused = ApiErrors.refused(ID, "ci", e);

        assertThat(refused.failure().cause()).isEqualTo(Cause.API_UNAVAILABLE);
        assertThat(refused.retryable()).isTrue();
        assertThat(ApiErrors.exception(e).failure().message())
                .contains("create jobs")
                .contains("refused");
    }
}

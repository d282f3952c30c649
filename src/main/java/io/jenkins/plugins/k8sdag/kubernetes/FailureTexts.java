package io.jenkins.plugins.k8sdag.kubernetes;

import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said to people about requests the API did not take: one method per case, each a sentence and a remedy. */
final class FailureTexts {
    private FailureTexts() {}

    static Failure apiUnavailable(Request request, int code, String message) {
        String what = code == 0 ? message : "the API server answered " + code + ": " + message;
        return Failure.of(
                Cause.API_UNAVAILABLE,
                "The cluster could not be asked to " + request.verb() + " " + request.resource() + ": " + what + ".",
                "Check that the cluster's API server is up and can be reached from here; the run waits for it meanwhile.");
    }

    static Failure webhookAway(String message) {
        return Failure.of(
                Cause.API_UNAVAILABLE,
                "The cluster could not check the Job because an admission webhook did not answer: " + message + ".",
                "Ask whoever runs the webhook that the message names to bring it back; the run tries again meanwhile.");
    }

    static Failure notLoggedIn(String message) {
        return Failure.of(
                Cause.API_FORBIDDEN,
                "The API server does not accept our credentials: " + message + ".",
                "Renew the token or certificate of the kubeconfig or cloud in use; an expired one is refused like this.");
    }

    static Failure missingPermission(Request request, String message) {
        Failure failure = Failure.of(
                Cause.API_FORBIDDEN,
                "We may not " + request.verb() + " " + request.resource()
                        + (request.group().isEmpty() ? "" : " (API group " + request.group() + ")") + " in namespace "
                        + request.namespace() + ".",
                "Add this rule to our Role in namespace " + request.namespace()
                        + ", or apply docs/rbac.yaml, which holds all of" + " them: " + request.rule());
        return failure.withEvidence(List.of(message));
    }

    static Failure namespaceMissing(String namespace, String message) {
        Failure failure = Failure.of(
                Cause.CONFIG_MISSING,
                "Namespace " + namespace + " does not exist or is being deleted.",
                "Create it, or name another one.");
        return failure.withEvidence(List.of(message));
    }

    static Failure quota(String message) {
        Failure failure = Failure.of(
                Cause.QUOTA_EXCEEDED,
                "Waiting for quota: " + Words.quota(message) + ".",
                "Wait until other work in the namespace ends, ask for less in resources.requests, or have the ResourceQuota raised.");
        return failure.withEvidence(List.of(message));
    }

    static Failure rejected(String message, List<String> causes) {
        List<String> evidence = new ArrayList<>(causes);
        return Failure.of(
                        Cause.ADMISSION_REJECTED,
                        "The cluster refused the Job: " + Words.anonymous(message) + ".",
                        "Change the stage or its podTemplate to what the cluster's policy allows, or have the policy changed.")
                .withEvidence(evidence);
    }

    static Failure nameConflict(String job, String owner) {
        return Failure.of(
                Cause.NAME_CONFLICT,
                "A Job named " + job + " exists already and is not this attempt's: " + owner + ".",
                "Delete or rename that Job, or start the run under another id.");
    }

    static Failure oldJobGoing(String job) {
        return Failure.of(
                Cause.JOB_DELETED,
                "The Job " + job + " exists already and is being deleted.",
                "Nothing: the attempt is submitted again once the old Job is gone.");
    }

    static Failure manifest(String stage, String what, String remedy) {
        return new Failure(
                Cause.ADMISSION_REJECTED,
                Blame.CONFIGURATION,
                "The Job of stage '" + stage + "' cannot be made: " + what + ".",
                remedy,
                Optional.empty(),
                List.of());
    }

    static Failure notEmpty(String run, String left) {
        return Failure.of(
                Cause.API_UNAVAILABLE,
                "Run " + run + " was told to stop and something of it is still in the cluster: " + left + ".",
                "Look at what keeps it, such as a finalizer or a node that is away: kubectl get jobs,pods -l "
                        + Labels.RUN + "=" + run);
    }
}

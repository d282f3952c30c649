package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.jenkins.plugins.k8sdag.kubernetes.Request.Kind;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Input;
import java.util.List;
import java.util.Optional;

/**
 * Asks, with one request before the first Job is created, whether we have all the rights we need: without the right to watch, a Job
 * would be created and never be seen to end. Blocking; safe for use by several threads.
 */
final class Permissions {
    private final Api api;
    private final String namespace;
    private boolean settled;
    private volatile boolean granted;

    Permissions(Api api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** The rules of docs/rbac.yaml, but for events, without which only reasons are missing. */
    static List<Request> needed(String namespace) {
        return List.of(
                Request.create(Kind.JOB, namespace, ""),
                Request.get(Kind.JOB, namespace, ""),
                Request.list(Kind.JOB, namespace, ""),
                Request.watch(Kind.JOB, namespace, ""),
                Request.delete(Kind.JOB, namespace, "", ""),
                Request.deleteAll(Kind.JOB, namespace, "", ""),
                Request.get(Kind.POD, namespace, ""),
                Request.list(Kind.POD, namespace, ""),
                Request.watch(Kind.POD, namespace, ""),
                Request.log(namespace, "", ""));
    }

    /** What is missing, asked until once nothing is. Empty too where nobody can tell, for then the requests themselves will. */
    synchronized Optional<Failure> missing() {
        if (settled) {
            return Optional.empty();
        }
        SelfSubjectRulesReview review;
        try {
            review = api.call(Request.rules(namespace), SelfSubjectRulesReview.class);
        } catch (ApiException e) {
            // Away, or without such a review: the create that follows tells, or is tried again.
            settled = e.code() == 403 || e.notFound();
            return Optional.empty();
        }
        if (review.getStatus() == null || Boolean.TRUE.equals(review.getStatus().getIncomplete())) {
            settled = true;
            return Optional.empty();
        }
        List<ResourceRule> rules = review.getStatus().getResourceRules();
        List<Request> missing = needed(namespace).stream()
                .filter(r -> rules.stream().noneMatch(rule -> allows(rule, r)))
                .toList();
        settled = missing.isEmpty();
        granted = settled;
        return missing.isEmpty() ? Optional.empty() : Optional.of(FailureTexts.missingPermissions(missing));
    }

    /**
     * Whether we are known to have had all rights. A 403 is no last word then: an API server that has just started gives it to
     * everybody, until it has read its Roles.
     */
    boolean granted() {
        return granted;
    }

    /** The same answer, to be asked for again where we had the right before. */
    Input patient(Input answer) {
        boolean again = granted
                && answer instanceof Input.SubmitRefused r
                && r.failure().cause() == Cause.API_FORBIDDEN
                && !r.retryable();
        if (!again) {
            return answer;
        }
        Input.SubmitRefused refused = (Input.SubmitRefused) answer;
        return new Input.SubmitRefused(refused.id(), refused.failure(), true, refused.retryAfter());
    }

    private static boolean allows(ResourceRule rule, Request request) {
        String resource = request.resource();
        int slash = resource.indexOf('/');
        return rule.getResourceNames().isEmpty()
                && has(rule.getVerbs(), request.verb())
                && has(rule.getApiGroups(), request.group())
                && (has(rule.getResources(), resource)
                        || slash > 0 && rule.getResources().contains("*" + resource.substring(slash)));
    }

    private static boolean has(List<String> values, String value) {
        return values.contains(value) || values.contains("*");
    }
}

package io.jenkins.plugins.k8sdag.embedded.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Counts how often each stage has played its failure, and words the refusals at creation. Thread-safe. */
public final class Plays {
    private final Map<String, Integer> played = new ConcurrentHashMap<>();

    /** @throws ApiException 422 when the annotations of a pod or template cannot be read */
    static void check(Resource resource, ObjectNode named, ObjectNode holder) {
        try {
            Play.of(holder);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(
                    resource,
                    Json.text("", named, "metadata", "name"),
                    List.of(new ApiException.Cause("FieldValueInvalid", "metadata.annotations", e.getMessage())));
        }
    }

    /**
     * The failure this pod or creation is to play, counted as played.
     *
     * @param holder the pod, or a Job's pod template
     * @param fallback names the series when there are no stage labels: the Job's name
     */
    public Optional<Play> take(ObjectNode holder, String namespace, String fallback, Play.Moment... moments) {
        Play play = Play.of(holder);
        if (play == null || !List.of(moments).contains(play.kind().moment())) {
            return Optional.empty();
        }
        Map<String, String> labels = Json.map(holder, "metadata", "labels");
        String stage = labels.get("k8sdag.jenkins.io/stage");
        String series = stage == null ? "job " + fallback : labels.get("k8sdag.jenkins.io/run") + " stage " + stage;
        int count = played.merge(namespace + " " + series + " " + play.kind(), 1, Integer::sum);
        return count <= play.times() ? Optional.of(play) : Optional.empty();
    }

    /** The refusal of a Job's creation. */
    static ApiException refuseJob(Play play, ObjectNode job) {
        String name = Json.text("", job, "metadata", "name");
        String namespace = Json.text("", job, "metadata", "namespace");
        return switch (play.kind()) {
            case JOB_QUOTA ->
                ApiException.forbidden(
                        Resource.JOBS,
                        name,
                        play.messageOr(
                                "exceeded quota: played, requested: count/jobs.batch=1, used: count/jobs.batch=10,"
                                        + " limited: count/jobs.batch=10"));
            case FORBIDDEN ->
                ApiException.forbidden(
                        Resource.JOBS,
                        "",
                        play.messageOr("User \"embedded\" cannot create resource \"jobs\" in API group \"batch\" in the"
                                + " namespace \"" + namespace + "\""));
            case ADMISSION_REJECTED ->
                ApiException.denied(play.messageOr(
                        "admission webhook \"validate.policy.example.com\" denied the request: images must"
                                + " come from registry.example.com"));
            default ->
                ApiException.internal(
                        play.messageOr(
                                "failed calling webhook \"validate.policy.example.com\": failed to call webhook: Post"
                                        + " \"https://policy.example.svc:443/validate?timeout=10s\": context deadline exceeded"));
        };
    }

    /** The refusal of a pod's creation. */
    static ApiException refusePod(Play play, ObjectNode pod) {
        String name = Json.text("", pod, "metadata", "name");
        return switch (play.kind()) {
            case QUOTA ->
                ApiException.forbidden(
                        Resource.PODS,
                        name,
                        play.messageOr("exceeded quota: played, requested: pods=1, used: pods=10, limited: pods=10"));
            case POD_SECURITY ->
                ApiException.forbidden(
                        Resource.PODS,
                        name,
                        play.messageOr("violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false"
                                + " (container \"main\" must set securityContext.allowPrivilegeEscalation=false)"));
            // this plugin looks before the name is generated
            default ->
                ApiException.forbidden(
                        Resource.PODS,
                        Json.text(name, pod, "metadata", "generateName"),
                        play.messageOr("error looking up service account " + Json.text("", pod, "metadata", "namespace")
                                + "/"
                                + Json.text("default", pod, "spec", "serviceAccountName") + ": serviceaccount \""
                                + Json.text("default", pod, "spec", "serviceAccountName") + "\" not found"));
        };
    }
}

package io.jenkins.plugins.k8sdag.embedded.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.time.Instant;
import java.util.List;

/** A Job's status, read and written field by field in the shape of Kubernetes 1.34. */
final class JobStatus {
    private final ObjectNode status;

    JobStatus(ObjectNode job) {
        this.status = Json.at(job, "status");
    }

    long succeeded() {
        return Json.number(0, status, "succeeded");
    }

    long failed() {
        return Json.number(0, status, "failed");
    }

    /** Null before the Job has been looked at, and while it is suspended. */
    Instant startTime() {
        String text = Json.text(status, "startTime");
        return text == null ? null : Instant.parse(text);
    }

    void start() {
        status.put("startTime", Json.now());
    }

    void unstart() {
        status.remove("startTime");
    }

    /** The time the condition came true, or null when it has not. */
    ObjectNode condition(String type) {
        return Json.objects(status, "conditions").stream()
                .filter(found -> type.equals(Json.text(found, "type")))
                .findFirst()
                .orElse(null);
    }

    boolean is(String type) {
        ObjectNode condition = condition(type);
        return condition != null && "True".equals(Json.text(condition, "status"));
    }

    void set(String type, boolean holds, String reason, String message) {
        ObjectNode condition = condition(type);
        if (condition == null) {
            condition = status.withArray("conditions").addObject();
        }
        String now = Json.now();
        condition.put("lastProbeTime", now).put("lastTransitionTime", now);
        condition.put("message", message).put("reason", reason);
        condition.put("status", holds ? "True" : "False").put("type", type);
    }

    void completed() {
        status.put("completionTime", Json.now());
    }

    void counts(int active, int ready, int terminating) {
        count("active", active);
        status.put("ready", ready).put("terminating", terminating);
    }

    void count(String field, long number) {
        if (number > 0) {
            status.put(field, number);
        } else {
            status.remove(field);
        }
    }

    void uncounted(List<Stored> succeeded, List<Stored> failed) {
        ObjectNode uncounted = status.putObject("uncountedTerminatedPods");
        uids(uncounted, "succeeded", succeeded);
        uids(uncounted, "failed", failed);
    }

    private static void uids(ObjectNode uncounted, String field, List<Stored> pods) {
        if (!pods.isEmpty()) {
            ArrayNode uids = uncounted.putArray(field);
            pods.forEach(pod -> uids.add(pod.uid()));
        }
    }
}

package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.util.List;

/** What {@code kubectl get pods} says about a pod, by the rules of kubernetes' {@code printers/internalversion}. */
final class PodCells {
    private PodCells() {}

    static String ready(ObjectNode pod) {
        List<ObjectNode> statuses = Json.objects(pod, "status", "containerStatuses");
        long ready = statuses.stream()
                .filter(status -> status.path("ready").asBoolean())
                .count();
        return ready + "/" + pod.at("/spec/containers").size();
    }

    static String restarts(ObjectNode pod) {
        return Long.toString(Json.objects(pod, "status", "containerStatuses").stream()
                .mapToLong(status -> status.path("restartCount").asLong())
                .sum());
    }

    static String status(ObjectNode pod) {
        String reason = Json.text(Json.text("", pod, "status", "phase"), pod, "status", "reason");
        String init = initReason(pod);
        if (init != null) {
            reason = init;
        } else {
            for (ObjectNode status : Json.objects(pod, "status", "containerStatuses")) {
                reason = containerReason(status, reason);
            }
        }
        return pod.at("/metadata/deletionTimestamp").isTextual() ? "Terminating" : reason;
    }

    private static String containerReason(ObjectNode status, String otherwise) {
        String waiting = Json.text(status, "state", "waiting", "reason");
        return waiting != null ? waiting : Json.text(otherwise, status, "state", "terminated", "reason");
    }

    /** Null when the init containers have nothing more to say. */
    private static String initReason(ObjectNode pod) {
        List<ObjectNode> statuses = Json.objects(pod, "status", "initContainerStatuses");
        for (int i = 0; i < statuses.size(); i++) {
            ObjectNode status = statuses.get(i);
            boolean done = status.at("/state/terminated").isObject()
                    && status.at("/state/terminated/exitCode").asInt() == 0;
            if (done || status.path("started").asBoolean()) {
                continue;
            }
            String waiting = Json.text(status, "state", "waiting", "reason");
            if (status.at("/state/terminated").isObject()) {
                return "Init:" + Json.text("Error", status, "state", "terminated", "reason");
            }
            return waiting != null && !waiting.equals("PodInitializing")
                    ? "Init:" + waiting
                    : "Init:" + i + "/" + statuses.size();
        }
        return null;
    }
}

package io.jenkins.plugins.k8sdag.embedded.admission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.util.List;

/** The values a real API server fills in, so that objects read here look as they would there. */
final class Defaults {
    private Defaults() {}

    static void job(ObjectNode job) {
        ObjectNode spec = Json.at(job, "spec");
        boolean workQueue = spec.hasNonNull("parallelism") && !spec.hasNonNull("completions");
        if (!spec.hasNonNull("parallelism")) {
            spec.put("parallelism", 1);
        }
        if (!spec.hasNonNull("completions") && !workQueue) {
            spec.put("completions", 1);
        }
        absent(spec, "backoffLimit", 6);
        absent(spec, "completionMode", "NonIndexed");
        absent(spec, "suspend", false);
        absent(spec, "manualSelector", false);
        absent(spec, "podReplacementPolicy", spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        podSpec(Json.at(spec, "template", "spec"));
    }

    /** What needs the Job's uid, and is therefore done when it is stored. */
    static void jobIdentity(ObjectNode job, String uid) {
        String name = Json.text("", job, "metadata", "name");
        ObjectNode template = Json.at(job, "spec", "template", "metadata");
        template.remove("creationTimestamp");
        for (ObjectNode labels : List.of(Json.at(template, "labels"))) {
            labels.put("batch.kubernetes.io/controller-uid", uid)
                    .put("batch.kubernetes.io/job-name", name)
                    .put("controller-uid", uid)
                    .put("job-name", name);
        }
        if (!job.at("/metadata/labels").isObject() || job.at("/metadata/labels").isEmpty()) {
            // a Job without labels of its own takes over its template's (pkg/apis/batch/v1/defaults.go)
            Json.at(job, "metadata").set("labels", template.get("labels").deepCopy());
        }
        Json.at(job, "spec", "selector", "matchLabels").put("batch.kubernetes.io/controller-uid", uid);
    }

    static void pod(ObjectNode pod) {
        ObjectNode spec = Json.at(pod, "spec");
        podSpec(spec);
        absent(spec, "serviceAccountName", "default");
        absent(spec, "serviceAccount", Json.text("default", spec, "serviceAccountName"));
        absent(spec, "enableServiceLinks", true);
        absent(spec, "preemptionPolicy", "PreemptLowerPriority");
        absent(spec, "priority", 0);
        ArrayNode tolerations = spec.withArray("tolerations");
        for (String taint : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
            if (Json.objects(spec, "tolerations").stream().noneMatch(found -> taint.equals(Json.text(found, "key")))) {
                tolerations
                        .addObject()
                        .put("effect", "NoExecute")
                        .put("key", taint)
                        .put("operator", "Exists")
                        .put("tolerationSeconds", 300);
            }
        }
    }

    private static void podSpec(ObjectNode spec) {
        absent(spec, "dnsPolicy", "ClusterFirst");
        absent(spec, "restartPolicy", "Always");
        absent(spec, "schedulerName", "default-scheduler");
        absent(spec, "terminationGracePeriodSeconds", 30);
        Json.at(spec, "securityContext");
        Json.objects(spec, "containers").forEach(Defaults::container);
        Json.objects(spec, "initContainers").forEach(Defaults::container);
    }

    private static void container(ObjectNode container) {
        String image = Json.text("", container, "image");
        String tag = image.substring(image.lastIndexOf('/') + 1);
        boolean latest = !tag.contains(":") && !tag.contains("@") || tag.endsWith(":latest");
        absent(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
        absent(container, "terminationMessagePath", "/dev/termination-log");
        absent(container, "terminationMessagePolicy", "File");
        ObjectNode resources = Json.at(container, "resources");
        if (resources.get("limits") instanceof ObjectNode limits) {
            limits.properties().forEach(limit -> {
                ObjectNode requests = Json.at(resources, "requests");
                if (!requests.has(limit.getKey())) {
                    requests.set(limit.getKey(), limit.getValue());
                }
            });
        }
    }

    /** Guaranteed, Burstable or BestEffort, by the requests and limits of all containers. */
    static String qosClass(ObjectNode spec) {
        boolean any = false;
        boolean guaranteed = true;
        for (String list : List.of("initContainers", "containers")) {
            for (ObjectNode container : Json.objects(spec, list)) {
                for (String unit : List.of("cpu", "memory")) {
                    String request = Json.text(container, "resources", "requests", unit);
                    String limit = Json.text(container, "resources", "limits", unit);
                    any |= request != null || limit != null;
                    guaranteed &= limit != null && limit.equals(request);
                }
            }
        }
        return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }

    private static void absent(ObjectNode object, String key, String value) {
        if (!object.hasNonNull(key)) {
            object.put(key, value);
        }
    }

    private static void absent(ObjectNode object, String key, int value) {
        if (!object.hasNonNull(key)) {
            object.put(key, value);
        }
    }

    private static void absent(ObjectNode object, String key, boolean value) {
        if (!object.hasNonNull(key)) {
            object.put(key, value);
        }
    }
}

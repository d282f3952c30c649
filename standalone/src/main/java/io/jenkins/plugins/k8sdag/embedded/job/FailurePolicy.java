package io.jenkins.plugins.k8sdag.embedded.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.util.ArrayList;
import java.util.List;

/** What a Job's {@code podFailurePolicy} says about a failed pod: the first rule that matches. */
final class FailurePolicy {
    /** What to do with the failure; an index fails like a Job here, since only non-indexed Jobs are run. */
    enum Action {
        COUNT,
        IGNORE,
        FAIL_JOB
    }

    /** @param message why the Job fails; null unless it does */
    record Verdict(Action action, String message) {}

    private FailurePolicy() {}

    static Verdict judge(ObjectNode job, ObjectNode pod) {
        int index = 0;
        for (ObjectNode rule : Json.objects(job, "spec", "podFailurePolicy", "rules")) {
            String match = rule.has("onExitCodes")
                    ? byExitCode(rule.path("onExitCodes"), pod)
                    : byCondition(rule.path("onPodConditions"), pod);
            if (match != null) {
                String action = Json.text("Count", rule, "action");
                return switch (action) {
                    case "Ignore" -> new Verdict(Action.IGNORE, null);
                    case "FailJob", "FailIndex" ->
                        new Verdict(Action.FAIL_JOB, match + " matching " + action + " rule at index " + index);
                    default -> new Verdict(Action.COUNT, null);
                };
            }
            index++;
        }
        return new Verdict(Action.COUNT, null);
    }

    private static String byExitCode(JsonNode rule, ObjectNode pod) {
        boolean in = "In".equals(Json.text(rule, "operator"));
        List<Integer> codes = new ArrayList<>();
        rule.path("values").forEach(value -> codes.add(value.asInt()));
        String only = Json.text(rule, "containerName");
        for (String list : List.of("initContainerStatuses", "containerStatuses")) {
            for (ObjectNode status : Json.objects(pod, "status", list)) {
                int code = status.at("/state/terminated/exitCode").asInt(0);
                String name = Json.text("", status, "name");
                if (code != 0 && codes.contains(code) == in && (only == null || only.equals(name))) {
                    return "Container " + name + " for pod " + name(pod) + " failed with exit code " + code;
                }
            }
        }
        return null;
    }

    private static String byCondition(JsonNode patterns, ObjectNode pod) {
        for (JsonNode pattern : patterns) {
            String type = Json.text("", pattern, "type");
            String value = Json.text("True", pattern, "status");
            boolean found = Json.objects(pod, "status", "conditions").stream()
                    .anyMatch(condition ->
                            type.equals(Json.text(condition, "type")) && value.equals(Json.text(condition, "status")));
            if (found) {
                return "Pod " + name(pod) + " has condition " + type;
            }
        }
        return null;
    }

    private static String name(ObjectNode pod) {
        return Json.text("", pod, "metadata", "namespace") + "/" + Json.text("", pod, "metadata", "name");
    }
}

package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The columns of a resource, as {@code kubectl get} shows them on a real cluster.
 *
 * @param all in order; wide ones are shown with {@code -o wide}
 */
record Columns(List<Column> all) {
    /** One column and how its cell is read from an object. */
    record Column(String name, boolean wide, Function<ObjectNode, String> cell) {}

    static Columns of(Resource resource) {
        return new Columns(
                switch (resource) {
                    case PODS ->
                        List.of(
                                name(),
                                column("Ready", PodCells::ready),
                                column("Status", PodCells::status),
                                column("Restarts", PodCells::restarts),
                                age(),
                                wide("IP", pod -> Json.text("<none>", pod, "status", "podIP")),
                                wide("Node", pod -> Json.text("<none>", pod, "spec", "nodeName")));
                    case JOBS ->
                        List.of(
                                name(),
                                column("Status", Columns::jobStatus),
                                column("Completions", Columns::completions),
                                column("Duration", Columns::duration),
                                age(),
                                wide("Containers", job -> containers(job, "name")),
                                wide("Images", job -> containers(job, "image")));
                    case EVENTS ->
                        List.of(
                                column("Last Seen", event -> since(Json.text(event, "lastTimestamp"))),
                                column("Type", event -> Json.text("", event, "type")),
                                column("Reason", event -> Json.text("", event, "reason")),
                                column("Object", Columns::involved),
                                column(
                                        "Message",
                                        event -> Json.text("", event, "message").strip()),
                                wide("Count", event -> Json.text("1", event, "count")),
                                wide("Name", event -> Json.text("", event, "metadata", "name")));
                    case NAMESPACES ->
                        List.of(name(), column("Status", ns -> Json.text("", ns, "status", "phase")), age());
                    case NODES ->
                        List.of(
                                name(),
                                column("Status", node -> "Ready"),
                                column("Roles", node -> "<none>"),
                                age(),
                                column("Version", node -> Json.text("", node, "status", "nodeInfo", "kubeletVersion")));
                    case SECRETS ->
                        List.of(
                                name(),
                                column("Type", secret -> Json.text("", secret, "type")),
                                column("Data", secret -> size(secret, "data")),
                                age());
                    case CONFIGMAPS -> List.of(name(), column("Data", map -> size(map, "data")), age());
                    case SERVICEACCOUNTS ->
                        List.of(name(), column("Secrets", account -> size(account, "secrets")), age());
                    case RESOURCEQUOTAS -> List.of(name(), column("Request", Columns::quota), age());
                    default -> List.of(name(), age());
                });
    }

    private static Column name() {
        return column("Name", object -> Json.text("", object, "metadata", "name"));
    }

    private static Column age() {
        return column("Age", object -> since(Json.text(object, "metadata", "creationTimestamp")));
    }

    private static Column column(String name, Function<ObjectNode, String> cell) {
        return new Column(name, false, cell);
    }

    private static Column wide(String name, Function<ObjectNode, String> cell) {
        return new Column(name, true, cell);
    }

    static String since(String time) {
        return time == null ? "<unknown>" : human(Duration.between(Instant.parse(time), Instant.now()));
    }

    /** As apimachinery's HumanDuration: two units while they are small, one when they are not. */
    static String human(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        long minutes = seconds / 60;
        long hours = minutes / 60;
        if (seconds < 120) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return minutes + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
        }
        if (hours < 3) {
            return minutes + "m";
        }
        if (hours < 8) {
            return hours + "h" + (minutes % 60 == 0 ? "" : minutes % 60 + "m");
        }
        return hours < 48 ? hours + "h" : hours / 24 + "d";
    }

    private static String size(ObjectNode object, String field) {
        return Integer.toString(object.path(field).size());
    }

    private static String jobStatus(ObjectNode job) {
        if (job.at("/metadata/deletionTimestamp").isTextual()) {
            return "Terminating";
        }
        List<String> held = Json.objects(job, "status", "conditions").stream()
                .filter(condition -> "True".equals(Json.text(condition, "status")))
                .map(condition -> Json.text("", condition, "type"))
                .toList();
        for (String type : List.of("Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet")) {
            if (held.contains(type)) {
                return type;
            }
        }
        return "Running";
    }

    private static String completions(ObjectNode job) {
        String succeeded = Json.text("0", job, "status", "succeeded");
        String wanted = Json.text(job, "spec", "completions");
        return wanted != null
                ? succeeded + "/" + wanted
                : succeeded + "/1 of " + Json.text("1", job, "spec", "parallelism");
    }

    private static String duration(ObjectNode job) {
        String start = Json.text(job, "status", "startTime");
        if (start == null) {
            return "";
        }
        String end = Json.text(job, "status", "completionTime");
        return human(Duration.between(Instant.parse(start), end == null ? Instant.now() : Instant.parse(end)));
    }

    private static String containers(ObjectNode job, String field) {
        return Json.objects(job, "spec", "template", "spec", "containers").stream()
                .map(container -> Json.text("", container, field))
                .collect(Collectors.joining(","));
    }

    private static String involved(ObjectNode event) {
        JsonNode object = event.path("involvedObject");
        return Json.text("", object, "kind").toLowerCase(java.util.Locale.ROOT) + "/" + Json.text("", object, "name");
    }

    private static String quota(ObjectNode quota) {
        return Json.map(quota, "status", "hard").entrySet().stream()
                .map(hard -> hard.getKey() + ": " + Json.text("0", quota, "status", "used", hard.getKey()) + "/"
                        + hard.getValue())
                .collect(Collectors.joining(", "));
    }
}

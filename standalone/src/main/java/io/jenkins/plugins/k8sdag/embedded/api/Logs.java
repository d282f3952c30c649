package io.jenkins.plugins.k8sdag.embedded.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.pod.Kubelet;
import io.jenkins.plugins.k8sdag.embedded.process.ContainerLog;
import io.jenkins.plugins.k8sdag.embedded.process.LogReader;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Serves {@code pods/NAME/log} with the options and refusals of the real one. */
final class Logs {
    private final Store store;
    private final Kubelet kubelet;

    Logs(Store store, Kubelet kubelet) {
        this.store = store;
        this.kubelet = kubelet;
    }

    void send(Request request) throws IOException, InterruptedException {
        Stored stored = store.get(Resource.PODS, request.namespace(), request.name());
        ObjectNode pod = stored.open();
        String container = container(request, pod);
        boolean previous = request.flag("previous");
        LogReader.Options options = new LogReader.Options(
                request.flag("follow"),
                request.flag("timestamps"),
                since(request),
                positive(request, "tailLines", 0),
                positive(request, "limitBytes", 1));
        ContainerLog log =
                kubelet.log(stored.uid(), container, previous).orElseThrow(() -> absent(pod, container, previous));
        try {
            var output = Response.stream(request.exchange(), "text/plain");
            output.flush();
            new LogReader(log, options).copyTo(output, () -> true);
            output.flush();
        } catch (FileNotFoundException e) {
            // the pod went between the look and the read; the empty answer has begun and simply ends
            System.getLogger(Logs.class.getName())
                    .log(System.Logger.Level.DEBUG, "the log of a pod that is going was asked for", e);
        }
    }

    private static String container(Request request, ObjectNode pod) {
        String name = Json.text("", pod, "metadata", "name");
        List<String> main = names(pod, "containers");
        List<String> init = names(pod, "initContainers");
        String asked = request.query("container");
        if (asked == null) {
            if (main.size() == 1) {
                return main.get(0);
            }
            String others = init.isEmpty() ? "" : " or one of the init containers: " + list(init);
            throw ApiException.badRequest(
                    "a container name must be specified for pod " + name + ", choose one of: " + list(main) + others);
        }
        if (Stream.of(main, init).noneMatch(names -> names.contains(asked))) {
            throw ApiException.badRequest("container " + asked + " is not valid for pod " + name);
        }
        return asked;
    }

    private static List<String> names(ObjectNode pod, String list) {
        return Json.objects(pod, "spec", list).stream()
                .map(container -> Json.text("", container, "name"))
                .toList();
    }

    private static String list(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }

    private static ApiException absent(ObjectNode pod, String container, boolean previous) {
        String name = Json.text("", pod, "metadata", "name");
        if (previous) {
            return ApiException.badRequest(
                    "previous terminated container \"" + container + "\" in pod \"" + name + "\" not found");
        }
        List<ObjectNode> statuses = new ArrayList<>(Json.objects(pod, "status", "containerStatuses"));
        statuses.addAll(Json.objects(pod, "status", "initContainerStatuses"));
        for (ObjectNode status : statuses) {
            String reason = Json.text(status, "state", "waiting", "reason");
            if (container.equals(Json.text(status, "name")) && reason != null) {
                String why = reason.contains("Image") ? "trying and failing to pull image" : reason;
                return ApiException.badRequest(
                        "container \"" + container + "\" in pod \"" + name + "\" is waiting to start: " + why);
            }
        }
        if (statuses.isEmpty()) {
            return ApiException.badRequest(
                    "container \"" + container + "\" in pod \"" + name + "\" is waiting to start: ContainerCreating");
        }
        return ApiException.badRequest("container \"" + container + "\" in pod \"" + name + "\" is terminated");
    }

    private static Instant since(Request request) {
        Long seconds = positive(request, "sinceSeconds", 1);
        if (seconds != null) {
            return Instant.now().minusSeconds(seconds);
        }
        String time = request.query("sinceTime");
        try {
            // the API server hands whole seconds to the kubelet, so a client that resumes gets some lines twice
            return time == null ? null : OffsetDateTime.parse(time).toInstant().truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeParseException e) {
            throw ApiException.badRequest("sinceTime=\"" + time + "\" is not a time like 2026-01-31T10:00:00Z");
        }
    }

    private static Long positive(Request request, String key, long least) {
        Long number = request.number(key);
        if (number != null && number < least) {
            throw ApiException.invalid(
                    Resource.PODS,
                    request.name(),
                    List.of(new ApiException.Cause(
                            "FieldValueInvalid",
                            key,
                            "Invalid value: " + number + ": must be greater than or equal to " + least)));
        }
        return number;
    }
}

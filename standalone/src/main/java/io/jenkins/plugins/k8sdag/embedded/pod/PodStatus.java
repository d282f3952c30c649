package io.jenkins.plugins.k8sdag.embedded.pod;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes what the kubelet knows into a pod's status, in the shape of Kubernetes 1.34. Conditions keep the time of their last
 * change, and those of others (a disruption) stay as they are.
 */
final class PodStatus {
    private static final Set<String> OURS =
            Set.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled");

    private final List<Container> containers;
    private final String phase;
    private final boolean sandbox;
    private final boolean address;
    private final String startTime;
    private final String reason;
    private final String message;

    /**
     * @param sandbox whether the pod is ready to start containers
     * @param address whether it has an address (it keeps it when its sandbox is gone)
     * @param reason the pod's own reason, like {@code Evicted}; null for none
     */
    PodStatus(
            List<Container> containers,
            String phase,
            boolean sandbox,
            boolean address,
            String startTime,
            String reason,
            String message) {
        this.containers = containers;
        this.phase = phase;
        this.sandbox = sandbox;
        this.address = address;
        this.startTime = startTime;
        this.reason = reason;
        this.message = message;
    }

    void write(ObjectNode pod) {
        ObjectNode status = Json.at(pod, "status");
        long generation = Json.number(1, pod, "metadata", "generation");
        conditions(status, generation);
        statuses(status, "initContainerStatuses", true);
        statuses(status, "containerStatuses", false);
        status.put("hostIP", Kubelet.ADDRESS);
        status.putArray("hostIPs").addObject().put("ip", Kubelet.ADDRESS);
        if (message != null) {
            status.put("message", message);
        }
        status.put("observedGeneration", generation).put("phase", phase);
        if (address) {
            status.put("podIP", Kubelet.ADDRESS);
            status.putArray("podIPs").addObject().put("ip", Kubelet.ADDRESS);
        } else {
            status.remove(List.of("podIP", "podIPs"));
        }
        if (reason != null) {
            status.put("reason", reason);
        }
        status.put("startTime", startTime);
    }

    private void statuses(ObjectNode status, String field, boolean init) {
        ArrayNode entries = Json.array();
        containers.stream()
                .filter(container -> (container.role() != Container.Role.MAIN) == init)
                .forEach(container -> entries.add(container.status()));
        if (!entries.isEmpty()) {
            status.set(field, entries);
        }
    }

    private void conditions(ObjectNode status, long generation) {
        List<ObjectNode> before = Json.objects(status, "conditions");
        ArrayNode after = Json.array();
        before.stream()
                .filter(found -> !OURS.contains(Json.text(found, "type")))
                .forEach(after::add);
        boolean over = phase.equals("Failed") || phase.equals("Succeeded");
        boolean started = containers.stream()
                .filter(container -> container.role() == Container.Role.MAIN)
                .noneMatch(container -> container.phase() == Container.Phase.WAITING || neverRan(container));
        List<String> unready = names(Container.Role.MAIN, container -> !container.running());
        boolean done = mains().stream().allMatch(Container::terminated);
        String ended = !done || !started
                ? null
                : mains().stream().allMatch(Container::succeeded) ? "PodCompleted" : "PodFailed";
        List<String> uninitialised = new ArrayList<>();
        containers.stream()
                .filter(container -> container.role() == Container.Role.INIT && !container.succeeded()
                        || container.role() == Container.Role.SIDECAR && !container.everStarted())
                .forEach(container -> uninitialised.add(container.name()));
        add(after, before, generation, "PodReadyToStartContainers", sandbox && !over, null, null);
        if (uninitialised.isEmpty()) {
            add(after, before, generation, "Initialized", true, "PodCompleted".equals(ended) ? ended : null, null);
        } else {
            add(
                    after,
                    before,
                    generation,
                    "Initialized",
                    false,
                    "ContainersNotInitialized",
                    "containers with incomplete status: " + list(uninitialised));
        }
        for (String type : List.of("Ready", "ContainersReady")) {
            if (ended != null) {
                add(after, before, generation, type, false, ended, null);
            } else if (!unready.isEmpty()) {
                String text = "containers with unready status: " + list(unready);
                add(after, before, generation, type, false, "ContainersNotReady", text);
            } else {
                add(after, before, generation, type, true, null, null);
            }
        }
        add(after, before, generation, "PodScheduled", true, null, null);
        status.set("conditions", after);
    }

    private static boolean neverRan(Container container) {
        return container.terminated() && !container.everStarted();
    }

    private List<Container> mains() {
        return containers.stream()
                .filter(container -> container.role() == Container.Role.MAIN)
                .toList();
    }

    private List<String> names(Container.Role role, java.util.function.Predicate<Container> which) {
        return containers.stream()
                .filter(container -> container.role() == role && which.test(container))
                .map(Container::name)
                .toList();
    }

    private static String list(List<String> names) {
        return names.stream().collect(Collectors.joining(" ", "[", "]"));
    }

    private static void add(
            ArrayNode after,
            List<ObjectNode> before,
            long generation,
            String type,
            boolean holds,
            String reason,
            String message) {
        String value = holds ? "True" : "False";
        String since = before.stream()
                .filter(found -> type.equals(Json.text(found, "type")) && value.equals(Json.text(found, "status")))
                .map(found -> Json.text(found, "lastTransitionTime"))
                .findFirst()
                .orElseGet(Json::now);
        ObjectNode condition = after.addObject();
        condition.putNull("lastProbeTime").put("lastTransitionTime", since);
        if (message != null) {
            condition.put("message", message);
        }
        condition.put("observedGeneration", generation);
        if (reason != null) {
            condition.put("reason", reason);
        }
        condition.put("status", value).put("type", type);
    }

    /** What the scheduler writes when it has found a node. */
    static void bind(ObjectNode pod) {
        Json.at(pod, "spec").put("nodeName", Kubelet.NODE);
        ObjectNode condition = Json.at(pod, "status").putArray("conditions").addObject();
        condition.putNull("lastProbeTime").put("lastTransitionTime", Json.now());
        condition.put("status", "True").put("type", "PodScheduled");
    }

    /**
     * Sets a condition of another component, in place of an earlier one of its type.
     *
     * @param observed whether that component writes down which generation it saw; the Eviction API does not
     */
    static void disrupt(ObjectNode pod, String reason, String message, boolean observed) {
        ArrayNode conditions = Json.at(pod, "status").withArray("conditions");
        for (int i = conditions.size() - 1; i >= 0; i--) {
            if ("DisruptionTarget".equals(Json.text(conditions.get(i), "type"))) {
                conditions.remove(i);
            }
        }
        ObjectNode condition = conditions.addObject();
        condition.putNull("lastProbeTime").put("lastTransitionTime", Json.now());
        condition.put("message", message);
        if (observed) {
            condition.put("observedGeneration", Json.number(1, pod, "metadata", "generation"));
        }
        condition.put("reason", reason).put("status", "True").put("type", "DisruptionTarget");
    }
}

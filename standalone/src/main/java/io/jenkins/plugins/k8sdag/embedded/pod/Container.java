package io.jenkins.plugins.k8sdag.embedded.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.process.LocalProcess;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.time.Instant;
import java.util.UUID;

/** One container of a pod and what has become of it. Owned by the pod's worker, on its mailbox. */
final class Container {
    /** What a container is to its pod. */
    enum Role {
        INIT,
        SIDECAR,
        MAIN
    }

    /** Where it is in its life; WAITING may come again before a restart. */
    enum Phase {
        WAITING,
        RUNNING,
        TERMINATED
    }

    private final ObjectNode spec;
    private final Role role;
    private Phase phase = Phase.WAITING;
    private String id = newId();
    private String waitingReason;
    private String waitingMessage;
    private Instant startedAt;
    private ObjectNode terminated;
    private ObjectNode last;
    private int restarts;
    private boolean everStarted;
    private boolean unknownImage = true;
    private LocalProcess process;

    Container(ObjectNode spec, Role role, String waitingReason) {
        this.spec = spec;
        this.role = role;
        this.waitingReason = waitingReason;
    }

    ObjectNode spec() {
        return spec;
    }

    String name() {
        return Json.text("", spec, "name");
    }

    String image() {
        return Json.text("", spec, "image");
    }

    Role role() {
        return role;
    }

    Phase phase() {
        return phase;
    }

    int restarts() {
        return restarts;
    }

    String waitingReason() {
        return waitingReason;
    }

    /** The process of the present run; null when there is none. */
    LocalProcess process() {
        return process;
    }

    boolean everStarted() {
        return everStarted;
    }

    /** Whether it has not been tried yet. */
    boolean fresh() {
        return phase == Phase.WAITING && !everStarted && waitingMessage == null;
    }

    boolean terminated() {
        return phase == Phase.TERMINATED;
    }

    boolean running() {
        return phase == Phase.RUNNING;
    }

    int exitCode() {
        return terminated == null ? -1 : terminated.path("exitCode").asInt();
    }

    boolean succeeded() {
        return terminated() && exitCode() == 0;
    }

    void waits(String reason, String message) {
        phase = Phase.WAITING;
        waitingReason = reason;
        waitingMessage = message;
    }

    void runs(LocalProcess started, Instant now) {
        phase = Phase.RUNNING;
        process = started;
        startedAt = now;
        everStarted = true;
        unknownImage = false;
    }

    /** @param message null for none */
    void ends(String reason, int exitCode, String message, Instant now) {
        ends(reason, exitCode, message, startedAt, now);
    }

    void ends(String reason, int exitCode, String message, Instant started, Instant now) {
        phase = Phase.TERMINATED;
        process = null;
        everStarted = true;
        unknownImage = false;
        terminated = Json.object();
        terminated.put("containerID", containerId());
        terminated.put("exitCode", exitCode).put("finishedAt", Json.time(now));
        if (message != null && !message.isEmpty()) {
            terminated.put("message", message);
        }
        terminated.put("reason", reason).put("startedAt", Json.time(started));
    }

    /** The kubelet has lost sight of it: killed with its node or evicted, or never started in a pod that is being deleted. */
    void lost(boolean wasRunning) {
        if (wasRunning) {
            last = unknown(
                    "The container could not be located when the pod was deleted.  The container used to be Running");
            restarts++;
        }
        phase = Phase.TERMINATED;
        unknownImage = true;
        terminated = unknown("The container could not be located when the pod was terminated");
    }

    private static ObjectNode unknown(String message) {
        ObjectNode state = Json.object();
        state.put("exitCode", 137).putNull("finishedAt");
        return state.put("message", message)
                .put("reason", "ContainerStatusUnknown")
                .putNull("startedAt");
    }

    /** Goes back to waiting for its next run. */
    void restartsAfter(String reason, String message) {
        last = terminated;
        waits(reason, message);
    }

    void countRestart() {
        restarts++;
        id = newId();
    }

    String containerId() {
        return "embedded://" + id;
    }

    /** Its entry in {@code containerStatuses}. */
    ObjectNode status() {
        ObjectNode status = Json.object();
        if (!unknownImage && spec.at("/resources/requests").isObject()) {
            status.set("allocatedResources", spec.at("/resources/requests").deepCopy());
        }
        if (!unknownImage) {
            status.put("containerID", containerId());
        }
        status.put("image", image()).put("imageID", unknownImage ? "" : "embedded://images-are-ignored");
        ObjectNode lastState = status.putObject("lastState");
        if (last != null) {
            lastState.set("terminated", last.deepCopy());
        }
        status.put("name", name()).put("ready", running());
        if (!unknownImage) {
            status.set("resources", spec.path("resources").deepCopy());
        }
        status.put("restartCount", restarts).put("started", running());
        state(status.putObject("state"));
        return status;
    }

    private void state(ObjectNode state) {
        switch (phase) {
            case WAITING -> {
                ObjectNode waiting = state.putObject("waiting");
                if (waitingMessage != null) {
                    waiting.put("message", waitingMessage);
                }
                waiting.put("reason", waitingReason);
            }
            case RUNNING -> state.putObject("running").put("startedAt", Json.time(startedAt));
            case TERMINATED -> state.set("terminated", terminated.deepCopy());
        }
    }

    private static String newId() {
        return (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
    }
}

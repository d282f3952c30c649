package io.jenkins.plugins.k8sdag.embedded.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.process.Launcher;
import io.jenkins.plugins.k8sdag.embedded.process.LocalProcess;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns a container's spec into a process, and a process's end into a terminated state. Used on the pod's mailbox. */
final class ContainerStart {
    /** As the kubelet's MaxContainerTerminationMessageLength and MaxContainerTerminationMessageLogLength, in bytes. */
    private static final int MESSAGE = 4096;

    private static final int LOG_MESSAGE = 2048;

    private final Kubelet kubelet;
    private final Stored pod;
    private final ObjectNode object;
    private final PodFiles files;
    private final References references;
    private final Volumes volumes;
    private final Map<String, Path> messages = new HashMap<>();

    /** How a try went. */
    enum Result {
        STARTED,
        /** Something is missing that may still come. */
        WAITS,
        /** It can never start. */
        FAILED
    }

    ContainerStart(Kubelet kubelet, Stored pod, ObjectNode object, PodFiles files) {
        this.kubelet = kubelet;
        this.pod = pod;
        this.object = object;
        this.files = files;
        this.references = new References(kubelet.store(), object);
        this.volumes = new Volumes(references, files, kubelet.claims(pod.namespace()));
    }

    void makeVolumes() throws ConfigException, IOException {
        volumes.make(object.path("spec"));
    }

    Result tryStart(Container container) {
        try {
            Map<String, String> variables = Environment.of(container.spec(), references, files, pod.name());
            Path messageFile = files.message(container.name(), container.restarts());
            messages.put(container.name(), messageFile);
            Mounts mounts = new Mounts(container.spec(), volumes.places(), messageFile);
            List<String> command = command(container.spec(), variables, mounts);
            variables.replaceAll((name, value) -> mounts.substitute(value));
            if (command.isEmpty()) {
                throw new Launcher.StartException(
                        "no command specified; the embedded cluster ignores images, so say what to"
                                + " run in command:");
            }
            Path directory = mounts.directory(Json.text("", container.spec(), "workingDir"), files.work());
            Path log = files.log(container.name(), container.restarts());
            LocalProcess process = kubelet.launcher().start(owner(container), command, variables, directory, log);
            container.runs(process, Instant.now());
            tell(
                    container,
                    "Normal",
                    "Pulled",
                    "Container image \"" + container.image() + "\" already present on machine");
            tell(container, "Normal", "Created", "Created container: " + container.name());
            tell(container, "Normal", "Started", "Started container " + container.name());
            return Result.STARTED;
        } catch (ConfigException e) {
            container.waits("CreateContainerConfigError", e.getMessage());
            tell(container, "Warning", "Failed", "Error: " + e.getMessage());
            return Result.WAITS;
        } catch (Launcher.StartException | IOException e) {
            cannotStart(container, e.getMessage());
            return Result.FAILED;
        }
    }

    /** @param why in runc's words, from {@code exec:} on */
    void cannotStart(Container container, String why) {
        String text =
                "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create"
                        + " failed: unable to start container process: " + why + ": unknown";
        container.ends("StartError", 128, text, Instant.EPOCH, Instant.now());
        tell(container, "Warning", "Failed", "Error: " + text);
    }

    private List<String> command(ObjectNode spec, Map<String, String> variables, Mounts mounts) {
        List<String> command = new ArrayList<>();
        for (String list : List.of("command", "args")) {
            for (String word : Json.texts(spec, list)) {
                command.add(mounts.substitute(Expansion.expand(word, variables)));
            }
        }
        return command;
    }

    void ended(Container container, int code, boolean outOfMemory) {
        ObjectNode spec = container.spec();
        String message = PodFiles.end(messages.get(container.name()), MESSAGE);
        boolean fallback = "FallbackToLogsOnError".equals(Json.text(spec, "terminationMessagePolicy"));
        if (message.isEmpty() && fallback && code != 0) {
            message = lastOutput(files.log(container.name(), container.restarts()));
        }
        String reason = outOfMemory ? "OOMKilled" : code == 0 ? "Completed" : "Error";
        container.ends(reason, code, message, Instant.now());
    }

    /** The end of the log without the kubelet's own prefix. */
    private static String lastOutput(Path log) {
        StringBuilder text = new StringBuilder();
        List<String> records = PodFiles.end(log, 8 * LOG_MESSAGE).lines().toList();
        for (String record : records.subList(Math.max(0, records.size() - 80), records.size())) {
            int head = "2026-01-01T00:00:00.000000000Z stdout F ".length();
            if (record.length() >= head && record.startsWith(" stdout ", head - 10)) {
                text.append(record, head, record.length()).append('\n');
            }
        }
        return text.substring(Math.max(0, text.length() - LOG_MESSAGE));
    }

    String owner(Container container) {
        return pod.uid() + "/" + container.name() + "/" + container.restarts();
    }

    private void tell(Container container, String type, String reason, String message) {
        kubelet.events().record(pod, container.name(), "kubelet", type, reason, message);
    }
}

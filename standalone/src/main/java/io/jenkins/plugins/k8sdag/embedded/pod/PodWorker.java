package io.jenkins.plugins.k8sdag.embedded.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.admission.Play;
import io.jenkins.plugins.k8sdag.embedded.process.ContainerLog;
import io.jenkins.plugins.k8sdag.embedded.process.LocalProcess;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes one pod from creation to its end. All state is its own and touched only on its mailbox; what happens outside (a process
 * ends, a deletion is asked for, time passes) comes in as a letter and ends in {@link #advance}.
 */
final class PodWorker {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Kubelet kubelet;
    private final Mailbox mailbox;
    private final Stored pod;
    /** As it was created; given back when the pod is over, since finished pods may stay for long. */
    private ObjectNode object;

    private final PodFiles files;
    private final Containers containers;
    private final Map<String, List<ContainerLog>> logs = new ConcurrentHashMap<>();
    private final ContainerStart start;
    private final Restarts restarts;
    private Play play;
    private String startTime;
    private boolean sandbox;
    private boolean address;
    private boolean deleting;
    private boolean over;
    private boolean lost;
    private boolean outOfMemory;
    private boolean playPlanned;
    private String reason;
    private String message;
    private Instant killAt = Instant.MAX;

    PodWorker(Kubelet kubelet, Stored pod, Mailbox mailbox) {
        this.kubelet = kubelet;
        this.pod = pod;
        this.mailbox = mailbox;
        this.object = pod.open();
        this.files = new PodFiles(kubelet.podDirectory(pod.namespace(), pod.name(), pod.uid()));
        this.containers = new Containers(object);
        this.restarts = new Restarts(pod, object, kubelet.events(), kubelet.restartBackoff());
        this.start = new ContainerStart(kubelet, pod, object, files);
    }

    void begin() {
        mailbox.execute(() -> {
            play = kubelet.plays()
                    .take(
                            object,
                            pod.namespace(),
                            Json.text(pod.name(), object, "metadata", "labels", "batch.kubernetes.io/job-name"),
                            Play.Moment.SCHEDULING,
                            Play.Moment.CONTAINER_CREATION,
                            Play.Moment.RUNNING)
                    .orElse(null);
            schedule();
        });
    }

    private void schedule() {
        if (play != null && play.kind() == Play.Kind.UNSCHEDULABLE) {
            new PlayedFailure(kubelet, this, pod, play).unschedulable();
            return;
        }
        Optional<Stored> bound = kubelet.store().editIfSame(pod, PodStatus::bind);
        if (bound.isEmpty()) {
            // deleted before its creation was told here
            over = true;
            kubelet.forget(pod.uid());
            return;
        }
        if (bound.get().deleting()) {
            deletionAsked(bound.get());
        }
        kubelet.events()
                .normal(
                        pod,
                        "default-scheduler",
                        "Scheduled",
                        "Successfully assigned " + pod.namespace() + "/" + pod.name() + " to " + Kubelet.NODE);
        startTime = Json.now();
        publish("Pending");
        long deadline = Json.number(0, object, "spec", "activeDeadlineSeconds");
        if (deadline > 0) {
            after(Duration.ofSeconds(deadline), this::deadlineExceeded);
        }
        makeSandbox();
    }

    /** The pod's directories and volumes, tried until everything they refer to is there. */
    private void makeSandbox() {
        if (over || deleting) {
            return;
        }
        files.make();
        try {
            start.makeVolumes();
        } catch (ConfigException | IOException e) {
            kubelet.events().warning(pod, "kubelet", "FailedMount", e.getMessage());
            after(RETRY, this::makeSandbox);
            return;
        }
        sandbox = true;
        address = true;
        advance();
    }

    /** Does the next thing there is to do. */
    void advance() {
        if (over || lost) {
            return;
        }
        if (deleting) {
            advanceDeletion();
            return;
        }
        if (reason != null) {
            windUp();
            return;
        }
        for (Container container : containers) {
            if (container.fresh()) {
                start(container);
            }
            boolean goesOn = switch (container.role()) {
                case INIT -> container.succeeded();
                case SIDECAR -> container.everStarted();
                case MAIN -> true;
            };
            if (!goesOn) {
                if (container.terminated() && restarts.never()) {
                    windUp();
                }
                return;
            }
        }
        if (containers.mainsTerminated()) {
            windUp();
        } else if (containers.mainsUp()) {
            playWhileRunning();
        }
    }

    /** Tries to start a container; where that fails for now, another try is made later. */
    private void start(Container container) {
        if (over || deleting || container.running()) {
            return;
        }
        boolean creationPlayed = play != null
                && play.kind().moment() == Play.Moment.CONTAINER_CREATION
                && container.role() == Container.Role.MAIN
                && !container.everStarted();
        if (creationPlayed) {
            new PlayedFailure(kubelet, this, pod, play).creation(container);
            return;
        }
        switch (start.tryStart(container)) {
            case STARTED -> {
                LocalProcess process = container.process();
                logs.computeIfAbsent(container.name(), name -> new CopyOnWriteArrayList<>())
                        .add(process.log());
                process.ended().thenAccept(code -> mailbox.execute(() -> ended(container, process, code)));
                publish(containers.phase());
            }
            case WAITS -> {
                publish(containers.phase());
                after(RETRY, () -> {
                    start(container);
                    advance();
                });
            }
            case FAILED -> {
                publish(containers.phase());
                mailbox.execute(() -> restartOrRest(container));
            }
        }
    }

    private void ended(Container container, LocalProcess process, int code) {
        if (over || lost || container.process() != process) {
            return;
        }
        start.ended(container, code, outOfMemory);
        restartOrRest(container);
    }

    private void restartOrRest(Container container) {
        if (over) {
            return;
        }
        boolean orphan = container.role() == Container.Role.SIDECAR && containers.mainsTerminated();
        if (!restarts.wanted(container) || deleting || reason != null || orphan) {
            publish(containers.phase());
            advance();
            return;
        }
        Duration wait = restarts.backOff(container);
        publish(containers.phase());
        after(wait, () -> {
            if (!over && !deleting && container.phase() == Container.Phase.WAITING) {
                container.countRestart();
                start(container);
                advance();
            }
        });
    }

    /** All main containers are done: says so, stops the sidecars, and only then ends the pod. */
    private void windUp() {
        List<Container> running = containers.running();
        if (!running.isEmpty()) {
            if (killAt.equals(Instant.MAX)) {
                stop(running, Json.number(30, object, "spec", "terminationGracePeriodSeconds"));
            }
            return;
        }
        finish(endPhase());
    }

    private String endPhase() {
        return reason == null && containers.succeeded() ? "Succeeded" : "Failed";
    }

    /** Publishes the end; the processes are gone. */
    private void finish(String phase) {
        over = true;
        sandbox = false;
        publish(phase);
        containers.forget();
        object = null;
    }

    private void stop(List<Container> running, long graceSeconds) {
        killAt = Instant.now().plusSeconds(graceSeconds);
        for (Container container : running) {
            if (graceSeconds > 0) {
                container.process().terminate();
            } else {
                container.process().kill();
            }
        }
        if (graceSeconds > 0) {
            after(Duration.ofSeconds(graceSeconds), this::killOverdue);
        }
    }

    private void killOverdue() {
        if (!Instant.now().isBefore(killAt)) {
            containers.running().forEach(container -> container.process().kill());
        }
    }

    private void deadlineExceeded() {
        if (over || deleting) {
            return;
        }
        reason = "DeadlineExceeded";
        message = "Pod was active on the node longer than the specified deadline";
        stop(containers.running(), 0);
        advance();
    }

    void deletionAsked(Stored now) {
        mailbox.execute(() -> {
            if (lost) {
                return;
            }
            if (over) {
                current().ifPresent(kubelet.deletion()::finishPod);
                return;
            }
            long grace = Json.number(0, now.open(), "metadata", "deletionGracePeriodSeconds");
            List<Container> running = containers.running();
            if (!deleting) {
                deleting = true;
                publish(containers.phase());
                running.forEach(container -> kubelet.events()
                        .record(
                                pod,
                                container.name(),
                                "kubelet",
                                "Normal",
                                "Killing",
                                "Stopping container " + container.name()));
                stop(running, grace);
            } else if (Instant.now().plusSeconds(grace).isBefore(killAt)) {
                stop(running, grace);
            }
            advanceDeletion();
        });
    }

    private void advanceDeletion() {
        if (over || !containers.running().isEmpty()) {
            return;
        }
        containers.giveUpMains();
        finish(endPhase());
        current().ifPresent(kubelet.deletion()::finishPod);
    }

    /** The pod object is gone: nothing of it may go on. */
    void removed() {
        mailbox.execute(() -> {
            over = true;
            List<Container> running = containers.running();
            running.forEach(container -> container.process().kill());
            Duration settle = running.isEmpty() ? Duration.ZERO : Duration.ofMillis(500);
            kubelet.later(settle, () -> mailbox.execute(files::delete));
        });
    }

    private void playWhileRunning() {
        if (play != null && play.kind().moment() == Play.Moment.RUNNING && !playPlanned) {
            playPlanned = true;
            after(play.after(), () -> {
                if (!over && !deleting) {
                    new PlayedFailure(kubelet, this, pod, play).running();
                }
            });
        }
    }

    boolean waiting(Container container) {
        return !over && !deleting && container.phase() == Container.Phase.WAITING;
    }

    void cannotStart(Container container, String why) {
        start.cannotStart(container, why);
        publish(containers.phase());
        mailbox.execute(() -> restartOrRest(container));
    }

    /** The kernel kills the main container for its memory. */
    void outOfMemory() {
        outOfMemory = true;
        containers
                .mains()
                .filter(Container::running)
                .forEach(container -> container.process().kill());
    }

    /**
     * The containers are gone without a trace, as after an eviction or a restart of the node.
     *
     * @param keepsAddress whether the status still shows the pod's address
     */
    void vanish(String why, String text, boolean keepsAddress) {
        reason = why;
        message = text;
        address = keepsAddress;
        containers.vanish();
        finish("Failed");
    }

    /** The node does not answer any more: whatever is asked, nothing happens here. */
    void loseNode() {
        lost = true;
    }

    /** @param previous whether the run before the newest one is meant */
    Optional<ContainerLog> log(String container, boolean previous) {
        List<ContainerLog> runs = logs.getOrDefault(container, List.of());
        int index = runs.size() - (previous ? 2 : 1);
        return index < 0 ? Optional.empty() : Optional.of(runs.get(index));
    }

    void publish(String phase) {
        PodStatus status = new PodStatus(containers.list(), phase, sandbox, address, startTime, reason, message);
        kubelet.store().editIfSame(pod, status::write);
    }

    private Optional<Stored> current() {
        return kubelet.store()
                .find(pod.resource(), pod.namespace(), pod.name())
                .filter(now -> now.uid().equals(pod.uid()));
    }

    void after(Duration delay, Runnable task) {
        kubelet.later(delay, () -> mailbox.execute(task));
    }
}

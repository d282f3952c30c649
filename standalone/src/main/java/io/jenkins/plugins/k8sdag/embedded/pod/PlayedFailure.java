package io.jenkins.plugins.k8sdag.embedded.pod;

import io.jenkins.plugins.k8sdag.embedded.admission.Play;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Deletion;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.time.Instant;

/** Lets one pod fail as its template asks, with the objects and events that a real cluster shows. Used on the pod's mailbox. */
final class PlayedFailure {
    private final Kubelet kubelet;
    private final PodWorker worker;
    private final Stored pod;
    private final Play play;

    PlayedFailure(Kubelet kubelet, PodWorker worker, Stored pod, Play play) {
        this.kubelet = kubelet;
        this.worker = worker;
        this.pod = pod;
        this.play = play;
    }

    void unschedulable() {
        String text = play.messageOr(
                "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1"
                        + " nodes are available: 1 Preemption is not helpful for scheduling.");
        kubelet.store().editIfSame(pod, edited -> {
            var condition = Json.at(edited, "status").putArray("conditions").addObject();
            condition.putNull("lastProbeTime").put("lastTransitionTime", Json.now());
            condition.put("message", text).put("observedGeneration", 1).put("reason", "Unschedulable");
            condition.put("status", "False").put("type", "PodScheduled");
        });
        kubelet.events().warning(pod, "default-scheduler", "FailedScheduling", text);
    }

    /** A failure before the main container has ever run. */
    void creation(Container container) {
        String image = container.image();
        switch (play.kind()) {
            case IMAGE_PULL_BACK_OFF -> pull(container, true);
            case ERR_IMAGE_NEVER_PULL -> {
                String text =
                        play.messageOr("Container image \"" + image + "\" is not present with pull policy of Never");
                waits(container, "ErrImageNeverPull", text);
                tell(container, "Warning", "ErrImageNeverPull", text);
                tell(container, "Warning", "Failed", "Error: ErrImageNeverPull");
            }
            case INVALID_IMAGE_NAME -> {
                String text = play.messageOr("Failed to apply default image tag \"" + image
                        + "\": couldn't parse image name \"" + image + "\": invalid reference format");
                waits(container, "InvalidImageName", text);
                tell(container, "Warning", "InspectFailed", text);
                tell(container, "Warning", "Failed", "Error: InvalidImageName");
            }
            case CREATE_CONTAINER_CONFIG_ERROR -> {
                String text = play.messageOr("secret \"played\" not found");
                waits(container, "CreateContainerConfigError", text);
                tell(container, "Warning", "Failed", "Error: " + text);
            }
            default ->
                worker.cannotStart(
                        container,
                        play.messageOr("exec: \"/no/such/binary\": stat /no/such/binary: no such file or directory"));
        }
    }

    /** A pull that fails, then waits, then is tried again, for ever. */
    private void pull(Container container, boolean now) {
        if (!worker.waiting(container)) {
            return;
        }
        String image = container.image();
        String cause = play.messageOr("failed to pull and unpack image \"" + image
                + "\": failed to resolve reference \"" + image + "\": " + image + ": not found");
        if (now) {
            tell(container, "Normal", "Pulling", "Pulling image \"" + image + "\"");
            tell(container, "Warning", "Failed", "Failed to pull image \"" + image + "\": " + cause);
            tell(container, "Warning", "Failed", "Error: ErrImagePull");
            waits(container, "ErrImagePull", cause);
        } else {
            tell(container, "Normal", "BackOff", "Back-off pulling image \"" + image + "\"");
            tell(container, "Warning", "Failed", "Error: ImagePullBackOff");
            waits(container, "ImagePullBackOff", "Back-off pulling image \"" + image + "\": ErrImagePull: " + cause);
        }
        worker.after(play.every(), () -> pull(container, !now));
    }

    private void tell(Container container, String type, String reason, String message) {
        kubelet.events().record(pod, container.name(), "kubelet", type, reason, message);
    }

    private void waits(Container container, String reason, String message) {
        container.waits(reason, message);
        worker.publish("Pending");
    }

    /** A failure that strikes while the main containers run. */
    void running() {
        switch (play.kind()) {
            case OOM_KILLED -> worker.outOfMemory();
            case EVICTED ->
                evicted("The node was low on resource: memory. Threshold quantity: 100Mi, available: 61Mi. Container"
                        + " main was using 512Mi, request is 0, has larger consumption of memory. ");
            case EPHEMERAL_STORAGE ->
                evicted("Pod ephemeral local storage usage exceeds the total limit of containers 16Mi. ");
            case NODE_RESTART -> worker.vanish(null, null, false);
            case EVICTED_BY_API -> {
                kubelet.store().editIfSame(pod, Eviction::mark);
                delete();
            }
            case PREEMPTED -> {
                kubelet.events()
                        .normal(pod, "default-scheduler", "Preempted", "Preempted by a pod on node " + Kubelet.NODE);
                disrupt("PreemptionByScheduler", "default-scheduler: preempting to accommodate a higher priority pod");
            }
            case TAINTED -> {
                kubelet.events()
                        .normal(
                                pod,
                                "taint-eviction-controller",
                                "TaintManagerEviction",
                                "Marking for deletion Pod " + pod.namespace() + "/" + pod.name());
                disrupt("DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint");
            }
            case NODE_LOST -> loseNode();
            case JOB_DELETED -> deleteJob();
            default -> delete();
        }
    }

    private void evicted(String real) {
        String text = play.messageOr(real);
        kubelet.events().warning(pod, "kubelet", "Evicted", text);
        worker.vanish("Evicted", text, true);
    }

    private void disrupt(String reason, String real) {
        kubelet.store().editIfSame(pod, edited -> PodStatus.disrupt(edited, reason, play.messageOr(real), true));
        delete();
    }

    /** The pod stays Running and terminating until, much later, its Node object is gone and the pod with it. */
    private void loseNode() {
        worker.loseNode();
        kubelet.events().warning(pod, "node-controller", "NodeNotReady", "Node is not ready");
        kubelet.store()
                .editIfSame(
                        pod,
                        edited -> Json.objects(edited, "status", "conditions").stream()
                                .filter(condition -> "Ready".equals(Json.text(condition, "type")))
                                .forEach(condition -> condition
                                        .put("status", "False")
                                        .put("lastTransitionTime", Json.time(Instant.now()))));
        disrupt("DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint");
        worker.after(
                play.every(),
                () -> kubelet.store()
                        .editIfSame(pod, edited -> {
                            PodStatus.disrupt(edited, "DeletionByPodGC", "PodGC: node no longer exists", true);
                            Json.at(edited, "status")
                                    .put("phase", "Failed")
                                    .put("observedGeneration", Json.number(1, edited, "metadata", "generation"));
                        })
                        .ifPresent(kubelet.deletion()::finishPod));
    }

    private void delete() {
        try {
            kubelet.deletion().delete(Resource.PODS, pod.namespace(), pod.name(), Deletion.Options.only(pod.uid()));
        } catch (ApiException e) {
            requireGone(e);
        }
    }

    private void deleteJob() {
        String job = pod.labels().getOrDefault("batch.kubernetes.io/job-name", pod.name());
        try {
            kubelet.deletion()
                    .delete(
                            Resource.JOBS,
                            pod.namespace(),
                            job,
                            Deletion.Options.propagate(Deletion.Propagation.BACKGROUND));
        } catch (ApiException e) {
            requireGone(e);
        }
    }

    /** Somebody else may have deleted it first, or made another of its name. */
    private static void requireGone(ApiException e) {
        if (e.code() != 404 && e.code() != 409) {
            throw e;
        }
    }
}

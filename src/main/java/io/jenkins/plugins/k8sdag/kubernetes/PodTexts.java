package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.util.ArrayList;
import java.util.List;

/** What is said to people about pods that were ended from outside: one method per case. Pure functions. */
final class PodTexts {
    private static final String AGAIN = "Nothing, unless it comes back: such attempts are tried again by themselves.";

    private PodTexts() {}

    static Failure podDeleted(Pod pod) {
        return Failure.of(
                        Cause.POD_DELETED,
                        "The stage's pod was deleted while it was in use, and not by us.",
                        "Find out who deletes pods in this namespace; the audit log of the cluster tells.")
                .withEvidence(where(pod));
    }

    static Failure jobDeleted(String job) {
        return Failure.of(
                        Cause.JOB_DELETED,
                        "The stage's Job was deleted while it was in use, and not by us.",
                        "Find out who deletes Jobs in this namespace; the audit log of the cluster tells.")
                .withEvidence(job.isEmpty() ? List.of() : List.of("job " + job));
    }

    static Failure podGone(String pod) {
        return Failure.of(
                        Cause.POD_DELETED,
                        "The stage's pod is gone, and how it ended was not seen.",
                        "Find out who deletes pods in this namespace; the audit log of the cluster tells.")
                .withEvidence(pod.isEmpty() ? List.of() : List.of("pod " + pod));
    }

    static Failure evicted(Pod pod) {
        String why = PodFields.text(PodFields.message(pod), "the kubelet does not say why")
                .replaceAll("\\.$", "");
        return Failure.of(
                        Cause.EVICTED,
                        "The node evicted the stage's pod: " + why + ".",
                        "Set requests for memory and ephemeral-storage that match what the stage uses, and a limit it keeps within.")
                .withEvidence(evidence(pod));
    }

    static Failure evicted(Pod pod, String why, PodCondition target) {
        return Failure.of(Cause.EVICTED, "The stage's pod was evicted: " + why + ".", AGAIN)
                .withEvidence(evidence(pod, target));
    }

    static Failure preempted(Pod pod) {
        return Failure.of(
                        Cause.PREEMPTED,
                        "The stage's pod had to make room on its node for one of higher priority.",
                        "Give the stage a priorityClassName, or run it where there is room.")
                .withEvidence(evidence(pod));
    }

    static Failure preempted(Pod pod, PodCondition target) {
        return preempted(pod).withEvidence(evidence(pod, target));
    }

    static Failure nodeLost(Pod pod) {
        return Failure.of(
                        Cause.NODE_LOST,
                        "The node " + PodFields.node(pod) + ", on which the stage ran, no longer answers or is gone.",
                        AGAIN)
                .withEvidence(evidence(pod));
    }

    static Failure nodeLost(Pod pod, PodCondition target) {
        return nodeLost(pod).withEvidence(evidence(pod, target));
    }

    static Failure nodeShutdown(Pod pod) {
        return Failure.of(
                        Cause.NODE_SHUTDOWN,
                        "The node " + PodFields.node(pod) + ", on which the stage ran, was shut down.",
                        AGAIN)
                .withEvidence(evidence(pod));
    }

    static Failure deadline(Pod pod) {
        return Failure.of(
                        Cause.DEADLINE_EXCEEDED,
                        "The stage's pod ran longer than its activeDeadlineSeconds.",
                        "Raise activeDeadlineSeconds in the stage's pod template, or use timeout instead.")
                .withEvidence(evidence(pod));
    }

    static Failure jobDeadline(List<String> evidence) {
        return Failure.of(
                        Cause.DEADLINE_EXCEEDED,
                        "The stage's Job was active longer than its deadline, so Kubernetes ended it.",
                        "Raise the stage's timeout, or find out what takes it so long.")
                .withEvidence(evidence);
    }

    static Failure refusedByNode(Pod pod) {
        return Failure.of(
                        Cause.EVICTED,
                        "The node " + PodFields.node(pod) + " did not take the stage's pod: "
                                + PodFields.text(PodFields.message(pod), PodFields.reason(pod))
                                        .replaceAll("\\.$", "") + ".",
                        AGAIN)
                .withEvidence(evidence(pod));
    }

    /** The container is gone and nobody knows how it ended. */
    static Failure lost(Pod pod) {
        return Failure.of(
                        Cause.CONTAINER_LOST,
                        "The node lost the stage's container, so how it ended is unknown; a restart of the node does this.",
                        AGAIN)
                .withEvidence(evidence(pod));
    }

    /** A failure from outside, with how the container ended under it. */
    static Failure withEnd(Failure failure, ContainerEnd end) {
        List<String> lines = new ArrayList<>(failure.evidence());
        lines.add(line(end));
        return failure.withEvidence(lines);
    }

    static String line(ContainerEnd end) {
        String words = end.isLost() || end.neverStarted() ? ": " + end.message() : "";
        return "container " + end.name() + ": " + PodFields.text(end.reason(), "terminated") + ", exit code "
                + end.exitCode() + words;
    }

    static List<String> where(Pod pod) {
        String node = PodFields.node(pod);
        return List.of("pod " + PodFields.name(pod) + (node.isEmpty() ? "" : " on node " + node));
    }

    private static List<String> evidence(Pod pod) {
        List<String> lines = new ArrayList<>(where(pod));
        if (!PodFields.reason(pod).isEmpty() || !PodFields.message(pod).isEmpty()) {
            lines.add("pod status: " + PodFields.text(PodFields.reason(pod), "no reason") + ": "
                    + PodFields.text(PodFields.message(pod), "no message"));
        }
        return lines;
    }

    private static List<String> evidence(Pod pod, PodCondition target) {
        List<String> lines = new ArrayList<>(evidence(pod));
        lines.add("DisruptionTarget: " + target.getReason() + ": " + PodFields.text(target.getMessage(), "no message"));
        return lines;
    }
}

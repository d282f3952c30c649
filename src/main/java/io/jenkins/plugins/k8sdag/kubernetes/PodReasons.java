package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.util.Optional;

/**
 * What the reason of a pod's own status says: the kubelet's word on pods it ended or would not take. The words are those of
 * k8s.io/kubernetes pkg/kubelet: eviction, nodeshutdown, lifecycle and preemption.
 */
final class PodReasons {
    private static final String SHUTDOWN = "imminent node shutdown";

    private PodReasons() {}

    static Optional<Failure> failure(Pod pod) {
        String reason = PodFields.reason(pod);
        String message = PodFields.message(pod);
        if (message.contains(SHUTDOWN) || message.contains("node is shutting down")) {
            return Optional.of(PodTexts.nodeShutdown(pod));
        }
        return switch (reason) {
            case "Evicted" -> Optional.of(PodTexts.evicted(pod));
            case "Terminated", "NodeShutdown", "Shutdown" -> Optional.of(PodTexts.nodeShutdown(pod));
            case "NodeLost" -> Optional.of(PodTexts.nodeLost(pod));
            case "Preempting" -> Optional.of(PodTexts.preempted(pod));
            case "DeadlineExceeded" -> Optional.of(PodTexts.deadline(pod));
            case "NodeAffinity",
                    "NodePorts",
                    "UnexpectedAdmissionError",
                    "TopologyAffinityError",
                    "PodOSNotSupported" -> Optional.of(PodTexts.refusedByNode(pod));
            default ->
                reason.startsWith("OutOf") || reason.endsWith("AdmissionError")
                        ? Optional.of(PodTexts.refusedByNode(pod))
                        : Optional.empty();
        };
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** Init containers that kept the main container from starting; each fails by its own cause. Pure functions. */
final class InitContainers {
    private InitContainers() {}

    /** The one that failed, if one did. */
    static Optional<ContainerEnd> failed(Pod pod) {
        for (ContainerStatus status : PodFields.initStatuses(pod)) {
            if (status.getState() != null && status.getState().getTerminated() != null && !isSidecar(pod, status)) {
                ContainerEnd end = ContainerEnd.of(status);
                if (end.failure(pod).isPresent()) {
                    return Optional.of(end);
                }
            }
        }
        return Optional.empty();
    }

    /** An init container that is restarted for ever is a sidecar and judges nothing. */
    static boolean isSidecar(Pod pod, ContainerStatus status) {
        return pod.getSpec() != null
                && pod.getSpec().getInitContainers().stream()
                        .anyMatch(c -> status.getName().equals(c.getName()) && "Always".equals(c.getRestartPolicy()));
    }
}

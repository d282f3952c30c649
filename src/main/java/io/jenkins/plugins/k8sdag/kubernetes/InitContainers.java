package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.util.Optional;

/** Init containers that kept the main container from starting; each fails by its own cause. Pure functions. */
final class InitContainers {
    private InitContainers() {}

    static Optional<Failure> failure(Pod pod) {
        for (ContainerStatus status : PodFields.initStatuses(pod)) {
            if (status.getState() != null && status.getState().getTerminated() != null && !isSidecar(pod, status)) {
                Optional<Failure> failure = ContainerEnd.of(status).failure(pod);
                if (failure.isPresent()) {
                    return failure;
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

package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * How a container ended, as the kubelet tells.
 *
 * @param name the container's
 * @param exitCode of its first process; made up where the container was lost or never ran
 * @param reason such as {@code Error}, or ""
 * @param message the container's own (its outputs) or, where it did not run, the runtime's
 * @param startedAt empty if it never ran
 * @param finishedAt empty where nobody knows
 */
record ContainerEnd(
        String name,
        int exitCode,
        String reason,
        String message,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    private static final String UNKNOWN = "ContainerStatusUnknown";
    /** The runtime could not start it; its message is the runtime's and not the container's. */
    private static final Set<String> NOT_STARTED = Set.of("StartError", "ContainerCannotRun", "CreateContainerError");

    static ContainerEnd of(ContainerStatus status) {
        ContainerStateTerminated t = status.getState().getTerminated();
        return new ContainerEnd(
                status.getName(),
                t.getExitCode() == null ? 0 : t.getExitCode(),
                PodFields.text(t.getReason(), ""),
                PodFields.text(t.getMessage(), ""),
                PodFields.instant(t.getStartedAt()),
                PodFields.instant(t.getFinishedAt()));
    }

    /** Whether the kubelet only knows that it is no longer there. */
    boolean isLost() {
        return reason.equals(UNKNOWN);
    }

    boolean neverStarted() {
        return NOT_STARTED.contains(reason);
    }

    /** Whether its exit code is that of SIGKILL or SIGTERM. */
    boolean wasKilled() {
        return exitCode == 137 || exitCode == 143;
    }

    /** What it wrote to its termination message; "" where the message is not its own. */
    String output() {
        return isLost() || neverStarted() ? "" : message;
    }

    /** Why it failed, judged by itself; empty when it succeeded. */
    Optional<Failure> failure(Pod pod) {
        if (exitCode == 0 && !isLost()) {
            return Optional.empty();
        }
        if (isLost()) {
            return Optional.of(PodTexts.withEnd(PodTexts.lost(pod), this));
        }
        if (reason.equals("OOMKilled")) {
            return Optional.of(ExitTexts.outOfMemory(pod, this));
        }
        return Optional.of(neverStarted() ? ExitTexts.startError(pod, this) : ExitTexts.exit(pod, this));
    }
}

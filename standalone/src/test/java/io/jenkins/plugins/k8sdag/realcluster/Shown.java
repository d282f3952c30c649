package io.jenkins.plugins.k8sdag.realcluster;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Says in a few words each what an object shows, the same for the same trouble. Pure functions. */
final class Shown {
    private Shown() {}

    /** Such as {@code pod Failed}, {@code main OOMKilled 137} and {@code DisruptionTarget EvictionByEvictionAPI}. */
    static List<String> pod(Pod pod) {
        List<String> parts = new ArrayList<>();
        String reason = pod.getStatus().getReason();
        parts.add("pod " + pod.getStatus().getPhase() + (reason == null || reason.isEmpty() ? "" : " " + reason));
        for (PodCondition c : pod.getStatus().getConditions()) {
            if (c.getType().equals("PodScheduled") && c.getStatus().equals("False")) {
                parts.add("not scheduled: " + c.getReason());
            } else if (c.getType().equals("DisruptionTarget") && c.getStatus().equals("True")) {
                parts.add("DisruptionTarget " + c.getReason());
            }
        }
        Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream())
                .map(Shown::container)
                .forEach(parts::add);
        return parts;
    }

    private static String container(ContainerStatus status) {
        ContainerState state = status.getState();
        String name = status.getName() + " ";
        if (state.getTerminated() != null) {
            return name + state.getTerminated().getReason() + " "
                    + state.getTerminated().getExitCode();
        }
        if (state.getRunning() != null) {
            return name + "running";
        }
        return name + "waiting"
                + (state.getWaiting() == null ? "" : " " + state.getWaiting().getReason());
    }

    /** Such as {@code Job Failed BackoffLimitExceeded}. */
    static List<String> job(Job job) {
        List<JobCondition> conditions =
                job.getStatus() == null ? List.of() : job.getStatus().getConditions();
        return conditions.isEmpty()
                ? List.of("Job without a condition")
                : conditions.stream()
                        .filter(c -> "True".equals(c.getStatus()))
                        .map(c -> "Job " + c.getType() + (c.getReason() == null ? "" : " " + c.getReason()))
                        .toList();
    }
}

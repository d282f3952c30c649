package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.k8sdag.dag.Stage;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Fields of pods that may be missing at every level. Pure functions. */
final class PodFields {
    private PodFields() {}

    static String name(Pod pod) {
        return text(pod.getMetadata().getName(), "");
    }

    static String node(Pod pod) {
        return pod.getSpec() == null ? "" : text(pod.getSpec().getNodeName(), "");
    }

    static String phase(Pod pod) {
        return pod.getStatus() == null ? "" : text(pod.getStatus().getPhase(), "");
    }

    static String reason(Pod pod) {
        return pod.getStatus() == null ? "" : text(pod.getStatus().getReason(), "");
    }

    static String message(Pod pod) {
        return pod.getStatus() == null
                ? ""
                : text(pod.getStatus().getMessage(), "").strip();
    }

    static boolean isTerminal(Pod pod) {
        return phase(pod).equals("Failed") || phase(pod).equals("Succeeded");
    }

    /** The status of the container by which the attempt is judged: the one named main, or the only one. */
    static Optional<ContainerStatus> main(Pod pod) {
        String name = mainName(pod);
        return statuses(pod).stream().filter(c -> name.equals(c.getName())).findFirst();
    }

    /** The name of that container. */
    static String mainName(Pod pod) {
        List<String> names = pod.getSpec() == null
                ? List.of()
                : pod.getSpec().getContainers().stream().map(c -> c.getName()).toList();
        return names.contains(Stage.MAIN) || names.isEmpty() ? Stage.MAIN : names.get(0);
    }

    static List<ContainerStatus> statuses(Pod pod) {
        return pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
    }

    static List<ContainerStatus> initStatuses(Pod pod) {
        return pod.getStatus() == null ? List.of() : pod.getStatus().getInitContainerStatuses();
    }

    /** A container's state; an empty one where it has none. */
    static ContainerState state(Optional<ContainerStatus> container) {
        return container.map(ContainerStatus::getState).orElseGet(ContainerState::new);
    }

    static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(c -> type.equals(c.getType()))
                        .findFirst();
    }

    static boolean isTrue(Pod pod, String type) {
        return condition(pod, type).filter(c -> "True".equals(c.getStatus())).isPresent();
    }

    /** A moment; empty where it is missing, unreadable, or the zero that runtimes write for "never". */
    static Optional<Instant> instant(String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant instant = Instant.parse(text);
            return instant.getEpochSecond() <= 0 ? Optional.empty() : Optional.of(instant);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static String text(String value, String otherwise) {
        return value == null || value.isEmpty() ? otherwise : value;
    }
}

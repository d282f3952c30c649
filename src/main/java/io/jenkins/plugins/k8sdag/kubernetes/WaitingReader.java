package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.util.Optional;
import java.util.stream.Stream;

/** What keeps a pod from running, by its conditions and the waiting states of its containers. Pure functions. */
final class WaitingReader {
    private WaitingReader() {}

    static Optional<Waiting> of(Pod pod, PodHistory history) {
        if (PodFields.node(pod).isEmpty()) {
            return PodFields.condition(pod, "PodScheduled")
                    .filter(c -> "False".equals(c.getStatus()))
                    .map(WaitingReader::unscheduled);
        }
        return Stream.concat(PodFields.initStatuses(pod).stream(), PodFields.statuses(pod).stream())
                .filter(c -> c.getState() != null && c.getState().getWaiting() != null)
                .map(c -> container(c, c.getState().getWaiting(), history))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Waiting unscheduled(PodCondition condition) {
        String message = Words.scheduler(PodFields.text(condition.getMessage(), "the scheduler does not say why"));
        if ("SchedulingGated".equals(condition.getReason())) {
            return WaitingTexts.gated(message);
        }
        return WaitingTexts.unschedulable(message);
    }

    private static Optional<Waiting> container(
            ContainerStatus container, ContainerStateWaiting state, PodHistory history) {
        String reason = PodFields.text(state.getReason(), "");
        String message = PodFields.text(state.getMessage(), "");
        String image = PodFields.text(container.getImage(), "the image");
        return switch (reason) {
            case "", "ContainerCreating", "PodInitializing" -> Optional.empty();
            case "InvalidImageName" -> Optional.of(WaitingTexts.invalidImageName(image));
            case "ErrImageNeverPull" -> Optional.of(WaitingTexts.imageNeverPulled(image));
            case "ErrImagePull", "RegistryUnavailable", "ImageInspectError" ->
                Optional.of(WaitingTexts.pull(image, Words.pullMessage(message), false));
            case "ImagePullBackOff" -> Optional.of(backOff(image, message, history));
            case "SignatureValidationFailed" -> Optional.of(WaitingTexts.signature(image, Words.pullMessage(message)));
            case "CreateContainerConfigError" -> Optional.of(WaitingTexts.configMissing(message));
            case "CreateContainerError", "RunContainerError", "PreStartHookError", "PostStartHookError" ->
                Optional.of(WaitingTexts.cannotStart(container.getName(), reason, message));
            default -> Optional.of(WaitingTexts.other(container.getName(), reason, message));
        };
    }

    /** Before Kubernetes 1.31 a back-off does not repeat what the pull failed by. */
    private static Waiting backOff(String image, String message, PodHistory history) {
        String trouble = Words.pullMessage(message);
        if (trouble.isEmpty() && history.imageTrouble().isPresent()) {
            Waiting before = history.imageTrouble().get();
            return new Waiting(before.cause(), before.message(), before.remedy(), before.hopeless(), true);
        }
        return WaitingTexts.pull(image, trouble, true);
    }

    static boolean isImageTrouble(Waiting waiting) {
        return waiting.cause() == Cause.IMAGE_NOT_FOUND
                || waiting.cause() == Cause.IMAGE_UNAUTHORISED
                || waiting.cause() == Cause.REGISTRY_UNAVAILABLE;
    }
}

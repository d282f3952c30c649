package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that sets out to end a pod from outside.
 *
 * @param failure what the attempt will have failed by
 * @param at since when, as far as this state of the pod tells
 * @param named whether the pod says who; else it is only being deleted
 */
record Doom(Failure failure, Instant at, boolean named) {

    static Optional<Doom> of(Pod pod) {
        Optional<Failure> byReason = PodReasons.failure(pod);
        Optional<PodCondition> target =
                PodFields.condition(pod, "DisruptionTarget").filter(c -> "True".equals(c.getStatus()));
        if (byReason.isPresent()) {
            Instant at = target.map(PodCondition::getLastTransitionTime)
                    .flatMap(PodFields::instant)
                    .orElse(Instant.EPOCH);
            return Optional.of(new Doom(byReason.get(), at, true));
        }
        Optional<Instant> asked = deletionAsked(pod);
        if (target.isPresent()) {
            Instant since =
                    PodFields.instant(target.get().getLastTransitionTime()).orElse(Instant.EPOCH);
            Instant at = asked.isPresent() && asked.get().isBefore(since) ? asked.get() : since;
            return Optional.of(new Doom(byTarget(pod, target.get()), at, true));
        }
        return asked.map(at -> new Doom(PodTexts.podDeleted(pod), at, false));
    }

    /** The timestamp of a deletion lies at the end of its grace. */
    private static Optional<Instant> deletionAsked(Pod pod) {
        Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
        return PodFields.instant(pod.getMetadata().getDeletionTimestamp())
                .map(end -> end.minus(Duration.ofSeconds(grace == null ? 0 : grace)));
    }

    /** The reasons are those of https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#pod-disruption-conditions. */
    private static Failure byTarget(Pod pod, PodCondition target) {
        String reason = target.getReason() == null ? "" : target.getReason();
        return switch (reason) {
            case "PreemptionByScheduler" -> PodTexts.preempted(pod, target);
            case "DeletionByPodGC" -> PodTexts.nodeLost(pod, target);
            case "DeletionByTaintManager" ->
                nodeIsAway(pod)
                        ? PodTexts.nodeLost(pod, target)
                        : PodTexts.evicted(pod, "a NoExecute taint was put on its node", target);
            case "EvictionByEvictionAPI" -> PodTexts.evicted(pod, "someone evicted it through the API", target);
            default -> PodTexts.evicted(pod, PodFields.text(target.getMessage(), reason), target);
        };
    }

    /**
     * Whether the taint stands for a node that no longer answers: then the node controller has declared the pod not ready, while its
     * containers still are, for nobody is there to say otherwise.
     */
    private static boolean nodeIsAway(Pod pod) {
        boolean podReady = PodFields.isTrue(pod, "Ready");
        boolean containersReady = PodFields.isTrue(pod, "ContainersReady");
        return !podReady && containersReady;
    }
}

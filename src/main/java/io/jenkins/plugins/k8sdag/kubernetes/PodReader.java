package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Sighting;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Translates a pod into what the core can decide on. The main container's end ends the attempt, whatever its sidecars do and
 * whatever the Job says. Pure: the same pod and history give the same reading.
 */
final class PodReader {
    /** Kubernetes' default for {@code terminationGracePeriodSeconds}. */
    private static final long GRACE_SECONDS = 30;

    private PodReader() {}

    /**
     * Reads a pod.
     *
     * @param pod in any state
     * @param before what is remembered of it
     * @param now stands in for the end of a container where the pod does not tell
     */
    static PodReading read(Pod pod, PodHistory before, Instant now) {
        Optional<ContainerStatus> main = PodFields.main(pod);
        ContainerState state = PodFields.state(main);
        Optional<Doom> doom = Doom.of(pod);
        boolean running = state.getRunning() != null;
        PodHistory history = before;
        if (running) {
            history = history.started(
                    PodFields.instant(state.getRunning().getStartedAt()).orElse(now));
        }
        if (doom.isPresent() && !isTrace(pod)) {
            history = history.doomed(doom.get().at(), running);
        }
        boolean unnamed = doom.filter(d -> !d.named()).isPresent();
        if (state.getTerminated() != null) {
            Sighting.Ended ended = ended(pod, main.get(), doom, history, now);
            boolean byDeletion = unnamed
                    && ended.failure().isPresent()
                    && ended.failure().get().cause() == doom.get().failure().cause();
            return new PodReading(ended, history, byDeletion);
        }
        if (PodFields.isTerminal(pod)) {
            Optional<Failure> failure = PodFields.phase(pod).equals("Succeeded")
                    ? Optional.empty()
                    : Optional.of(withoutContainer(pod, doom));
            Sighting.Ended ended =
                    new Sighting.Ended(PodFields.name(pod), PodFields.node(pod), history.startedAt(), now, "", failure);
            return new PodReading(ended, history, unnamed);
        }
        if (doom.isPresent()) {
            Sighting.Disrupted disrupted = new Sighting.Disrupted(
                    PodFields.name(pod), PodFields.node(pod), doom.get().failure(), grace(pod));
            return new PodReading(disrupted, history, unnamed);
        }
        if (running) {
            Instant startedAt = history.startedAt().orElse(now);
            return new PodReading(
                    new Sighting.Running(PodFields.name(pod), PodFields.node(pod), startedAt), history, false);
        }
        return waiting(pod, history);
    }

    /**
     * Whether the deletion seen is the last one, with no grace, that removes the object and was asked for by the kubelet or the garbage
     * collector once all was over. It tells nothing of when the end began.
     */
    private static boolean isTrace(Pod pod) {
        Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
        boolean named = PodFields.isTrue(pod, "DisruptionTarget");
        return !named && PodFields.isTerminal(pod) && grace != null && grace == 0;
    }

    private static PodReading waiting(Pod pod, PodHistory history) {
        Optional<Waiting> waiting = WaitingReader.of(pod, history);
        PodHistory next = waiting.filter(WaitingReader::isImageTrouble)
                .map(history::imageTrouble)
                .orElse(history);
        String node = PodFields.node(pod);
        Sighting sighting = node.isEmpty()
                ? new Sighting.Pending(PodFields.name(pod), waiting)
                : new Sighting.Pulling(PodFields.name(pod), node, waiting);
        return new PodReading(sighting, next, false);
    }

    private static Sighting.Ended ended(
            Pod pod, ContainerStatus main, Optional<Doom> doom, PodHistory history, Instant now) {
        ContainerEnd end = ContainerEnd.of(main);
        Optional<Instant> finishedAt = end.finishedAt();
        Optional<Failure> failure = doom.isPresent() && endedByIt(pod, end, doom.get(), history)
                ? Optional.of(PodTexts.withEnd(doom.get().failure(), end))
                : end.failure(pod);
        return new Sighting.Ended(
                PodFields.name(pod),
                PodFields.node(pod),
                end.startedAt().or(history::startedAt),
                finishedAt.orElse(now),
                end.output(),
                failure);
    }

    /**
     * Whether a container ended because something ended its pod, or had ended by itself before. Times are whole seconds and a final
     * delete overwrites when it was asked for first, so that several things have to be looked at.
     */
    private static boolean endedByIt(Pod pod, ContainerEnd end, Doom doom, PodHistory history) {
        if (end.isLost() || doom.at().equals(Instant.EPOCH)) {
            return true;
        }
        Optional<Instant> doomedAt = isTrace(pod)
                ? history.doomedAt()
                : Optional.of(history.doomedAt().orElse(doom.at()));
        if (doomedAt.isPresent() && end.finishedAt().isPresent()) {
            int order = end.finishedAt().get().compareTo(doomedAt.get());
            if (order != 0) {
                return order > 0;
            }
        }
        if (history.ranWhenDoomed()) {
            return true;
        }
        return toldAfterDeletion(pod).orElse(end.wasKilled());
    }

    /** Whether the kubelet knew of the deletion when it reported the end; known since Kubernetes 1.34. */
    private static Optional<Boolean> toldAfterDeletion(Pod pod) {
        Long generation = pod.getMetadata().getGeneration();
        return PodFields.condition(pod, "ContainersReady")
                .map(PodCondition::getObservedGeneration)
                .filter(observed -> generation != null && generation > 1)
                .map(observed -> observed >= generation);
    }

    private static Failure withoutContainer(Pod pod, Optional<Doom> doom) {
        if (doom.isPresent()) {
            return doom.get().failure();
        }
        return InitContainers.failure(pod).orElseGet(() -> PodTexts.lost(pod));
    }

    private static Duration grace(Pod pod) {
        Long deletion = pod.getMetadata().getDeletionGracePeriodSeconds();
        Long configured = pod.getSpec() == null ? null : pod.getSpec().getTerminationGracePeriodSeconds();
        long seconds = deletion != null ? deletion : configured != null ? configured : GRACE_SECONDS;
        return Duration.ofSeconds(seconds);
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Sighting;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out, with requests, what an object alone does not tell: who deleted a pod, why a Job has none, which events go with a
 * failure. Blocking; runs on the cluster's own small pool.
 */
final class Diagnosis {
    /** These say all there is to say by themselves. */
    private static final Set<Cause> CLEAR =
            EnumSet.of(Cause.EXIT_CODE, Cause.OUT_OF_MEMORY, Cause.START_ERROR, Cause.DEADLINE_EXCEEDED);

    private final Lookups lookups;
    private final String jobName;
    private final String attemptSelector;

    Diagnosis(Lookups lookups, String jobName, String attemptSelector) {
        this.lookups = lookups;
        this.jobName = jobName;
        this.attemptSelector = attemptSelector;
    }

    /** Whether events would add nothing, so that a thousand failing tests cost no request more. */
    static boolean needsNoEvents(Sighting.Ended ended) {
        return ended.failure().map(f -> CLEAR.contains(f.cause())).orElse(true);
    }

    /** Answers why a pod ends. */
    void whyEnding(AttemptWatch attempt) {
        Optional<AttemptWatch.Open> question = attempt.question();
        if (question.isEmpty()) {
            attempt.unanswered();
            return;
        }
        try {
            attempt.answer(question.get(), explain(attempt, question.get()));
        } catch (ApiException e) {
            if (question.get().gone()) {
                attempt.unanswered();
            } else {
                // What the pod itself says is true; only who stands behind it stays unknown.
                attempt.answer(question.get(), question.get().sighting());
            }
        }
    }

    private Sighting explain(AttemptWatch attempt, AttemptWatch.Open question) throws ApiException {
        Sighting sighting = question.sighting();
        Optional<Failure> behind = question.deletedBySomebody() ? behindDeletion(attempt) : Optional.empty();
        List<String> events = EventReader.evidence(lookups.events("Pod", sighting.pod()));
        if (sighting instanceof Sighting.Ended e) {
            Optional<Failure> failure = e.failure().map(f -> merge(behind.orElse(f), f, events));
            return new Sighting.Ended(e.pod(), e.node(), e.startedAt(), e.finishedAt(), e.output(), failure);
        }
        if (sighting instanceof Sighting.Disrupted d) {
            Failure failure = merge(behind.orElse(d.failure()), d.failure(), events);
            return new Sighting.Disrupted(d.pod(), d.node(), failure, d.grace());
        }
        if (sighting instanceof Sighting.Gone g) {
            return new Sighting.Gone(g.pod(), merge(behind.orElse(g.failure()), g.failure(), events));
        }
        return sighting;
    }

    private static Failure merge(Failure cause, Failure seen, List<String> events) {
        List<String> lines = new ArrayList<>(cause.evidence());
        for (String line : seen.evidence()) {
            if (!lines.contains(line)) {
                lines.add(line);
            }
        }
        lines.addAll(events);
        return new Failure(cause.cause(), cause.blame(), cause.message(), cause.remedy(), seen.exitCode(), lines);
    }

    /** Who deleted a pod: the Job controller at the Job's deadline, the garbage collector after the Job, or somebody else. */
    private Optional<Failure> behindDeletion(AttemptWatch attempt) throws ApiException {
        if (attempt.isJobGone()) {
            return Optional.of(PodTexts.jobDeleted(jobName));
        }
        Optional<Job> job = lookups.job(jobName);
        if (job.isEmpty()) {
            return Optional.of(PodTexts.jobDeleted(jobName));
        }
        JobReading reading = JobReading.of(job.get());
        if (!attempt.jobUid().isEmpty() && !reading.uid().equals(attempt.jobUid())) {
            return Optional.of(PodTexts.jobDeleted(jobName));
        }
        if (reading.deadline()) {
            return Optional.of(PodTexts.jobDeadline(reading.evidence()));
        }
        return reading.deleting() ? Optional.of(PodTexts.jobDeleted(jobName)) : Optional.empty();
    }

    /** Looks at events of an attempt that has shown nothing for a while; tells nothing if it has moved on, or if they say nothing. */
    void whyQuiet(AttemptWatch attempt) {
        Optional<Sighting> latest = attempt.latest();
        try {
            if (latest.isPresent() && latest.get() instanceof Sighting.NoPod) {
                noPod(attempt);
            } else if (latest.isPresent() && latest.get() instanceof Sighting.Pulling p) {
                EventReader.notRunning(lookups.events("Pod", p.pod()))
                        .ifPresent(w -> attempt.explain(
                                Sighting.Pulling.class, new Sighting.Pulling(p.pod(), p.node(), Optional.of(w))));
            }
        } catch (ApiException e) {
            // The attempt still waits, and is probed again; that the API is away shows in the cluster's health.
            return;
        }
    }

    private void noPod(AttemptWatch attempt) throws ApiException {
        List<Event> events = lookups.events("Job", jobName);
        Optional<Waiting> waiting = EventReader.noPod(events);
        waiting.ifPresent(w -> attempt.explain(Sighting.NoPod.class, new Sighting.NoPod(Optional.of(w))));
    }

    /** Ends an attempt whose Job is finished or gone and that has no pod; with a pod, the pod tells. */
    void whereIsPod(AttemptWatch attempt) {
        try {
            List<Pod> pods = lookups.pods(attemptSelector);
            pods.forEach(p -> attempt.pod(p, false));
            if (!attempt.pod().isEmpty() && !attempt.isPodGone()) {
                return;
            }
            withoutPod(attempt).ifPresent(attempt::endWithoutPod);
        } catch (ApiException e) {
            // Asked again when the Job is next listed.
            return;
        }
    }

    private Optional<Sighting> withoutPod(AttemptWatch attempt) throws ApiException {
        Optional<Job> job = attempt.isJobGone()
                ? Optional.empty()
                : lookups.job(jobName).filter(j -> j.getMetadata().getUid().equals(attempt.jobUid()));
        if (job.isEmpty()) {
            return Optional.of(new Sighting.Gone("", PodTexts.jobDeleted(jobName)));
        }
        JobReading reading = JobReading.of(job.get());
        if (reading.complete()) {
            return Optional.of(end(Optional.empty()));
        }
        if (reading.deadline()) {
            return Optional.of(end(Optional.of(PodTexts.jobDeadline(reading.evidence()))));
        }
        if (reading.failed()) {
            return Optional.of(new Sighting.Gone("", PodTexts.podGone("").withEvidence(reading.evidence())));
        }
        attempt.job(job.get(), false);
        return Optional.empty();
    }

    private static Sighting end(Optional<Failure> failure) {
        return new Sighting.Ended("", "", Optional.empty(), Instant.now(), "", failure);
    }
}

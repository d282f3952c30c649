package io.jenkins.plugins.k8sdag.embedded.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.admission.Admission;
import io.jenkins.plugins.k8sdag.embedded.job.JobController.JobKey;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.Deletion;
import io.jenkins.plugins.k8sdag.embedded.store.EventRecorder;
import io.jenkins.plugins.k8sdag.embedded.store.Finalizers;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One look at one Job: counts its pods, creates or deletes some, and writes the status in the two steps that a real cluster
 * shows (first which pods are about to be counted, then the counts). Used on the controller's thread only, which owns the
 * back-off of each Job kept here.
 */
final class JobSync {
    private static final String COMPONENT = "job-controller";
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);
    private static final Duration LONGEST_CREATE_RETRY = Duration.ofMinutes(1);

    private final JobController controller;
    private final Store store;
    private final Admission admission;
    private final Deletion deletion;
    private final EventRecorder events;
    private final Duration retryBackoff;
    private final Map<String, Backoff> backoffs = new HashMap<>();

    /** What a Job is waiting for between two pods. */
    private static final class Backoff {
        private Instant lastFailure = Instant.EPOCH;
        private int refusals;
        private Instant notBefore = Instant.EPOCH;
    }

    JobSync(
            JobController controller,
            Store store,
            Admission admission,
            Deletion deletion,
            EventRecorder events,
            Duration retryBackoff) {
        this.controller = controller;
        this.store = store;
        this.admission = admission;
        this.deletion = deletion;
        this.events = events;
        this.retryBackoff = retryBackoff;
    }

    void forget(JobKey key) {
        backoffs.remove(key.uid());
    }

    void look(JobKey key, Stored stored, List<Stored> pods) {
        ObjectNode job = stored.open();
        JobStatus status = new JobStatus(job);
        if (stored.deleting() || status.is("Complete") || status.is("Failed")) {
            pods.forEach(controller::release);
            backoffs.remove(key.uid());
            expire(key, job, status);
            return;
        }
        boolean suspended = job.at("/spec/suspend").asBoolean();
        if (status.startTime() == null && !suspended) {
            status.start();
            wakeAtDeadline(key, job, status);
        }
        JobPods sorted = new JobPods(job, pods);
        if (!sorted.failed.isEmpty()) {
            backoff(key).lastFailure = Instant.now();
        }
        int active = sorted.active.size();
        judge(stored, job, status, sorted);
        if (status.is("FailureTarget") || status.is("SuccessCriteriaMet") || suspended) {
            // pods deleted because the Job has failed count as failed, those of a suspended one do not
            sorted.active.forEach(pod -> deletePod(stored, pod));
            if (status.is("FailureTarget")) {
                sorted.failed.addAll(sorted.active);
            }
            sorted.terminating += active;
            active = 0;
        } else {
            active = scale(key, stored, job, status, sorted);
        }
        suspend(stored, status, suspended);
        status.counts(active, active == 0 ? 0 : sorted.ready, sorted.terminating);
        status.uncounted(sorted.succeeded, sorted.failed);
        write(stored, job);
        count(stored, job, status, sorted, active);
    }

    /** The second step: the pods are given free and counted, and the Job ends when none is left. */
    private void count(Stored stored, ObjectNode job, JobStatus status, JobPods sorted, int active) {
        sorted.succeeded.forEach(controller::release);
        sorted.failed.forEach(controller::release);
        sorted.ignored.forEach(controller::release);
        status.count("succeeded", status.succeeded() + sorted.succeeded.size());
        status.count("failed", status.failed() + sorted.failed.size());
        status.uncounted(List.of(), List.of());
        if (sorted.terminating == 0 && active == 0) {
            end(stored, status);
        }
        write(stored, job);
    }

    /** Sets the condition that says how the Job will end, once that is clear. */
    private void judge(Stored stored, ObjectNode job, JobStatus status, JobPods sorted) {
        if (status.is("FailureTarget") || status.is("SuccessCriteriaMet")) {
            return;
        }
        long limit = Json.number(6, job, "spec", "backoffLimit");
        boolean restarting = "OnFailure".equals(Json.text(job, "spec", "template", "spec", "restartPolicy"));
        boolean tooManyRestarts = restarting && sorted.restarts > 0 && sorted.restarts >= limit;
        long deadline = Json.number(-1, job, "spec", "activeDeadlineSeconds");
        boolean late = deadline >= 0
                && status.startTime() != null
                && !Instant.now().isBefore(status.startTime().plusSeconds(deadline));
        if (sorted.policyFailure != null) {
            status.set("FailureTarget", true, "PodFailurePolicy", sorted.policyFailure);
        } else if (status.failed() + sorted.failed.size() > limit || tooManyRestarts) {
            status.set("FailureTarget", true, "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        } else if (late) {
            status.set("FailureTarget", true, "DeadlineExceeded", "Job was active longer than specified deadline");
        } else if (enough(job, status, sorted)) {
            status.set("SuccessCriteriaMet", true, "CompletionsReached", "Reached expected number of succeeded pods");
        }
    }

    private static boolean enough(ObjectNode job, JobStatus status, JobPods sorted) {
        long succeeded = status.succeeded() + sorted.succeeded.size();
        long completions = Json.number(-1, job, "spec", "completions");
        return completions >= 0 ? succeeded >= completions : succeeded > 0 && sorted.active.isEmpty();
    }

    private void end(Stored stored, JobStatus status) {
        ObjectNode failure = status.condition("FailureTarget");
        if (status.is("SuccessCriteriaMet")) {
            ObjectNode success = status.condition("SuccessCriteriaMet");
            status.set("Complete", true, Json.text(success, "reason"), Json.text(success, "message"));
            status.completed();
            events.normal(stored, COMPONENT, "Completed", "Job completed");
        } else if (failure != null) {
            String reason = Json.text(failure, "reason");
            String message = Json.text(failure, "message");
            status.set("Failed", true, reason, message);
            events.warning(stored, COMPONENT, reason, message);
        }
    }

    /** @return how many pods are active afterwards */
    private int scale(JobKey key, Stored stored, ObjectNode job, JobStatus status, JobPods sorted) {
        int active = sorted.active.size();
        long parallelism = Json.number(1, job, "spec", "parallelism");
        long completions = Json.number(-1, job, "spec", "completions");
        long succeeded = status.succeeded() + sorted.succeeded.size();
        long wanted =
                completions < 0 ? succeeded > 0 ? active : parallelism : Math.min(parallelism, completions - succeeded);
        for (Stored extra : sorted.active.subList((int) Math.min(active, Math.max(0, wanted)), active)) {
            deletePod(stored, extra);
            sorted.terminating++;
        }
        boolean waitsForEnd = "Failed".equals(Json.text(job, "spec", "podReplacementPolicy"));
        long missing = wanted - active - (waitsForEnd ? sorted.terminating : 0);
        if (missing <= 0) {
            return (int) Math.min(active, wanted);
        }
        Backoff backoff = backoff(key);
        long failures = status.failed() + sorted.failed.size();
        Instant allowed = failures == 0
                ? backoff.notBefore
                : latest(backoff.notBefore, backoff.lastFailure.plus(doubled(retryBackoff, failures, LONGEST_RETRY)));
        if (Instant.now().isBefore(allowed)) {
            controller.lookAt(key, allowed);
            return active;
        }
        return active + create(key, stored, job, missing, backoff);
    }

    private int create(JobKey key, Stored stored, ObjectNode job, long missing, Backoff backoff) {
        int created = 0;
        try {
            while (created < missing) {
                Stored pod = admission.create(Resource.PODS, stored.namespace(), pod(stored, job));
                events.normal(stored, COMPONENT, "SuccessfulCreate", "Created pod: " + pod.name());
                created++;
            }
            backoff.refusals = 0;
        } catch (ApiException e) {
            events.warning(stored, COMPONENT, "FailedCreate", "Error creating: " + e.getMessage());
            backoff.refusals++;
            backoff.notBefore =
                    Instant.now().plus(doubled(Duration.ofSeconds(1), backoff.refusals, LONGEST_CREATE_RETRY));
            controller.lookAt(key, backoff.notBefore);
        }
        return created;
    }

    private static ObjectNode pod(Stored stored, ObjectNode job) {
        ObjectNode pod = Json.object();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        ObjectNode template = Json.at(job, "spec", "template");
        for (String field : List.of("annotations", "labels")) {
            if (!template.path("metadata").path(field).isEmpty()) {
                metadata.set(field, template.path("metadata").path(field).deepCopy());
            }
        }
        metadata.putArray("finalizers").add(Finalizers.JOB_TRACKING);
        metadata.put("generateName", stored.name() + "-");
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "batch/v1")
                .put("blockOwnerDeletion", true)
                .put("controller", true)
                .put("kind", "Job")
                .put("name", stored.name())
                .put("uid", stored.uid());
        pod.set("spec", template.path("spec").deepCopy());
        return pod;
    }

    private void deletePod(Stored job, Stored pod) {
        try {
            deletion.delete(Resource.PODS, pod.namespace(), pod.name(), Deletion.Options.only(pod.uid()));
            events.normal(job, COMPONENT, "SuccessfulDelete", "Deleted pod: " + pod.name());
        } catch (ApiException e) {
            if (e.code() != 404 && e.code() != 409) {
                throw e;
            }
        }
    }

    private void suspend(Stored stored, JobStatus status, boolean suspended) {
        if (suspended && !status.is("Suspended")) {
            status.set("Suspended", true, "JobSuspended", "Job suspended");
            status.unstart();
            events.normal(stored, COMPONENT, "Suspended", "Job suspended");
        } else if (!suspended && status.is("Suspended")) {
            status.set("Suspended", false, "JobResumed", "Job resumed");
            events.normal(stored, COMPONENT, "Resumed", "Job resumed");
        }
    }

    private void wakeAtDeadline(JobKey key, ObjectNode job, JobStatus status) {
        long deadline = Json.number(-1, job, "spec", "activeDeadlineSeconds");
        if (deadline >= 0) {
            controller.lookAt(key, status.startTime().plusSeconds(deadline));
        }
    }

    /** Deletes a finished Job when its time to live is over. */
    private void expire(JobKey key, ObjectNode job, JobStatus status) {
        long ttl = Json.number(-1, job, "spec", "ttlSecondsAfterFinished");
        ObjectNode end = status.is("Complete") ? status.condition("Complete") : status.condition("Failed");
        if (ttl < 0 || end == null || job.at("/metadata/deletionTimestamp").isTextual()) {
            return;
        }
        Instant due = Instant.parse(Json.text(end, "lastTransitionTime")).plusSeconds(ttl);
        if (Instant.now().isBefore(due)) {
            controller.lookAt(key, due);
            return;
        }
        try {
            deletion.delete(
                    Resource.JOBS,
                    key.namespace(),
                    key.name(),
                    new Deletion.Options(Deletion.Propagation.FOREGROUND, null, key.uid(), null));
        } catch (ApiException e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    private void write(Stored stored, ObjectNode job) {
        store.editIfSame(
                stored, object -> object.set("status", job.path("status").deepCopy()));
    }

    private Backoff backoff(JobKey key) {
        return backoffs.computeIfAbsent(key.uid(), uid -> new Backoff());
    }

    private static Duration doubled(Duration first, long times, Duration longest) {
        Duration wait = first.multipliedBy(1L << Math.min(Math.max(0, times - 1), 20));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

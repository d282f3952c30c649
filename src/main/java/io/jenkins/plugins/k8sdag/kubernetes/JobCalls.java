package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.engine.ClusterException;
import io.jenkins.plugins.k8sdag.kubernetes.Request.Kind;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.Optional;

/** Creates and deletes Jobs, each once however often asked. Blocking; safe for use by several threads. */
final class JobCalls {
    private static final String BACKGROUND =
            "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":\"Background\"}";

    private final Api api;
    private final String namespace;
    private final Lookups lookups;
    private final TokenBucket creates;

    JobCalls(Api api, String namespace, Lookups lookups, TokenBucket creates) {
        this.api = api;
        this.namespace = namespace;
        this.lookups = lookups;
        this.creates = creates;
    }

    /**
     * Creates an attempt's Job, or finds the one that an earlier try has created.
     *
     * @return {@link Input.Submitted} or {@link Input.SubmitRefused}
     * @throws ClusterException when interrupted
     */
    Input create(RunState state, AttemptId id) throws ClusterException {
        Job job;
        try {
            job = JobManifest.of(state, id);
        } catch (ManifestException e) {
            return new Input.SubmitRefused(id, e.failure(), false, Optional.empty());
        }
        Request request = Request.create(Kind.JOB, namespace, JobManifest.json(job));
        try {
            creates.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiErrors.exception(
                    ApiException.unanswered(request, e.getMessage(), new InterruptedIOException(e.getMessage())));
        }
        try {
            Job created = api.call(request, Job.class);
            return new Input.Submitted(
                    id, created.getMetadata().getName(), created.getMetadata().getUid());
        } catch (ApiException e) {
            return e.code() == 409 && !e.reason().equals("Conflict")
                    ? existing(state, id, job)
                    : ApiErrors.refused(id, namespace, e);
        }
    }

    private Input existing(RunState state, AttemptId id, Job wanted) {
        String name = wanted.getMetadata().getName();
        try {
            Optional<Job> found = lookups.job(name);
            if (found.isEmpty() || isOurs(found.get(), wanted) && isGoing(found.get())) {
                return new Input.SubmitRefused(id, FailureTexts.oldJobGoing(name), true, Optional.empty());
            }
            if (!isOurs(found.get(), wanted)) {
                String owner = "its labels are " + found.get().getMetadata().getLabels();
                return new Input.SubmitRefused(id, FailureTexts.nameConflict(name, owner), false, Optional.empty());
            }
            return new Input.Submitted(id, name, found.get().getMetadata().getUid());
        } catch (ApiException e) {
            return ApiErrors.refused(id, namespace, e);
        }
    }

    private static boolean isGoing(Job job) {
        return job.getMetadata().getDeletionTimestamp() != null;
    }

    private static boolean isOurs(HasMetadata found, Job wanted) {
        Map<String, String> labels = wanted.getMetadata().getLabels();
        return java.util.stream.Stream.of(Labels.MANAGED_BY, Labels.CONTROLLER, Labels.RUN, Labels.STAGE, Labels.ATTEMPT)
                .allMatch(key -> Labels.label(found, key).equals(labels.get(key)));
    }

    /** Deletes an attempt's Job and, with it, its pod. Deletes no other Job of that name. */
    void delete(RunState state, AttemptId id) throws ClusterException {
        Stage stage = state.dag().stage(id.stage());
        String name = Labels.job(state.dag().name(), stage.name(), state.info().runId(), id.attempt());
        String uid = state.attempt(id).jobUid();
        try {
            if (uid.isEmpty()) {
                Optional<Job> found = lookups.job(name);
                if (found.isEmpty() || !isAttempt(found.get(), state, id)) {
                    return;
                }
                uid = found.get().getMetadata().getUid();
            }
            String options = BACKGROUND.replace("}", ",\"preconditions\":{\"uid\":\"" + uid + "\"}}");
            api.call(Request.delete(Kind.JOB, namespace, name, options));
        } catch (ApiException e) {
            // 409: the name is another Job's by now, so this one is gone.
            if (!e.notFound() && e.code() != 409) {
                throw ApiErrors.exception(e);
            }
        }
    }

    private static boolean isAttempt(Job job, RunState state, AttemptId id) {
        Map<String, String> labels =
                Labels.of(state.info(), state.dag().stage(id.stage()).name(), id.attempt());
        return labels.entrySet().stream()
                .allMatch(l -> Labels.label(job, l.getKey()).equals(l.getValue()));
    }

    /** Deletes all Jobs of a run at once. */
    void sweep(RunState state) throws ClusterException {
        try {
            api.call(Request.deleteAll(Kind.JOB, namespace, Labels.runSelector(state.info()), BACKGROUND));
        } catch (ApiException e) {
            if (!e.notFound()) {
                throw ApiErrors.exception(e);
            }
        }
    }
}

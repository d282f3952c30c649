package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.k8sdag.engine.ClusterException;
import io.jenkins.plugins.k8sdag.kubernetes.Request.Kind;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
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
     * The answer to a create.
     *
     * @param input {@link Input.Submitted} or {@link Input.SubmitRefused}
     * @param adopted the Job was there already, so that its pod may be too
     */
    record Answer(Input input, boolean adopted) {}

    /**
     * Creates an attempt's Job, or finds the one that an earlier try has created.
     *
     * @throws ClusterException when interrupted
     */
    Answer create(RunState state, AttemptId id) throws ClusterException {
        Input answer = submit(state, id);
        boolean taken = answer instanceof Input.SubmitRefused refused
                && refused.failure().cause() == Cause.NAME_CONFLICT;
        return taken ? existing(state, id) : new Answer(answer, false);
    }

    private Input submit(RunState state, AttemptId id) throws ClusterException {
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
                    ? conflict(id, job.getMetadata().getName(), "it was there before")
                    : ApiErrors.refused(id, namespace, e);
        }
    }

    private static Input conflict(AttemptId id, String name, String owner) {
        return new Input.SubmitRefused(id, FailureTexts.nameConflict(name, owner), false, Optional.empty());
    }

    /** The name is taken: by an earlier try of ours whose answer was lost, or by somebody else's Job. */
    private Answer existing(RunState state, AttemptId id) {
        String name = name(state, id);
        try {
            Optional<Job> found = lookups.job(name);
            if (found.isPresent() && !isAttempt(found.get(), state, id)) {
                return new Answer(
                        conflict(
                                id,
                                name,
                                "its labels are " + found.get().getMetadata().getLabels()),
                        false);
            }
            if (found.isEmpty() || isGoing(found.get())) {
                return new Answer(
                        new Input.SubmitRefused(id, FailureTexts.oldJobGoing(name), true, Optional.empty()), false);
            }
            return new Answer(
                    new Input.Submitted(id, name, found.get().getMetadata().getUid()), true);
        } catch (ApiException e) {
            return new Answer(ApiErrors.refused(id, namespace, e), false);
        }
    }

    private static boolean isGoing(Job job) {
        return job.getMetadata().getDeletionTimestamp() != null;
    }

    private static String name(RunState state, AttemptId id) {
        String stage = state.dag().stage(id.stage()).name();
        return Labels.job(state.dag().name(), stage, state.info().runId(), id.attempt());
    }

    /** Deletes an attempt's Job and, with it, its pod. Deletes no other Job of that name. */
    void delete(RunState state, AttemptId id) throws ClusterException {
        String name = name(state, id);
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

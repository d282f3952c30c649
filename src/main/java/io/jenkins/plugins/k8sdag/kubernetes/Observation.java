package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.k8sdag.engine.ClusterException;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.Sighting;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists what the cluster holds of a run, once, and tells for every attempt in flight what is there of it. */
final class Observation {
    private final KubernetesCluster cluster;
    private final KubernetesRun run;
    private final RunState state;

    Observation(KubernetesCluster cluster, KubernetesRun run, RunState state) {
        this.cluster = cluster;
        this.run = run;
        this.state = state;
    }

    List<Input> inputs() throws ClusterException {
        try {
            return look();
        } catch (ApiException e) {
            throw ApiErrors.exception(e);
        }
    }

    private List<Input> look() throws ApiException {
        List<AttemptWatch> open = new ArrayList<>();
        for (int i : state.open()) {
            StageState stage = state.stage(i);
            for (Attempt attempt : stage.attempts()) {
                if (attempt.submitted() && !attempt.ended()) {
                    open.add(run.resume(new AttemptId(i, attempt.number()), attempt));
                }
            }
        }
        String selector = Labels.runSelector(state.info());
        // Pods first: a Job that is listed after its pods and has none really has none.
        List<Pod> pods = cluster.lookups().pods(selector);
        List<Job> jobs = cluster.lookups().jobs(selector);
        pods.forEach(p -> run.pod(p, false));
        jobs.forEach(j -> run.job(j, false));
        List<Input> inputs = new ArrayList<>();
        for (AttemptWatch attempt : open) {
            if (attempt.latest().isEmpty()) {
                confirm(attempt, jobs);
            }
            Optional<Sighting> sighting = attempt.latest();
            sighting.ifPresent(s -> inputs.add(new Input.Observed(attempt.id(), attempt.jobUid(), s)));
        }
        return inputs;
    }

    /** Nothing was listed of an attempt, or what was listed raised a question that is being answered. */
    private void confirm(AttemptWatch attempt, List<Job> jobs) throws ApiException {
        String uid = attempt.jobUid();
        boolean listed = jobs.stream()
                .map(HasMetadata::getMetadata)
                .anyMatch(m -> m.getUid().equals(uid));
        if (listed || !attempt.pod().isEmpty()) {
            return;
        }
        String stage = state.dag().stage(attempt.id().stage()).name();
        String name = Labels.job(
                state.dag().name(), stage, state.info().runId(), attempt.id().attempt());
        Optional<Job> job =
                cluster.lookups().job(name).filter(j -> j.getMetadata().getUid().equals(uid));
        if (job.isPresent()) {
            attempt.job(job.get(), false);
        } else {
            attempt.endWithoutPod(new Sighting.Gone("", PodTexts.jobDeleted(name)));
        }
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.util.List;
import java.util.Optional;

/**
 * What a Job shows; only the backstop, for the pod is the truth.
 *
 * @param uid the Job's
 * @param name the Job's
 * @param deadline it was ended, or is being ended, for having been active too long
 * @param complete it succeeded
 * @param failed it failed
 * @param deleting it is being deleted
 * @param waiting why it creates no pod, where it says so itself
 * @param evidence its conditions, for people
 */
record JobReading(
        String uid,
        String name,
        boolean deadline,
        boolean complete,
        boolean failed,
        boolean deleting,
        Optional<Waiting> waiting,
        List<String> evidence) {

    /** Reads a Job. Pure. */
    static JobReading of(Job job) {
        List<JobCondition> conditions = job.getStatus() == null
                ? List.of()
                : job.getStatus().getConditions().stream()
                        .filter(c -> "True".equals(c.getStatus()))
                        .toList();
        boolean suspended =
                job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend());
        return new JobReading(
                PodFields.text(job.getMetadata().getUid(), ""),
                PodFields.text(job.getMetadata().getName(), ""),
                conditions.stream().anyMatch(c -> "DeadlineExceeded".equals(c.getReason())),
                conditions.stream().anyMatch(c -> "Complete".equals(c.getType())),
                conditions.stream().anyMatch(c -> "Failed".equals(c.getType())),
                job.getMetadata().getDeletionTimestamp() != null,
                suspended
                        ? Optional.of(WaitingTexts.suspended(Labels.label(job, JobManifest.KUEUE)))
                        : Optional.empty(),
                conditions.stream()
                        .filter(c -> !c.getType().equals("FailureTarget")
                                && !c.getType().equals("SuccessCriteriaMet"))
                        .map(c -> "job " + job.getMetadata().getName() + ": " + c.getType() + ": "
                                + PodFields.text(c.getReason(), "no reason") + ": "
                                + PodFields.text(c.getMessage(), "no message"))
                        .toList());
    }

    boolean finished() {
        return complete || failed;
    }
}

package io.jenkins.plugins.k8sdag.embedded.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Finalizers;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.util.ArrayList;
import java.util.List;

/** A Job's pods sorted by what they mean to it. */
final class JobPods {
    final List<Stored> active = new ArrayList<>();
    /** Over and well, and not counted yet. */
    final List<Stored> succeeded = new ArrayList<>();
    /** Over and failed, or being deleted where that counts as failed, and not counted yet. */
    final List<Stored> failed = new ArrayList<>();
    /** Failed pods that the Job's policy lets go without counting. */
    final List<Stored> ignored = new ArrayList<>();

    int ready;
    int terminating;
    /** Restarts of containers in active pods; they count against the limit where pods restart their containers. */
    long restarts;
    /** Why the Job's own policy fails it; null when it does not. */
    String policyFailure;

    JobPods(ObjectNode job, List<Stored> pods) {
        boolean waitsForEnd = "Failed".equals(Json.text(job, "spec", "podReplacementPolicy"));
        for (Stored stored : pods) {
            ObjectNode pod = stored.open();
            boolean counted = !Finalizers.has(pod, Finalizers.JOB_TRACKING);
            String phase = Json.text("", pod, "status", "phase");
            if (phase.equals("Succeeded")) {
                if (!counted) {
                    succeeded.add(stored);
                }
            } else if (phase.equals("Failed")) {
                if (!counted) {
                    failed(job, stored, pod);
                }
            } else if (stored.deleting()) {
                terminating++;
                if (!counted && !waitsForEnd) {
                    failed.add(stored);
                }
            } else {
                active.add(stored);
                ready += isReady(pod) ? 1 : 0;
                restarts += restarts(pod);
            }
        }
    }

    private void failed(ObjectNode job, Stored stored, ObjectNode pod) {
        FailurePolicy.Verdict verdict = FailurePolicy.judge(job, pod);
        switch (verdict.action()) {
            case IGNORE -> ignored.add(stored);
            case FAIL_JOB -> {
                failed.add(stored);
                policyFailure = policyFailure == null ? verdict.message() : policyFailure;
            }
            case COUNT -> failed.add(stored);
        }
    }

    private static boolean isReady(ObjectNode pod) {
        return Json.objects(pod, "status", "conditions").stream()
                .anyMatch(condition ->
                        "Ready".equals(Json.text(condition, "type")) && "True".equals(Json.text(condition, "status")));
    }

    private static long restarts(ObjectNode pod) {
        return Json.objects(pod, "status", "containerStatuses").stream()
                .mapToLong(status -> status.path("restartCount").asLong())
                .sum();
    }
}

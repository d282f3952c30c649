package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Sighting;
import java.util.Optional;

/** A Job of the fake cluster and what its pod shows. */
final class FakeJob {
    final String runId;
    final AttemptId id;
    final String uid;
    Sighting shows = new Sighting.NoPod(Optional.empty());
    boolean deleting;
    boolean gone;

    FakeJob(String runId, AttemptId id, String uid) {
        this.runId = runId;
        this.id = id;
        this.uid = uid;
    }

    String name() {
        return "job-" + runId + "-" + id.stage() + "-" + id.attempt();
    }

    String pod() {
        return name() + "-pod";
    }

    boolean terminal() {
        return shows instanceof Sighting.Ended;
    }
}

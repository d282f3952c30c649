package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Sighting;
import java.time.Instant;
import java.util.Optional;

/** A Job of the fake cluster, what its pod shows, and what its container has printed. */
final class FakeJob {
    final String runId;
    final AttemptId id;
    final String uid;
    final String name;
    final FakeLog log;
    Sighting shows = new Sighting.NoPod(Optional.empty());
    Optional<Instant> startedAt = Optional.empty();
    boolean podDeleting;
    boolean deleting;
    boolean gone;

    FakeJob(String runId, AttemptId id, String uid, FakeLog log) {
        this(runId, id, uid, name(runId, id), log);
    }

    FakeJob(String runId, AttemptId id, String uid, String name, FakeLog log) {
        this.runId = runId;
        this.id = id;
        this.uid = uid;
        this.name = name;
        this.log = log;
    }

    static String name(String runId, AttemptId id) {
        return "job-" + runId + "-" + id.stage() + "-" + id.attempt();
    }

    String pod() {
        return name + "-pod";
    }

    boolean terminal() {
        return shows instanceof Sighting.Ended;
    }
}

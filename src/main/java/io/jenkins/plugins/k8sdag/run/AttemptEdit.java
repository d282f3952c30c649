package io.jenkins.plugins.k8sdag.run;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** An {@link Attempt} being changed by one fact; lives within {@link Fold} only. */
final class AttemptEdit {
    final int number;
    final int memorySteps;
    String jobName = "";
    String jobUid = "";
    String pod = "";
    String node = "";
    Clocks clocks;
    Optional<Waiting> waiting = Optional.empty();
    int backOffs;
    int submitTries;
    Optional<Instant> refusedAt = Optional.empty();
    Optional<Failure> stop = Optional.empty();
    Optional<Instant> until = Optional.empty();
    boolean ended;
    Optional<Instant> startedAt = Optional.empty();
    Optional<Failure> failure = Optional.empty();
    Map<String, String> outputs = Map.of();
    boolean drained;
    long logLines;
    int logGaps;
    boolean deleted;

    AttemptEdit(int number, int memorySteps, Clocks clocks) {
        this.number = number;
        this.memorySteps = memorySteps;
        this.clocks = clocks;
    }

    AttemptEdit(Attempt a) {
        this(a.number(), a.memorySteps(), a.clocks());
        jobName = a.jobName();
        jobUid = a.jobUid();
        pod = a.pod();
        node = a.node();
        waiting = a.waiting();
        backOffs = a.backOffs();
        submitTries = a.submitTries();
        refusedAt = a.refusedAt();
        stop = a.stop();
        until = a.until();
        ended = a.ended();
        startedAt = a.startedAt();
        failure = a.failure();
        outputs = a.outputs();
        drained = a.drained();
        logLines = a.logLines();
        logGaps = a.logGaps();
        deleted = a.deleted();
    }

    void seen(String podName, String nodeName) {
        pod = podName.isEmpty() ? pod : podName;
        node = nodeName.isEmpty() ? node : nodeName;
    }

    Attempt build() {
        return new Attempt(
                number,
                memorySteps,
                jobName,
                jobUid,
                pod,
                node,
                clocks,
                waiting,
                backOffs,
                submitTries,
                refusedAt,
                stop,
                until,
                ended,
                startedAt,
                failure,
                outputs,
                drained,
                logLines,
                logGaps,
                deleted);
    }
}

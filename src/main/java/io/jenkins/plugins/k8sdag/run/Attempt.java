package io.jenkins.plugins.k8sdag.run;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that is known of one attempt. Strings are "" and Optionals empty until known.
 *
 * @param number from 1
 * @param memorySteps how many times its memory limit grew
 * @param jobUid the Job's, known once it was created
 * @param pod the pod's name
 * @param node the node's name
 * @param clocks its four clocks
 * @param waiting what it waits for
 * @param backOffs how often the cluster backed off
 * @param submitTries how often the Job was refused for now
 * @param refusedAt when it was first refused, if it was
 * @param stop the failure of a stop that was ordered, or of the disruption under way
 * @param until when the present wait is over: a refused submit, a stop, a disruption
 * @param ended whether it is over
 * @param startedAt when its main container started, by the node's clock
 * @param failure why it failed; empty while it runs and when it succeeded
 * @param outputs what it wrote, if it succeeded
 * @param drained whether its log is complete in the file, or it has none
 * @param logLines lines in its log
 * @param logGaps places in its log known to miss lines
 * @param deleted whether its Job is gone
 */
public record Attempt(
        int number,
        int memorySteps,
        String jobName,
        String jobUid,
        String pod,
        String node,
        Clocks clocks,
        Optional<Waiting> waiting,
        int backOffs,
        int submitTries,
        Optional<Instant> refusedAt,
        Optional<Failure> stop,
        Optional<Instant> until,
        boolean ended,
        Optional<Instant> startedAt,
        Optional<Failure> failure,
        Map<String, String> outputs,
        boolean drained,
        long logLines,
        int logGaps,
        boolean deleted) {

    /** Whether its main container is known to have run, so that there is a log to be had. */
    public boolean hasLog() {
        return startedAt.isPresent();
    }

    /** Whether a Job of its may exist. */
    public boolean submitted() {
        return !jobUid.isEmpty();
    }
}

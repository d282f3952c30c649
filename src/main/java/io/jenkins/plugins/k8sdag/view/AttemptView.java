package io.jenkins.plugins.k8sdag.view;

import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.Clocks;
import java.time.Instant;

/**
 * One attempt at a stage.
 *
 * @param number from 1
 * @param job the Job's name, or "" while there is none
 * @param pod the pod's name, or ""
 * @param node the node's name, or ""
 * @param clocks its own four clocks
 * @param begunAt when its first clock was started, by the controller's clock
 * @param startedAt when its main container started, by the node's clock, or null
 * @param ended whether it is over
 * @param failure why it failed, or null
 * @param waiting what it waits for, in the cluster's words, or null
 * @param logLines lines in its log, once that is complete
 * @param logGaps places in its log known to miss lines
 * @param logComplete whether the log is complete, or will never be any
 * @param hasLog whether its main container is known to have run
 */
public record AttemptView(
        int number,
        String job,
        String pod,
        String node,
        ClocksView clocks,
        String begunAt,
        String startedAt,
        boolean ended,
        FailureView failure,
        String waiting,
        long logLines,
        int logGaps,
        boolean logComplete,
        boolean hasLog) {
    static AttemptView of(Attempt a, Instant now) {
        return new AttemptView(
                a.number(),
                a.jobName(),
                a.pod(),
                a.node(),
                ClocksView.of(a.clocks(), now),
                begun(a.clocks()).toString(),
                a.startedAt().map(Instant::toString).orElse(null),
                a.ended(),
                a.failure().map(FailureView::of).orElse(null),
                a.waiting().map(w -> w.cause().text() + ": " + w.message()).orElse(null),
                a.logLines(),
                a.logGaps(),
                a.drained(),
                a.hasLog());
    }

    /** Clocks run one after the other without a break, so that together they reach back to the beginning. */
    private static Instant begun(Clocks c) {
        return c.since().minus(c.queued()).minus(c.pending()).minus(c.pulling()).minus(c.running());
    }
}

package io.jenkins.plugins.k8sdag.embedded;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How an embedded cluster is set up.
 *
 * @param port on 127.0.0.1; 0 for any free one
 * @param workDir where the pods' files go; made when it is missing
 * @param watchHistory how many changes of each resource a watch may go back
 * @param latency added to every request, to look like a network
 * @param jobSyncDelay how long the Job controller gathers changes of pods before it looks at their Job; a real one takes a second
 * @param jobRetryBackoff the wait after a Job's first failed pod, doubled after each further one; 10 seconds on a real cluster
 * @param restartBackoff the wait before a container's second restart, doubled after each further one; 10 seconds on a real cluster
 */
public record Options(
        int port,
        Path workDir,
        int watchHistory,
        Duration latency,
        Duration jobSyncDelay,
        Duration jobRetryBackoff,
        Duration restartBackoff) {
    public static Options defaults(Path workDir) {
        return new Options(
                0,
                workDir,
                4096,
                Duration.ZERO,
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10));
    }

    public Options withPort(int other) {
        return new Options(other, workDir, watchHistory, latency, jobSyncDelay, jobRetryBackoff, restartBackoff);
    }

    public Options withWatchHistory(int changes) {
        return new Options(port, workDir, changes, latency, jobSyncDelay, jobRetryBackoff, restartBackoff);
    }

    public Options withLatency(Duration other) {
        return new Options(port, workDir, watchHistory, other, jobSyncDelay, jobRetryBackoff, restartBackoff);
    }

    public Options withJobSyncDelay(Duration other) {
        return new Options(port, workDir, watchHistory, latency, other, jobRetryBackoff, restartBackoff);
    }

    /** Both back-offs at once: of a Job's pods and of a container's restarts. */
    public Options withBackoff(Duration other) {
        return new Options(port, workDir, watchHistory, latency, jobSyncDelay, other, other);
    }
}

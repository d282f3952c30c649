package io.jenkins.plugins.k8sdag.kubernetes;

import java.time.Duration;

/**
 * Numbers a {@link KubernetesCluster} works by.
 *
 * @param watching how watches are kept alive
 * @param calls how requests are sent
 * @param logs how logs are followed
 * @param probeAfter how long an attempt may show nothing, without a pod or a running container, before its events are read
 * @param confirmTimeout how long to wait for a cancelled run's Jobs and pods to go
 */
public record ClusterOptions(Watching watching, Calls calls, Logs logs, Duration probeAfter, Duration confirmTimeout) {

    public static final ClusterOptions DEFAULT = new ClusterOptions(
            Watching.DEFAULT, Calls.DEFAULT, Logs.DEFAULT, Duration.ofSeconds(10), Duration.ofSeconds(60));

    /**
     * How watches are kept alive.
     *
     * @param serverTimeout how long the server may keep one watch open
     * @param silence after how long without a word, bookmarks included, a watch counts as dead; the API server sends a bookmark about
     *     once a minute
     * @param relist how often everything is listed again whatever happens
     * @param firstBackoff the first wait after a failure; doubles up to {@code lastBackoff}
     * @param lastBackoff the longest wait
     * @param page objects per page of a list
     */
    public record Watching(
            Duration serverTimeout,
            Duration silence,
            Duration relist,
            Duration firstBackoff,
            Duration lastBackoff,
            int page) {
        public static final Watching DEFAULT = new Watching(
                Duration.ofMinutes(5),
                Duration.ofMinutes(3),
                Duration.ofMinutes(15),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                500);
    }

    /**
     * How requests are sent.
     *
     * @param timeout how long one request may take
     * @param createsPerSecond Jobs created per second in the long run
     * @param createBurst Jobs that may be created at once after a pause
     */
    public record Calls(Duration timeout, double createsPerSecond, int createBurst) {
        public static final Calls DEFAULT = new Calls(Duration.ofSeconds(30), 50, 100);
    }

    /**
     * How logs are followed.
     *
     * @param maxFollows logs followed at once; more wait, those of ended attempts first in line
     * @param endGrace how long after the end of a stream the watch may take to tell that the container has ended before it is asked
     * @param firstBackoff the first wait before a dropped stream is opened again; doubles up to {@code lastBackoff}
     * @param lastBackoff the longest wait
     * @param drainLimit how long after an attempt's end its log is still waited for
     */
    public record Logs(
            int maxFollows, Duration endGrace, Duration firstBackoff, Duration lastBackoff, Duration drainLimit) {
        public static final Logs DEFAULT = new Logs(
                500, Duration.ofSeconds(3), Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofMinutes(2));
    }

    public ClusterOptions with(Watching other) {
        return new ClusterOptions(other, calls, logs, probeAfter, confirmTimeout);
    }

    public ClusterOptions with(Calls other) {
        return new ClusterOptions(watching, other, logs, probeAfter, confirmTimeout);
    }

    public ClusterOptions with(Logs other) {
        return new ClusterOptions(watching, calls, other, probeAfter, confirmTimeout);
    }
}

package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Concurrency;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a run from its first fact on and never changes.
 *
 * @param runId unique among all runs of the controller; a valid label value of at most 63 characters
 * @param controller the id under which this host's Jobs are labelled and watched; a valid label value
 * @param params the DAG's parameters, resolved; String, Boolean, Long, Double or List
 * @param env what the host passes: to expressions as {@code env}, and to every stage as environment
 * @param host notes of the host for itself, such as which cluster and namespace the run is in; no secrets
 * @param keep which Jobs stay
 * @param infrastructureRetries how many attempts per stage the cluster's own trouble may cost
 * @param startedAt when the run began
 * @param concurrency the group it shares places with other runs in, its name resolved; empty: none
 * @param expected how long stages took in earlier runs, by name, in whole milliseconds; empty where nothing is known
 * @param rerunOf the run whose stages it took over, if it is a rerun
 */
public record RunInfo(
        String runId,
        String controller,
        Map<String, Object> params,
        Map<String, String> env,
        Map<String, String> host,
        Keep keep,
        int infrastructureRetries,
        Instant startedAt,
        Optional<Concurrency> concurrency,
        Map<String, Duration> expected,
        Optional<String> rerunOf) {
    /** Attempts lost to the cluster before a stage fails; the plan's number. */
    public static final int DEFAULT_INFRASTRUCTURE_RETRIES = 3;

    public RunInfo {
        params = Map.copyOf(params);
        env = Map.copyOf(env);
        host = Map.copyOf(host);
        Objects.requireNonNull(concurrency, "concurrency");
        expected = Map.copyOf(expected);
        Objects.requireNonNull(rerunOf, "rerunOf");
    }

    /** A run that shares nothing, takes nothing over, and of which nothing is known from before. */
    public RunInfo(
            String runId,
            String controller,
            Map<String, Object> params,
            Map<String, String> env,
            Map<String, String> host,
            Keep keep,
            int infrastructureRetries,
            Instant startedAt) {
        this(
                runId,
                controller,
                params,
                env,
                host,
                keep,
                infrastructureRetries,
                startedAt,
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    /** The same run in a group. */
    public RunInfo in(Optional<Concurrency> group) {
        return with(group, expected, rerunOf);
    }

    /** The same run with what is known from earlier ones. */
    public RunInfo expecting(Map<String, Duration> durations) {
        return with(concurrency, durations, rerunOf);
    }

    /** The same run as a rerun of another. */
    public RunInfo rerunOf(String other) {
        return with(concurrency, expected, Optional.of(other));
    }

    private RunInfo with(Optional<Concurrency> group, Map<String, Duration> durations, Optional<String> other) {
        return new RunInfo(
                runId, controller, params, env, host, keep, infrastructureRetries, startedAt, group, durations, other);
    }
}

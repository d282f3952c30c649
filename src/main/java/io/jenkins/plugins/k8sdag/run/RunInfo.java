package io.jenkins.plugins.k8sdag.run;

import java.time.Instant;
import java.util.Map;

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
 */
public record RunInfo(
        String runId,
        String controller,
        Map<String, Object> params,
        Map<String, String> env,
        Map<String, String> host,
        Keep keep,
        int infrastructureRetries,
        Instant startedAt) {
    /** Attempts lost to the cluster before a stage fails; the plan's number. */
    public static final int DEFAULT_INFRASTRUCTURE_RETRIES = 3;

    public RunInfo {
        params = Map.copyOf(params);
        env = Map.copyOf(env);
        host = Map.copyOf(host);
    }
}

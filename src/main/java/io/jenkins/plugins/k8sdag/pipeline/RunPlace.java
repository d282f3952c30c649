package io.jenkins.plugins.k8sdag.pipeline;

import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.util.Map;

/**
 * Where a run is and whose it is, as its journal keeps it.
 *
 * @param cloud the cloud's name
 * @param namespace where its Jobs are
 * @param job the full name of its job
 * @param build the number of its build
 */
public record RunPlace(String cloud, String namespace, String job, String build) {
    static RunPlace of(RunInfo info) {
        Map<String, String> host = info.host();
        return new RunPlace(host.get("cloud"), host.get("namespace"), host.get("job"), host.get("build"));
    }

    Map<String, String> toHost() {
        return Map.of("cloud", cloud, "namespace", namespace, "job", job, "build", build);
    }
}

package io.jenkins.plugins.k8sdag.pipeline;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a pipeline asks for. Lives in the program's state, so it is Strings, numbers and plain maps only; immutable after the step
 * has begun.
 */
final class RunRequest implements Serializable {
    private static final long serialVersionUID = 1;

    @CheckForNull
    final String file;

    @CheckForNull
    final String yaml;

    @CheckForNull
    final String cloud;

    @CheckForNull
    final String namespace;

    private final LinkedHashMap<String, Object> params;

    /** Why the parameters cannot be taken. */
    @CheckForNull
    final String paramProblem;

    @CheckForNull
    final Integer maxParallel;

    @CheckForNull
    final Boolean failFast;

    final boolean propagate;
    final LogsMode logs;

    @CheckForNull
    final KeepJobs keep;

    RunRequest(DagStep step, boolean propagate, LogsMode logs) {
        this.file = step.getFile();
        this.yaml = step.getYaml();
        this.cloud = step.getCloud();
        this.namespace = step.getNamespace();
        this.params = new LinkedHashMap<>(step.getParams());
        this.paramProblem = step.paramProblem();
        this.maxParallel = step.getMaxParallel();
        this.failFast = step.getFailFast();
        this.propagate = propagate;
        this.logs = logs;
        this.keep = step.getKeep();
    }

    Map<String, Object> params() {
        return params;
    }
}

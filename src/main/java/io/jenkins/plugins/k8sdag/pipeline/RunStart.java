package io.jenkins.plugins.k8sdag.pipeline;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.k8sdag.dag.Concurrency;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.definition.DagFile;
import io.jenkins.plugins.k8sdag.definition.DefinitionException;
import io.jenkins.plugins.k8sdag.definition.FileSource;
import io.jenkins.plugins.k8sdag.definition.Limits;
import io.jenkins.plugins.k8sdag.definition.Loaded;
import io.jenkins.plugins.k8sdag.definition.OfferedParams;
import io.jenkins.plugins.k8sdag.definition.Options;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import jenkins.model.Jenkins;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.jenkinsci.plugins.kubernetes.auth.KubernetesAuthException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * What a new run begins with: the DAG file read and checked, the cloud and the namespace chosen.
 *
 * @param first the run's first fact
 * @param source the DAG file
 * @param loaded the graph and what lint says of it
 */
record RunStart(Fact.RunStarted first, DagText source, Loaded loaded) {
    /**
     * Prepares a run. Blocking.
     *
     * @throws AbortException when it cannot begin, with what to do
     * @throws DefinitionException when the DAG file has errors
     */
    static RunStart of(RunRequest request, String runId, Run<?, ?> build, StepContext context, Controller controller)
            throws IOException, InterruptedException, DefinitionException {
        DagText source = source(request, build, context);
        KubernetesCloud cloud = Clouds.choose(request.cloud, build.getParent());
        Map<String, String> env = env(build);
        if (request.paramProblem != null) {
            throw new AbortException(request.paramProblem);
        }
        BuildParams.refuseSecrets(request.params(), build);
        Loaded loaded = load(request, source, env, BuildParams.of(build), UsedTexts.of(build, context));
        RunPlace place = new RunPlace(
                cloud.name,
                namespace(request, cloud),
                build.getParent().getFullName(),
                Integer.toString(build.getNumber()));
        K8sDagGlobalConfiguration configuration = K8sDagGlobalConfiguration.get();
        KeepJobs keep = request.keep == null ? configuration.getKeep() : request.keep;
        RunInfo info = new RunInfo(
                runId,
                RunIds.controller(),
                loaded.params(),
                env,
                place.toHost(),
                keep.policy(),
                RunInfo.DEFAULT_INFRASTRUCTURE_RETRIES,
                controller.clock().instant());
        info = info.in(concurrency(loaded, runId, env)).expecting(expected(build, loaded.dag()));
        return new RunStart(new Fact.RunStarted(info, loaded.dag(), info.startedAt()), source, loaded);
    }

    private static Optional<Concurrency> concurrency(Loaded loaded, String runId, Map<String, String> env)
            throws AbortException {
        try {
            return loaded.concurrencyOf(runId, env);
        } catch (ExpressionException e) {
            throw new AbortException("spec.concurrency of the DAG: " + e.getMessage());
        }
    }

    /** Nothing where all stages can start at once: there is nothing to choose. */
    private static Map<String, Duration> expected(Run<?, ?> build, Dag dag) {
        int cap = K8sDagGlobalConfiguration.get().getMaxParallel();
        boolean binds = dag.size() > dag.maxParallel() || cap > 0;
        return binds && dag.size() > 1 ? BuildHistory.expected(build, dag.name()) : Map.of();
    }

    private static DagText source(RunRequest request, Run<?, ?> build, StepContext context)
            throws IOException, InterruptedException {
        if (request.file != null && request.yaml != null) {
            throw new AbortException("k8sDag has both file: and yaml: (give one of them)");
        }
        if (request.yaml != null) {
            return new DagText("yaml", request.yaml);
        }
        if (request.file != null) {
            return DagText.read(request.file, context.get(FilePath.class), build, context.get(TaskListener.class));
        }
        throw new AbortException("k8sDag has no DAG (write file: 'path/of/dag.yaml', or yaml: with the text)");
    }

    private static Loaded load(
            RunRequest request, DagText source, Map<String, String> env, OfferedParams offered, FileSource files)
            throws DefinitionException, AbortException {
        if (request.maxParallel != null && request.maxParallel < 1) {
            throw new AbortException("maxParallel must be at least 1, not " + request.maxParallel);
        }
        OptionalInt parallel = request.maxParallel == null ? OptionalInt.empty() : OptionalInt.of(request.maxParallel);
        Options options = new Options(
                        request.params(), env, parallel, Optional.ofNullable(request.failFast), Limits.DEFAULT)
                .withOffered(offered)
                .withFiles(files);
        Loaded loaded = DagFile.load(source.name(), source.text(), options);
        int cap = K8sDagGlobalConfiguration.get().getMaxParallelPerRun();
        if (cap == 0 || loaded.dag().maxParallel() <= cap) {
            return loaded;
        }
        return loaded.withMaxParallel(cap);
    }

    private static Map<String, String> env(Run<?, ?> build) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("JOB_NAME", build.getParent().getFullName());
        env.put("BUILD_NUMBER", Integer.toString(build.getNumber()));
        String root = Jenkins.get().getRootUrl();
        if (root != null) {
            env.put("BUILD_URL", root + build.getUrl());
        }
        return env;
    }

    private static String namespace(RunRequest request, KubernetesCloud cloud) throws AbortException {
        if (request.namespace != null) {
            return request.namespace;
        }
        String byDefault = K8sDagGlobalConfiguration.get().getDefaultNamespace();
        if (byDefault != null) {
            return byDefault;
        }
        if (cloud.getNamespace() != null && !cloud.getNamespace().isBlank()) {
            return cloud.getNamespace();
        }
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            KubernetesClient client = cloud.connect();
            return client.getNamespace() == null ? "default" : client.getNamespace();
        } catch (KubernetesAuthException | IOException e) {
            throw new AbortException("the cloud '" + cloud.name + "' cannot be connected to: " + e.getMessage()
                    + " (correct its address or credentials in Manage Jenkins » Clouds)");
        }
    }
}

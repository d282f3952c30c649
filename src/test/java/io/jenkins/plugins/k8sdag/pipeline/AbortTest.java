package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.util.StreamTaskListener;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Whatever ends a build leaves nothing in the cluster. */
@Tag("embedded-cluster")
@WithJenkins
class AbortTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    private JenkinsRule jenkins;
    private KubernetesCloud cloud;

    @BeforeEach
    void aCloud(JenkinsRule rule) {
        jenkins = rule;
        cloud = embedded.addCloud("embedded");
    }

    private WorkflowRun started(String name, String script) throws Exception {
        WorkflowJob job = job(name, script);
        WorkflowRun build = job.scheduleBuild2(0).waitForStart();
        Path sign = embedded.directory().resolve("up");
        Waiting.until("the stage of " + name + " has started", () -> Files.exists(sign));
        Files.delete(sign);
        return build;
    }

    private String endless() {
        return dag(
                "endless",
                stage("wait", "touch " + embedded.directory().resolve("up") + "; sleep 600"),
                stage("later", "true", "needs: [wait]"));
    }

    @Test
    void anAbortCancelsEveryJobAndTheBuildIsAborted() throws Exception {
        WorkflowRun build = started("aborted", run(endless()));
        assertThat(Waiting.jobs(embedded.cluster().url())).hasSize(1);
        StepExecution step =
                build.getExecution().getCurrentExecutions(true).get().get(0);
        Waiting.until("the step says so", () -> step.getStatus().equals("0 of 2 stages done, 1 running"));
        FlowNode node = step.getContext().get(FlowNode.class);
        assertThat(node.getDisplayName()).isEqualTo("endless: 0 of 2 stages done, 1 running");
        build.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("endless: CANCELLED", build);
        assertThat(node.getDisplayName()).startsWith("endless: CANCELLED after ");
        jenkins.assertLogNotContains("\tat ", build);
        assertThat(Waiting.jobs(embedded.cluster().url())).isEmpty();

        WorkflowRun timed = started("timed", "timeout(time: 3, unit: 'SECONDS') { " + run(endless()) + " }");
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(timed));
        assertThat(Waiting.jobs(embedded.cluster().url())).isEmpty();
    }

    @Test
    void aJobDeletedWhileItsBuildRunsIsCleanedUpAfter() throws Exception {
        WorkflowRun build = started("deleted", run(endless()));
        build.getParent().delete();
        Waiting.until(
                "its Jobs are gone",
                () -> Waiting.jobs(embedded.cluster().url()).isEmpty());
        Waiting.until("its run has ended", () -> Controller.get().runs().isEmpty());
    }

    @Test
    void theSweepDeletesWhatBelongsToNoRun() throws Exception {
        WorkflowRun build = started("mine", run(endless()));
        KubernetesClient client = cloud.connect();
        client.batch()
                .v1()
                .jobs()
                .inNamespace("default")
                .resource(new JobBuilder()
                        .withNewMetadata()
                        .withName("orphan")
                        .withLabels(Map.of(
                                "app.kubernetes.io/managed-by", "k8s-dag",
                                "k8sdag.jenkins.io/controller", RunIds.controller(),
                                "k8sdag.jenkins.io/run", "long-gone"))
                        .endMetadata()
                        .withNewSpec()
                        .withNewTemplate()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .addNewContainer()
                        .withName("main")
                        .withImage("busybox:1.37")
                        .withCommand("sleep", "600")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new OrphanSweep()
                .sweep(
                        new StreamTaskListener(said, StandardCharsets.UTF_8),
                        Instant.now().plusSeconds(60));
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("deleted Job orphan in default of embedded");
        Waiting.until(
                "only the build's own Job is left",
                () -> Waiting.jobs(embedded.cluster().url()).stream()
                        .allMatch(j -> j.getMetadata().getName().startsWith("endless-wait")));
        assertThat(Waiting.jobs(embedded.cluster().url())).hasSize(1);
        build.getExecutor().interrupt();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
    }
}

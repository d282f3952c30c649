package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A restart of Jenkins changes nothing: nothing runs twice and no line is lost. */
@Tag("embedded-cluster")
class RestartTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private Path file(String name) {
        return embedded.directory().resolve(name);
    }

    /** Leaves a mark each time it runs, says up, and ends once it may. */
    private String gated(String name, String... more) {
        return stage(
                name,
                "echo " + name + " >> " + file("ran") + "; echo before; touch " + file(name) + "; until [ -e "
                        + file(name + ".go") + " ]; do sleep 0.1; done; echo after",
                more);
    }

    private static WorkflowRun build() {
        return Jenkins.get().getItemByFullName("restarted", WorkflowJob.class).getBuildByNumber(1);
    }

    /** What the views call the nodes of a build. */
    private static List<String> labels(WorkflowRun build) {
        return new DepthFirstScanner()
                .allNodes(build.getExecution()).stream()
                        .map(FlowNode::getDisplayName)
                        .toList();
    }

    @Test
    void aRunGoesOnWhereItWasInEveryPhase() throws Throwable {
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            Jenkins.get().save();
            WorkflowJob job = job(
                    "restarted",
                    "def r = "
                            + run(dag("restarted", gated("first"), gated("second", "needs: [first]")))
                                    .replace("k8sDag ", "k8sDag(")
                            + ")\necho \"in the end ${r.status}\"");
            job.scheduleBuild2(0).waitForStart();
            Waiting.until("the first stage runs", () -> Files.exists(file("first")));
        });
        // Ended while Jenkins was down: what it printed then is read after the restart.
        Files.createFile(file("first.go"));
        sessions.then(jenkins -> {
            Waiting.until("the second stage runs", () -> Files.exists(file("second")));
            Waiting.until(
                    "the step is called by the run's progress",
                    () -> labels(build()).contains("restarted: 1 of 2 stages done, 1 running"));
        });
        sessions.then(jenkins -> {
            Files.createFile(file("second.go"));
            WorkflowRun build = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build()));
            jenkins.assertLogContains("in the end SUCCEEDED", build);
            jenkins.assertLogContains("goes on after the restart of Jenkins", build);
            assertThat(Files.readAllLines(file("ran"))).containsExactly("first", "second");
            assertThat(labels(build)).anyMatch(label -> label.startsWith("restarted: SUCCEEDED after "));
            Path logs = RunFolder.of(build, build.getAction(DagRuns.class).ids().get(0))
                    .logs();
            for (String stage : List.of("first", "second")) {
                assertThat(Files.readAllLines(logs.resolve(stage + ".1.log")).stream()
                                .map(l -> l.substring(l.indexOf(' ') + 1)))
                        .containsExactly("before", "after");
                assertThat(build.getLog(1000))
                        .filteredOn(l -> l.equals("[" + stage + "] after"))
                        .hasSize(1);
            }
        });
    }

    @Test
    void anAbortAfterARestartCleansUpAndALostCloudIsWaitedFor() throws Throwable {
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            job("restarted", run(dag("restarted", gated("only"))))
                    .scheduleBuild2(0)
                    .waitForStart();
            Waiting.until("the stage runs", () -> Files.exists(file("only")));
            Jenkins.get().clouds.clear();
            Jenkins.get().save();
        });
        sessions.then(jenkins -> {
            Waiting.until(
                    "the run is taken up again", () -> !Controller.get().runs().isEmpty());
            DrivenRun run = Controller.get().runs().iterator().next();
            Waiting.until(
                    "the lost cloud is told of",
                    () -> run.status().contains("the cloud 'embedded' is not configured any more"));
            embedded.addCloud("embedded");
            Waiting.until("the run goes on", () -> !run.status().contains("not configured"));
            build().getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build()));
            assertThat(Waiting.jobs(embedded.cluster().url())).isEmpty();
        });
    }

    @Test
    void anApiThatIsAwayAfterARestartIsWaitedFor() throws Throwable {
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            Jenkins.get().save();
            job("restarted", run(dag("restarted", gated("only"), stage("next", "echo next", "needs: [only]"))))
                    .scheduleBuild2(0)
                    .waitForStart();
            Waiting.until("the stage runs", () -> Files.exists(file("only")));
        });
        Files.createFile(file("only.go"));
        embedded.cluster().failNext(null, null, 0, 12, null);
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build()));
            jenkins.assertLogContains("[next] next", build);
            assertThat(Files.readAllLines(file("ran"))).containsExactly("only");
        });
    }
}

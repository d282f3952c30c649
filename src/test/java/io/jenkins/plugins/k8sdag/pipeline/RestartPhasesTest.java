package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A restart of Jenkins in phases in which no container runs: before one does, between two attempts, and while one is being ended. */
@Tag("embedded-cluster")
class RestartPhasesTest {
    private static final String UNSCHEDULABLE =
            "podTemplate: {metadata: {annotations: {embedded.k8sdag.jenkins.io/play: Unschedulable}}}";

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private Path file(String name) {
        return embedded.directory().resolve(name);
    }

    private static WorkflowRun build() {
        return Jenkins.get().getItemByFullName("restarted", WorkflowJob.class).getBuildByNumber(1);
    }

    private void begin(String dag) throws Exception {
        embedded.addCloud("embedded");
        Jenkins.get().save();
        job("restarted", run(dag)).scheduleBuild2(0).waitForStart();
    }

    private static void untilOneIs(StagePhase phase) throws Exception {
        Waiting.until("one stage is " + phase, () -> {
            Optional<DrivenRun> run = Controller.get().runs().stream().findFirst();
            return run.isPresent() && run.get().state().tally().in(phase) == 1;
        });
    }

    @Test
    void betweenTwoAttempts() throws Throwable {
        String mark = file("mark").toString();
        sessions.then(jenkins -> {
            begin(dag(
                    "restarted",
                    stage(
                            "flaky",
                            "echo try >> " + mark + "; [ $(wc -l < " + mark + ") = 2 ]",
                            "retry: {limit: 1, backoff: {initial: 5s}}")));
            untilOneIs(StagePhase.BACKOFF);
        });
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build()));
            jenkins.assertLogContains("flaky: started on embedded (attempt 2 of 2)", build);
            assertThat(Files.readAllLines(file("mark"))).containsExactly("try", "try");
        });
    }

    @Test
    void beforeAContainerRunsAndWhileOneIsBeingEnded() throws Throwable {
        String up = file("up").toString();
        sessions.then(jenkins -> {
            begin(dag(
                            "restarted",
                            stage("held", "true", UNSCHEDULABLE),
                            stage("stubborn", "trap \"\" TERM; echo up >> " + up + "; while :; do sleep 0.1; done"))
                    .replace("spec:\n", "spec:\n  podTemplate: {spec: {terminationGracePeriodSeconds: 8}}\n"));
            untilOneIs(StagePhase.PENDING);
            Waiting.until("the other runs", () -> Files.exists(file("up")));
        });
        sessions.then(jenkins -> {
            untilOneIs(StagePhase.PENDING);
            untilOneIs(StagePhase.RUNNING);
            build().getExecutor().interrupt();
            Waiting.until("the run is told to stop", () -> {
                Optional<DrivenRun> run = Controller.get().runs().stream().findFirst();
                return run.isPresent() && run.get().state().tally().in(StagePhase.STOPPING) >= 1;
            });
        });
        sessions.then(jenkins -> {
            WorkflowRun build = jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build()));
            jenkins.assertLogContains("restarted: CANCELLED after ", build);
            assertThat(Files.readAllLines(file("up"))).containsExactly("up");
            assertThat(Waiting.jobs(embedded.cluster().url())).isEmpty();
        });
    }
}

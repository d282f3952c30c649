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
import java.util.stream.IntStream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What holds on any cluster, embedded or real: runs succeed, fail, are aborted, and go on after a restart with every line. */
@Tag("any-cluster")
class AnyClusterTest {
    private static final int LINES = 120;

    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final AnyCluster cluster = new AnyCluster();

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    /** A DAG of the cluster's image, whose pods end as soon as they are told to. */
    private String dagHere(String name, String... stages) {
        return dag(name, stages)
                .replace("busybox:1.37", cluster.image())
                .replace("spec:\n", "spec:\n  podTemplate: {spec: {terminationGracePeriodSeconds: 1}}\n");
    }

    @Test
    void aRunSucceedsAndAnotherFailsWithItsDiagnosis() throws Throwable {
        sessions.then(jenkins -> {
            cluster.addCloud("here");
            String good = dagHere(
                    "good",
                    stage("build", "echo building; echo digest=abc >> $K8SDAG_OUTPUT", "outputs: [digest]"),
                    stage(
                            "test",
                            "echo testing $D",
                            "needs: [build]",
                            "env: {D: \"${{ stages.build.outputs.digest }}\"}"));
            WorkflowRun build = jenkins.buildAndAssertStatus(Result.SUCCESS, job("good", run(good)));
            jenkins.assertLogContains("[build] building", build);
            jenkins.assertLogContains("[test] testing abc", build);
            jenkins.assertLogContains("good: SUCCEEDED after ", build);
            String bad = dagHere(
                    "bad", stage("unit", "echo two tests are red; exit 3"), stage("later", "true", "needs: [unit]"));
            build = jenkins.buildAndAssertStatus(Result.FAILURE, job("bad", run(bad)));
            jenkins.assertLogContains("what happened   The stage exited with code 3.", build);
            jenkins.assertLogContains("  | two tests are red", build);
            jenkins.assertLogContains(": unit (ExitCode)", build);
            assertThat(cluster.jobs()).isEmpty();
        });
    }

    @Test
    void anAbortLeavesNothing() throws Throwable {
        sessions.then(jenkins -> {
            cluster.addCloud("here");
            WorkflowRun build = job(
                            "aborted",
                            run(dagHere(
                                    "aborted",
                                    stage("wait", "echo up; sleep 600"),
                                    stage("later", "true", "needs: [wait]"))))
                    .scheduleBuild2(0)
                    .waitForStart();
            jenkins.waitForMessage("[wait] up", build);
            build.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            assertThat(cluster.jobs()).isEmpty();
        });
    }

    private static String counting() {
        return "n=0; while [ $n -lt " + LINES + " ]; do n=$((n+1)); echo line $n; sleep 0.1; done";
    }

    @Test
    void everyLineIsShownOnceAcrossRestarts() throws Throwable {
        sessions.then(jenkins -> {
            cluster.addCloud("here");
            Jenkins.get().save();
            String dag = dagHere(
                    "counting",
                    stage("first", counting()),
                    stage("second", counting()),
                    stage("last", "echo the end", "needs: [first, second]"));
            String asBranches = "def plan = k8sDagPlan(yaml: '''" + dag + "''')\n"
                    + "parallel plan.branches.collectEntries { b -> [b, { k8sDagStage(plan: plan.id, stage: b) }] }";
            for (WorkflowJob job : List.of(job("step", run(dag)), job("branches", asBranches))) {
                jenkins.waitForMessage("line 5\n", job.scheduleBuild2(0).waitForStart());
            }
        });
        for (int restart = 1; restart <= 2; restart++) {
            String seen = "line " + 30 * restart + "\n";
            sessions.then(jenkins -> {
                jenkins.waitForMessage(seen, build("step"));
                jenkins.waitForMessage(seen, build("branches"));
            });
        }
        sessions.then(jenkins -> {
            for (String name : List.of("step", "branches")) {
                WorkflowRun build = jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build(name)));
                List<String> console = JenkinsRule.getLog(build).lines().toList();
                String id = build.getAction(DagRuns.class).ids().get(0);
                for (String stage : List.of("first", "second")) {
                    assertThat(stageLog(build, id, stage))
                            .as(name + "'s " + stage)
                            .isEqualTo(lines());
                }
                if (name.equals("step")) {
                    for (String stage : List.of("first", "second")) {
                        assertThat(console.stream()
                                        .filter(l -> l.startsWith("[" + stage + "] "))
                                        .map(l -> l.substring(stage.length() + 3)))
                                .as("the console's " + stage)
                                .containsExactlyElementsOf(lines());
                    }
                }
                // Of branches the console does not tell which stage's a line is: each is there twice.
                assertThat(console.stream().filter(l -> l.endsWith("line 7")))
                        .as(name)
                        .hasSize(2);
                assertThat(console.stream()
                                .filter(l -> l.matches("(\\[\\w+\\] )?line \\d+"))
                                .count())
                        .as(name)
                        .isEqualTo(2L * LINES);
                assertThat(console).noneMatch(l -> l.contains("attempt 2"));
            }
        });
    }

    private static WorkflowRun build(String name) {
        return Jenkins.get().getItemByFullName(name, WorkflowJob.class).getBuildByNumber(1);
    }

    private static List<String> lines() {
        return IntStream.rangeClosed(1, LINES).mapToObj(n -> "line " + n).toList();
    }

    private static List<String> stageLog(WorkflowRun build, String id, String stage) throws Exception {
        Path file = RunFolder.of(build, id).logs().resolve(stage + ".1.log");
        return Files.readAllLines(file).stream()
                .map(l -> l.substring(l.indexOf(' ') + 1))
                .toList();
    }
}

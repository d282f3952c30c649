package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a pipeline sees of the step. */
@Tag("embedded-cluster")
@WithJenkins
class K8sDagStepTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    private JenkinsRule jenkins;

    @BeforeEach
    void aCloud(JenkinsRule rule) {
        jenkins = rule;
        embedded.addCloud("embedded");
    }

    @Test
    void aDagRunsAndItsResultIsReadInTheSandbox() throws Exception {
        String dag = dag(
                        "release",
                        stage(
                                "build",
                                "echo building $V for $JOB_NAME $BUILD_NUMBER; echo digest=abc >> $K8SDAG_OUTPUT",
                                "env: {V: \"${{ params.version }}\"}",
                                "outputs: [digest]"),
                        stage(
                                "test",
                                "echo testing $D",
                                "needs: [build]",
                                "env: {D: \"${{ stages.build.outputs.digest }}\"}"))
                .replace("spec:", "spec:\n  params: [{name: version, default: '1.0'}]");
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.SUCCESS,
                job(
                        "release",
                        "def result = k8sDag(yaml: '''" + dag + "''', params: [version: \"2.${1 + 1}\"])\n"
                                + "echo \"ended ${result.status}: ${result.stages['build'].outputs.digest}, ${result.stages.test.attempts}\""));
        jenkins.assertLogContains("ended SUCCEEDED: abc, 1", build);
        jenkins.assertLogContains("[build] building 2.2 for release 1", build);
        jenkins.assertLogContains("[test] testing abc", build);
        jenkins.assertLogContains("[k8sDag] release: SUCCEEDED", build);
    }

    @Test
    void aFailureIsExplainedAtTheEndOfTheLogOfADeclarativePipelineWithoutAgent() throws Exception {
        String dag = dag(
                "broken",
                stage("unit", "echo two tests are red; exit 3"),
                stage("later", "echo never", "needs: [unit]"));
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        "broken",
                        "pipeline { agent none\n stages { stage('DAG') { steps {\n" + run(dag, "logs: 'none'")
                                + "\n} } } }"));
        jenkins.assertLogContains("unit: ExitCode", build);
        jenkins.assertLogContains("whose fault", build);
        jenkins.assertLogContains("  | two tests are red", build);
        jenkins.assertLogContains("what to do", build);
        jenkins.assertLogContains("ERROR: broken: FAILED after ", build);
        jenkins.assertLogContains(": unit (ExitCode)", build);
        jenkins.assertLogNotContains("[unit] two tests are red", build);
        jenkins.assertLogNotContains("\tat io.jenkins.plugins", build);
    }

    @Test
    void anAllowedFailureIsUnstableAndAnUnpropagatedOneIsOnlyAResult() throws Exception {
        String unstable =
                dag("shaky", stage("flaky", "echo shaken; exit 1", "allowFailure: true"), stage("calm", "echo still"));
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.UNSTABLE, job("unstable", run(unstable, "logs: 'failed'") + "\necho 'goes on'"));
        jenkins.assertLogContains("[flaky] shaken", build);
        jenkins.assertLogNotContains("[calm] still", build);
        jenkins.assertLogContains("goes on", build);
        assertThat(new DepthFirstScanner()
                        .allNodes(build.getExecution()).stream()
                                .map(node -> node.getPersistentAction(WarningAction.class))
                                .filter(java.util.Objects::nonNull)
                                .map(WarningAction::getResult))
                .containsExactly(Result.UNSTABLE);

        String failing = dag("failing", stage("bad", "exit 7"));
        build = jenkins.buildAndAssertStatus(
                Result.SUCCESS,
                job(
                        "unpropagated",
                        "def r = " + run(failing, "propagate: false").replace("k8sDag ", "k8sDag(") + ")\n"
                                + "echo \"it is ${r.status} by ${r.stages.bad.cause}, ${r.stages.bad.blame}\""));
        jenkins.assertLogContains("it is FAILED by ExitCode, user", build);
    }

    @Test
    void mistakesAreToldWithoutAStackTrace() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("typo", run(dag("typo", stage("a", "true", "nedes: [b]")))));
        jenkins.assertLogContains("unknown key 'nedes'", build);
        jenkins.assertLogNotContains("\tat ", build);

        build = jenkins.buildAndAssertStatus(Result.FAILURE, job("nothing", "k8sDag()"));
        jenkins.assertLogContains("k8sDag has no DAG", build);

        build = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("nowhere", run(dag("x", stage("a", "true")), "cloud: 'nowhere'")));
        jenkins.assertLogContains(
                "there is no Kubernetes cloud 'nowhere' that nowhere may use (use one of: embedded", build);
        jenkins.assertLogNotContains("\tat ", build);
    }

    @Test
    void stepsInParallelBranchesAndBuildsAtOnceDoNotMeet() throws Exception {
        String left = dag("left", stage("one", "echo left"));
        String right = dag("right", stage("one", "echo right"));
        WorkflowRun both = jenkins.buildAndAssertStatus(
                Result.SUCCESS, job("both", "parallel left: { " + run(left) + " }, right: { " + run(right) + " }"));
        jenkins.assertLogContains("[one] left", both);
        jenkins.assertLogContains("[one] right", both);
        assertThat(both.getAction(DagRuns.class).ids()).hasSize(2).doesNotHaveDuplicates();

        var meeting = embedded.directory().resolve("meeting");
        String meet =
                "echo $BUILD_NUMBER >> " + meeting + "; until [ $(wc -l < " + meeting + ") = 2 ]; do sleep 0.1; done";
        var job = job("twice", run(dag("meet", stage("meet", meet))) + "\necho 'build ' + env.BUILD_NUMBER");
        var first = job.scheduleBuild2(0).waitForStart();
        var second = job.scheduleBuild2(0).waitForStart();
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(first));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(second));
    }
}

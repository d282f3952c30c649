package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Stages of a DAG as branches of the pipeline, as the pipeline views draw them. */
@Tag("embedded-cluster")
class NativeViewTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private static String branches(String dag) {
        return "def plan = k8sDagPlan(yaml: '''" + dag + "''')\n"
                + "stage('DAG') { parallel plan.branches.collectEntries { b -> [b, { k8sDagStage(plan: plan.id, stage: b) }] } }";
    }

    @Test
    void eachStageIsABranchWithItsOwnStatusAndLog() throws Throwable {
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            String dag = dag(
                    "native",
                    stage("good", "echo good morning"),
                    stage("shaky", "exit 1", "allowFailure: true"),
                    stage("bad", "exit 3", "needs: [good]"),
                    stage("skipped", "true", "when: \"false\""),
                    stage("omitted", "true", "needs: [bad]"));
            WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job("native", branches(dag)));
            jenkins.assertLogContains("good morning", build);
            assertThat(states(jenkins, build))
                    .containsEntry("good", "success")
                    .containsEntry("shaky", "unstable")
                    .containsEntry("bad", "failure")
                    .containsEntry("skipped", "not_built")
                    .containsEntry("omitted", "not_built");
            JSONObject stageView = json(jenkins, build.getUrl() + "wfapi/describe");
            assertThat(stageView.getJSONArray("stages").toList())
                    .extracting("name", "status")
                    .contains(tuple("DAG", "FAILED"));
            Waiting.until("the run is let go of", () -> Controller.get().runs().isEmpty());
            WorkflowRun unknown =
                    jenkins.buildAndAssertStatus(Result.FAILURE, job("unknown", "k8sDagStage plan: 'x', stage: 'y'"));
            jenkins.assertLogContains("this build has no plan 'x'", unknown);
        });
    }

    /** Instances that are known from the start are branches; those of a forEach are not, and their group's branch waits for them. */
    @Test
    void groupsAreBranchesThatEndWithTheirInstances() throws Throwable {
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            String dag = dag(
                    "groups",
                    stage("test", "[ $JDK != 21 ]", "matrix: {jdk: [17, 21]}", "env: {JDK: \"${{ matrix.jdk }}\"}"),
                    stage("each", "echo $IT", "forEach: [a, b]", "env: {IT: \"${{ item }}\"}"));
            WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job("groups", branches(dag)));
            assertThat(states(jenkins, build))
                    .containsEntry("test", "failure")
                    .containsEntry("test-17", "success")
                    .containsEntry("test-21", "failure")
                    .containsEntry("each", "success")
                    .doesNotContainKey("each-a");
        });
    }

    @Test
    void branchesGoOnAfterARestartAndAnAbortEndsThemAll() throws Throwable {
        Path up = embedded.directory().resolve("up");
        Path go = embedded.directory().resolve("go");
        Path ran = embedded.directory().resolve("ran");
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            Jenkins.get().save();
            String dag = dag(
                    "native",
                    stage(
                            "gated",
                            "echo once >> " + ran + "; echo before; touch " + up + "; until [ -e " + go
                                    + " ]; do sleep 0.1; done; echo the gate is open"),
                    stage("endless", "echo once >> " + ran + "; touch " + up + ".2; sleep 600", "needs: [gated]"));
            job("native", branches(dag)).scheduleBuild2(0).waitForStart();
            Waiting.until("the first stage runs", () -> Files.exists(up));
        });
        Files.createFile(go);
        sessions.then(jenkins -> {
            Waiting.until("the second stage runs", () -> Files.exists(Path.of(up + ".2")));
            WorkflowRun build =
                    Jenkins.get().getItemByFullName("native", WorkflowJob.class).getBuildByNumber(1);
            jenkins.waitForMessage("the gate is open", build);
            build.getExecutor().interrupt();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
            assertThat(Files.readAllLines(ran)).hasSize(2);
            Waiting.until(
                    "its Jobs are gone",
                    () -> Waiting.jobs(embedded.cluster().url()).isEmpty());
            Waiting.until("its run has ended", () -> Controller.get().runs().isEmpty());
        });
    }

    /** What Pipeline Graph View draws: the state of each stage and branch by its name. */
    private static Map<String, String> states(JenkinsRule jenkins, WorkflowRun build) throws Exception {
        Map<String, String> states = new HashMap<>();
        collect(
                json(jenkins, build.getUrl() + "stages/tree")
                        .getJSONObject("data")
                        .getJSONArray("stages"),
                states);
        return states;
    }

    private static JSONObject json(JenkinsRule jenkins, String path) throws Exception {
        return new JSONObject(jenkins.createWebClient()
                .goTo(path, "application/json")
                .getWebResponse()
                .getContentAsString());
    }

    private static void collect(JSONArray stages, Map<String, String> states) {
        for (Object each : stages) {
            JSONObject stage = (JSONObject) each;
            states.put(stage.getString("name"), stage.getString("state"));
            collect(stage.getJSONArray("children"), states);
        }
    }
}

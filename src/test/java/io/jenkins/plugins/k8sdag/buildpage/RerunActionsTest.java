package io.jenkins.plugins.k8sdag.buildpage;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.k8sdag.pipeline.DagRuns;
import io.jenkins.plugins.k8sdag.pipeline.Embedded;
import io.jenkins.plugins.k8sdag.pipeline.Waiting;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Retry and rerun from the build page. */
@WithJenkins
class RerunActionsTest {
    @RegisterExtension
    final Embedded embedded = new Embedded();

    private JenkinsRule jenkins;
    private Path go;
    private Path ran;

    @BeforeEach
    void aCloud(JenkinsRule rule) throws Exception {
        jenkins = rule;
        embedded.addCloud("embedded");
        go = embedded.directory().resolve("go");
        ran = Files.createFile(embedded.directory().resolve("ran"));
    }

    private String[] stages() {
        return new String[] {
            stage("first", "echo first >> " + ran + "; echo n=7 >> \"$K8SDAG_OUTPUT\"", "outputs: [n]"),
            stage("bad", "echo bad >> " + ran + "; test -e " + go, "needs: [first]"),
            stage(
                    "after",
                    "echo after $N >> " + ran,
                    "needs: [bad, first]",
                    "env: {N: \"${{ stages.first.outputs.n }}\"}")
        };
    }

    private static String runUrl(WorkflowRun build) {
        return build.getUrl() + "k8s-dag/run/"
                + build.getAction(DagRuns.class).ids().get(0) + "/";
    }

    private WebClient client(String... user) throws Exception {
        WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        return user.length == 0 ? client : client.login(user[0]);
    }

    private WebResponse get(WebClient client, String path) throws Exception {
        return client.getPage(new WebRequest(new URL(jenkins.getURL(), path))).getWebResponse();
    }

    private WebResponse post(WebClient client, String path) throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
        client.addCrumb(request);
        // An answer without a body is no page.
        return client.loadWebResponse(request);
    }

    private JSONObject state(WorkflowRun build, String... user) throws Exception {
        return new JSONObject(get(client(user), runUrl(build) + "state").getContentAsString());
    }

    private static JSONObject stageOf(JSONObject state, String name) {
        for (Object stage : state.getJSONArray("stages")) {
            if (((JSONObject) stage).getString("name").equals(name)) {
                return (JSONObject) stage;
            }
        }
        throw new AssertionError("no stage " + name);
    }

    private WorkflowRun rerun(WorkflowRun build, String query) throws Exception {
        assertThat(post(client(), runUrl(build) + "rerun" + query).getStatusCode())
                .isEqualTo(204);
        Waiting.until("it is built again", () -> build.getParent().getBuildByNumber(build.getNumber() + 1) != null);
        return jenkins.waitForCompletion(build.getParent().getBuildByNumber(build.getNumber() + 1));
    }

    @Test
    void aRerunTakesOverWhatSucceededWithTheParametersOfTheBuild() throws Exception {
        WorkflowJob job = job("again", "echo \"for ${params.who}\"\n" + run(dag("again", stages())));
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("who", "nobody")));
        WorkflowRun first = job.scheduleBuild2(
                        0, new hudson.model.ParametersAction(new StringParameterValue("who", "alice")))
                .get();
        jenkins.assertBuildStatus(Result.FAILURE, first);
        assertThat(state(first).getJSONArray("actions").toList()).containsExactly("rerun");
        String old = first.getAction(DagRuns.class).ids().get(0);
        Files.createFile(go);

        WorkflowRun second = rerun(first, "");

        jenkins.assertBuildStatusSuccess(second);
        jenkins.assertLogContains("for alice", second);
        jenkins.assertLogContains("rerun of " + old + " of #1", second);
        jenkins.assertLogContains("first: taken over from " + old, second);
        assertThat(Files.readAllLines(ran)).containsExactly("first", "bad", "bad", "after 7");
        JSONObject state = state(second);
        assertThat(state.getString("rerunOf")).isEqualTo(old);
        assertThat(stageOf(state, "first").getString("takenFrom")).isEqualTo(old);
        assertThat(stageOf(state, "bad").isNull("takenFrom")).isTrue();
        assertThat(state.getJSONArray("actions").toList()).isEmpty();
        assertThat(second.getCauses().get(0).getShortDescription()).isEqualTo("Rerun of the Kubernetes DAG of #1");

        WorkflowRun third = rerun(second, "?from=after");
        jenkins.assertBuildStatusSuccess(third);
        assertThat(Files.readAllLines(ran)).containsExactly("first", "bad", "bad", "after 7", "after 7");
        assertThat(post(client(), runUrl(third) + "rerun?from=nobody").getContentAsString())
                .endsWith("has no stage 'nobody'");
    }

    @Test
    void aDagThatHasChangedIsRunAfresh() throws Exception {
        WorkflowJob job = job("changed", run(dag("changed", stages())));
        WorkflowRun first = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        Files.createFile(go);
        job.setDefinition(new CpsFlowDefinition(
                run(dag("changed", stage("first", "echo new >> " + ran), stage("bad", "true"))), true));
        WorkflowRun second = rerun(first, "");
        jenkins.assertBuildStatusSuccess(second);
        jenkins.assertLogContains(
                "nothing is taken over, all stages run: the DAG is not the one of #1 any more", second);
        assertThat(Files.readAllLines(ran)).containsExactly("first", "bad", "new");
    }

    @Test
    void aStageIsRetriedWhileTheBuildGoesOnByWhoMayBuild() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .everywhere()
                .to("reader", "canceller", "builder")
                .grant(Item.CANCEL)
                .everywhere()
                .to("canceller")
                .grant(Item.BUILD)
                .everywhere()
                .to("builder"));
        Path end = embedded.directory().resolve("end");
        String[] three = stages();
        WorkflowRun build = job(
                        "retried",
                        run(dag(
                                "retried",
                                three[0],
                                three[1],
                                three[2],
                                stage("slow", "until [ -e " + end + " ]; do sleep 0.1; done"))))
                .scheduleBuild2(0)
                .waitForStart();
        Waiting.until("bad has failed", () -> Files.readAllLines(ran).contains("bad"));
        Waiting.until(
                "and it is known",
                () -> stageOf(state(build, "reader"), "bad").optString("status").equals("FAILED"));
        assertThat(state(build, "reader").getJSONArray("actions").toList()).isEmpty();
        assertThat(state(build, "canceller").getJSONArray("actions").toList()).containsExactly("cancel");
        assertThat(state(build, "builder").getJSONArray("actions").toList()).containsExactly("retry");
        String retry = runUrl(build) + "retry?stage=bad";
        String rerun = runUrl(build) + "rerun";
        for (String path : List.of(retry, rerun)) {
            assertThat(get(client("builder"), path).getStatusCode())
                    .as("a GET of " + path)
                    .isEqualTo(405);
            assertThat(post(client(), path).getStatusCode()).isIn(403, 404);
            assertThat(post(client("reader"), path).getStatusCode()).isEqualTo(403);
            assertThat(post(client("canceller"), path).getStatusCode()).isEqualTo(403);
            WebRequest bare = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
            assertThat(client("builder").getPage(bare).getWebResponse().getStatusCode())
                    .as("without a crumb")
                    .isEqualTo(403);
        }
        WebResponse early = post(client("builder"), rerun);
        assertThat(early.getStatusCode()).isEqualTo(409);
        assertThat(early.getContentAsString()).contains("is still under way (RUNNING)");
        WebResponse wrong = post(client("builder"), runUrl(build) + "retry?stage=first");
        assertThat(wrong.getStatusCode()).isEqualTo(409);
        assertThat(wrong.getContentAsString())
                .isEqualTo("stage 'first' ended SUCCEEDED; only a stage that has failed can be retried");
        Files.createFile(go);

        assertThat(post(client("builder"), retry).getStatusCode()).isEqualTo(204);

        Waiting.until("what was left out runs", () -> Files.readAllLines(ran).contains("after 7"));
        Files.createFile(end);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("bad: retried by builder; waiting for it again: after", build);
        assertThat(Files.readAllLines(ran)).containsExactly("first", "bad", "bad", "after 7");
        WebResponse late = post(client("builder"), retry);
        assertThat(late.getStatusCode()).isEqualTo(409);
    }
}

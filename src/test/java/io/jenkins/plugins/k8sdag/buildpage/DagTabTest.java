package io.jenkins.plugins.k8sdag.buildpage;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
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
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What the page shows, what its endpoints answer, and to whom. */
@Tag("embedded-cluster")
@WithJenkins
class DagTabTest {
    private static final String XSS = "<img src=x onerror=alert(1)>";

    @RegisterExtension
    final Embedded embedded = new Embedded();

    private JenkinsRule jenkins;

    @BeforeEach
    void aCloud(JenkinsRule rule) {
        jenkins = rule;
        embedded.addCloud("embedded");
    }

    private static String base(WorkflowRun build) {
        return build.getUrl() + "k8s-dag/";
    }

    private static String runUrl(WorkflowRun build) {
        return base(build) + "run/" + build.getAction(DagRuns.class).ids().get(0) + "/";
    }

    private WebResponse get(WebClient client, String path, String... header) throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path));
        if (header.length > 0) {
            request.setAdditionalHeader(header[0], header[1]);
        }
        return client.getPage(request).getWebResponse();
    }

    private WebClient client(String... user) throws Exception {
        WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        return user.length == 0 ? client : client.login(user[0]);
    }

    @Test
    void theTableTellsEachStageAndItsLog() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        "shown",
                        run(dag(
                                "shown",
                                stage("good", "echo \"all is <b>well</b>\""),
                                stage("bad", "echo oh no; exit 3"),
                                stage("never", "true", "needs: [bad]")))));
        HtmlPage page = client().goTo(base(build));
        assertThat(page.getWebResponse().getStatusCode()).isEqualTo(200);
        assertThat(row(page, "good").getTextContent()).contains("SUCCEEDED");
        assertThat(row(page, "bad").getTextContent())
                .contains("FAILED", "ExitCode: The stage exited with code 3.", "Read the end of the stage's log");
        assertThat(row(page, "never").getTextContent()).contains("OMITTED");
        HtmlPage seen = client().goTo(build.getUrl());
        assertThat(seen.getAnchorByText("Kubernetes DAG").<HtmlPage>click().getUrl())
                .isEqualTo(page.getUrl());

        HtmlPage log = ((org.htmlunit.html.HtmlAnchor) row(page, "good").querySelector(".k8sdag-logs a")).click();
        log.getEnclosingWindow().getJobManager().waitForJobs(5000);
        Waiting.until("the log is loaded", () -> {
            log.getEnclosingWindow().getJobManager().waitForJobs(100);
            return log.getElementById("out").getTextContent().contains("all is <b>well</b>");
        });
        WebResponse text = get(client(), runUrl(build) + "log?stage=bad&attempt=1");
        assertThat(text.getContentType()).isEqualTo("text/plain");
        assertThat(text.getContentAsString()).isEqualTo("oh no\n");
        assertThat(get(client(), runUrl(build) + "log?stage=..%2F..%2Fbuild&attempt=1")
                        .getStatusCode())
                .isEqualTo(404);
        assertThat(get(client(), base(build) + "run/other/state").getStatusCode())
                .isEqualTo(404);
        assertThat(get(client(), runUrl(build) + "dag.yaml").getContentAsString())
                .contains("name: \"good\"");
    }

    @Test
    void answersCarryAnEtagAndTheResultIsImmutableOnceTheRunHasEnded() throws Exception {
        Path go = embedded.directory().resolve("go");
        WorkflowRun build = job(
                        "tagged", run(dag("tagged", stage("wait", "until [ -e " + go + " ]; do sleep 0.1; done"))))
                .scheduleBuild2(0)
                .waitForStart();
        Waiting.until(
                "it runs",
                () -> build.getAction(DagRuns.class) != null
                        && get(client(), runUrl(build) + "state")
                                .getContentAsString()
                                .contains("\"running\":1"));
        WebResponse live = get(client(), runUrl(build) + "state");
        assertThat(live.getResponseHeaderValue("Cache-Control")).isEqualTo("private, no-cache");
        String tag = live.getResponseHeaderValue("ETag");
        assertThat(get(client(), runUrl(build) + "state", "If-None-Match", tag).getStatusCode())
                .isEqualTo(304);
        Files.createFile(go);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        WebResponse done = get(client(), runUrl(build) + "state", "If-None-Match", tag);
        assertThat(done.getStatusCode()).isEqualTo(200);
        JSONObject state = new JSONObject(done.getContentAsString());
        assertThat(state.getString("status")).isEqualTo("SUCCEEDED");
        assertThat(state.getJSONArray("stages").getJSONObject(0).getString("name"))
                .isEqualTo("wait");
        WebResponse ended = get(client(), runUrl(build) + "result");
        assertThat(ended.getResponseHeaderValue("Cache-Control")).contains("immutable");
        JSONObject result = new JSONObject(ended.getContentAsString());
        assertThat(result.getString("type")).isEqualTo("result");
    }

    @Test
    void namesAreTextAndNeverMarkup() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        "xss",
                        run(dag("xss", stage("ok", "echo \"" + XSS + "\"; exit 1", "env: {\"A\": \"" + XSS + "\"}")))));
        // The language keeps markup out of names of stages; messages and logs are free text.
        HtmlPage log = client().goTo(runUrl(build) + "logView?stage=ok&attempt=1");
        log.getEnclosingWindow().getJobManager().waitForJobs(5000);
        Waiting.until("the log is loaded", () -> {
            log.getEnclosingWindow().getJobManager().waitForJobs(100);
            return log.getElementById("out").getTextContent().contains(XSS);
        });
        assertThat(log.querySelectorAll("img[src='x']")).isEmpty();
        assertThat(get(
                                client(),
                                runUrl(build) + "logView?stage=" + java.net.URLEncoder.encode(XSS, "UTF-8")
                                        + "&attempt=1")
                        .getContentAsString())
                .doesNotContain("<img src=x");
        assertThat(log.querySelectorAll("#main-panel script:not([src])")).isEmpty();
    }

    @Test
    void everyEndpointAsksForItsPermission() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.READ)
                .everywhere()
                .to("reader", "builder")
                .grant(Item.BUILD, Item.CANCEL)
                .everywhere()
                .to("builder")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        Path up = embedded.directory().resolve("up");
        WorkflowRun build = job("guarded", run(dag("guarded", stage("wait", "echo here; touch " + up + "; sleep 600"))))
                .scheduleBuild2(0)
                .waitForStart();
        Waiting.until("it runs", () -> Files.exists(up));
        String id = runUrl(build);
        Waiting.until(
                "its log has begun",
                () -> get(client("reader"), id + "state").getContentAsString().contains("\"hasLog\":true"));
        List<String> reads = List.of(
                base(build),
                id + "state",
                id + "result",
                id + "dag.yaml",
                id + "log?stage=wait&attempt=1",
                id + "logLines?stage=wait&attempt=1&from=0&count=10",
                id + "logSearch?stage=wait&attempt=1&q=here",
                id + "stage?stage=wait",
                id + "history",
                id + "logView?stage=wait&attempt=1",
                id + "progressiveLog?stage=wait&attempt=1");
        for (String path : reads) {
            assertThat(get(client(), path).getStatusCode())
                    .as("anonymous " + path)
                    .isIn(403, 404);
            for (String user : List.of("reader", "builder", "admin")) {
                assertThat(get(client(user), path).getStatusCode())
                        .as(user + " " + path)
                        .isEqualTo(200);
            }
        }
        assertThat(get(client("admin"), id + "cancel").getStatusCode())
                .as("a GET")
                .isEqualTo(405);
        assertThat(post(client(), id + "cancel")).isIn(403, 404);
        assertThat(post(client("reader"), id + "cancel")).isEqualTo(403);
        assertThat(client("reader")
                        .<HtmlPage>getPage(new URL(jenkins.getURL(), base(build)))
                        .getBody()
                        .getTextContent())
                .doesNotContain("Cancel the run");
        assertThat(client("builder")
                        .<HtmlPage>getPage(new URL(jenkins.getURL(), base(build)))
                        .getBody()
                        .getTextContent())
                .contains("Cancel the run");
        assertThat(post(client("builder"), id + "cancel")).isEqualTo(200);
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        jenkins.assertLogContains("stopping the run: cancelled by builder", build);
        assertThat(Waiting.jobs(embedded.cluster().url())).isEmpty();
    }

    private int post(WebClient client, String path) throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
        client.addCrumb(request);
        return client.getPage(request).getWebResponse().getStatusCode();
    }

    private static DomElement row(HtmlPage page, String stage) {
        return page.querySelector("tr[data-stage='" + stage + "']");
    }
}

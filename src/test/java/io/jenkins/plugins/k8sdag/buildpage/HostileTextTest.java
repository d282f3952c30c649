package io.jenkins.plugins.k8sdag.buildpage;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.k8sdag.pipeline.DagRuns;
import io.jenkins.plugins.k8sdag.pipeline.Embedded;
import io.jenkins.plugins.k8sdag.pipeline.Waiting;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.htmlunit.Page;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Markup in what a cluster and its stages say is text wherever it is shown, written by the server or by the script. */
@Tag("embedded-cluster")
@WithJenkins
class HostileTextTest {
    private static final String XSS = "<img src=x onerror=document.title=1>";
    private static final String ANNOTATIONS =
            "podTemplate: {metadata: {annotations: {embedded.k8sdag.jenkins.io/play: ImagePullBackOff,"
                    + " embedded.k8sdag.jenkins.io/play-message: \"" + XSS
                    + "\", embedded.k8sdag.jenkins.io/play-every: 200ms}}}";

    @RegisterExtension
    final Embedded embedded = new Embedded();

    private JenkinsRule jenkins;

    @BeforeEach
    void aCloud(JenkinsRule rule) {
        jenkins = rule;
        embedded.addCloud("embedded");
    }

    @Test
    void aMessageOfTheClusterIsTextFromTheServerAndFromTheScript() throws Exception {
        Path go = embedded.directory().resolve("go");
        String wait = "until [ -e " + go + " ]; do sleep 0.1; done; ";
        WorkflowRun build = job(
                        "hostile",
                        run(dag(
                                "hostile",
                                stage("held", wait + "exit 1"),
                                stage(
                                        "unpulled",
                                        "sleep 600",
                                        "timeout: {pull: 2s}",
                                        ANNOTATIONS,
                                        "needs: [{stage: held, when: always}]"))))
                .scheduleBuild2(0)
                .waitForStart();
        Waiting.until(
                "it has begun",
                () -> build.getAction(DagRuns.class) != null
                        && Files.exists(build.getRootDir().toPath().resolve("k8sdag")));
        HtmlPage live = client().goTo(build.getUrl() + "k8s-dag/");
        Files.createFile(go);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(build));
        assertText(client().goTo(build.getUrl() + "k8s-dag/"));
        assertThat(live.querySelectorAll("img[src='x']")).isEmpty();
        assertText(client().goTo(build.getUrl() + "console"));
    }

    @Test
    void anOutputIsTextInTheConsoleAndInTheResult() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertSuccess(job(
                "outputs",
                run(dag("outputs", stage("tells", "echo \"x=" + XSS + "\" >> \"$K8SDAG_OUTPUT\"", "outputs: [x]")))));
        assertText(client().goTo(build.getUrl() + "console"));
        String id = build.getAction(DagRuns.class).ids().get(0);
        Page result = client().goTo(build.getUrl() + "k8s-dag/run/" + id + "/result", "application/json");
        assertThat(result.getWebResponse().getContentType()).isEqualTo("application/json");
        assertThat(new JSONObject(result.getWebResponse().getContentAsString())
                        .getJSONObject("stages")
                        .getJSONObject("tells")
                        .getJSONObject("outputs")
                        .getString("x"))
                .isEqualTo(XSS);
        assertThat(client().<HtmlPage>getPage(new URL(jenkins.getURL(), build.getUrl() + "k8s-dag/"))
                        .querySelectorAll("img[src='x']"))
                .isEmpty();
    }

    private WebClient client() {
        return jenkins.createWebClient();
    }

    private static void assertText(HtmlPage page) {
        assertThat(page.getBody().getTextContent()).contains(XSS);
        assertThat(page.querySelectorAll("img[src='x']")).isEmpty();
    }
}

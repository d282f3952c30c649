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
import jenkins.model.JenkinsLocationConfiguration;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The console as somebody reads it who wants to know why the build is red. */
@Tag("embedded-cluster")
@WithJenkins
class ConsoleTest {
    private static final String NO_IMAGE =
            "podTemplate: {metadata: {annotations: {embedded.k8sdag.jenkins.io/play: ImagePullBackOff,"
                    + " embedded.k8sdag.jenkins.io/play-message: \"manifest unknown\","
                    + " embedded.k8sdag.jenkins.io/play-every: 200ms}}}";

    @RegisterExtension
    final Embedded embedded = new Embedded();

    private JenkinsRule jenkins;

    @BeforeEach
    void aCloud(JenkinsRule rule) {
        jenkins = rule;
        embedded.addCloud("embedded");
    }

    /** What a build says, but for what the pipeline says of itself. */
    private static List<String> console(WorkflowRun build) throws Exception {
        return JenkinsRule.getLog(build)
                .lines()
                .filter(line -> !line.startsWith("[Pipeline]"))
                .toList();
    }

    @Test
    void itsLinksHoldWhereNoRootUrlIsConfigured() throws Exception {
        JenkinsLocationConfiguration.get().setUrl(null);
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("linked", run(dag("linked", stage("unit", "echo red; exit 1")))));
        HtmlPage console = jenkins.createWebClient().goTo(build.getUrl() + "console");
        HtmlAnchor page = console.getAnchorByText("[k8sDag] linked: 1 stage in default of embedded");
        assertThat(page.getHrefAttribute()).isEqualTo(jenkins.contextPath + "/" + build.getUrl() + "k8s-dag/");
        assertThat(page.<HtmlPage>click().getBody().getTextContent()).contains("ExitCode");
        HtmlAnchor log = console.getAnchorByText("the log of unit");
        assertThat(log.getHrefAttribute()).startsWith(jenkins.contextPath + "/" + build.getUrl() + "k8s-dag/run/");
        assertThat(log.<HtmlPage>click().getTitleText()).contains("unit (attempt 1)");
    }

    @Test
    void whatStagesWaitForIsSaidOnceAndAgainInTheDiagnosis() throws Exception {
        String pull = "timeout: {pull: 2s}";
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        "unpulled",
                        run(dag(
                                "unpulled",
                                stage("one", "true", pull, NO_IMAGE),
                                stage("two", "true", pull, NO_IMAGE)))));
        List<String> console = console(build);
        assertThat(console)
                .filteredOn(line -> line.contains("manifest unknown"))
                .satisfiesExactly(
                        live -> assertThat(live).matches("\\[k8sDag] (one|two): waiting: ImageNotFound: .*"),
                        end -> assertThat(end).startsWith("[k8sDag]   what happened   "));
        assertThat(console)
                .filteredOn(line -> line.matches("\\[k8sDag] (one|two): waiting: ImageNotFound, as (one|two)"))
                .hasSize(1);
        assertThat(console)
                .filteredOn(line -> line.matches("\\[k8sDag] (one|two): FAILED after \\S+s: ImageNotFound"))
                .hasSize(2);
        assertThat(console.get(console.size() - 2))
                .matches("ERROR: unpulled: FAILED after \\S+s: one, two \\(ImageNotFound\\)");
    }

    @Test
    void whoCancelledIsSaidOnceAndStagesSayOnlyThat() throws Exception {
        Path up = embedded.directory().resolve("up");
        WorkflowRun build = job(
                        "cancelled",
                        run(dag(
                                "cancelled",
                                stage("wait", "touch " + up + "; sleep 600"),
                                stage("later", "true", "needs: [wait]"))))
                .scheduleBuild2(0)
                .waitForStart();
        Waiting.until("the stage has started", () -> Files.exists(up));
        Controller.get().runs().iterator().next().cancel("by alice");
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(console(build))
                .contains("[k8sDag] stopping the run: cancelled by alice", "[k8sDag] later: CANCELLED")
                .anyMatch(line -> line.matches("\\[k8sDag] wait: CANCELLED after \\S+s"))
                .anyMatch(line -> line.matches("cancelled: CANCELLED after \\S+s by alice"))
                .noneMatch(line -> line.contains("Cancelled") || line.contains("cancelled: by"));
    }

    @Test
    void whatFollowsFromAFailureIsSaidBehindIt() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        "ordered",
                        run(dag(
                                "ordered",
                                stage("unit", "echo wrong; exit 1"),
                                stage("later", "true", "needs: [unit]")))));
        List<String> console = console(build);
        assertThat(console)
                .filteredOn(line -> line.matches(".*(wrong|FAILED after|OMITTED:).*"))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("[unit] wrong"),
                        line -> assertThat(line).startsWith("[k8sDag] unit: FAILED after "),
                        line -> assertThat(line).startsWith("[k8sDag] later: OMITTED: "),
                        line -> assertThat(line).isEqualTo("[k8sDag]   | wrong"),
                        line -> assertThat(line).startsWith("ERROR: ordered: FAILED after "));
    }
}

package io.jenkins.plugins.k8sdag.buildpage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import hudson.model.Result;
import io.jenkins.plugins.k8sdag.page.Browser;
import io.jenkins.plugins.k8sdag.page.BuildPage;
import io.jenkins.plugins.k8sdag.pipeline.Embedded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The build page in a real browser, served by a real Jenkins under its own content security policy. */
@WithJenkins
@Tag("browser")
class BuildPageTest {
    @RegisterExtension
    static final Browser BROWSER = new Browser();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    private JenkinsRule jenkins;

    @BeforeEach
    void aCloud(JenkinsRule rule) {
        jenkins = rule;
        embedded.addCloud("embedded");
    }

    private BuildPage open(WorkflowRun build, String hash) throws Exception {
        Page page = BROWSER.open(Browser.Window.DESK);
        return BuildPage.of(page, jenkins.getURL() + build.getUrl() + "k8s-dag/" + hash);
    }

    @Test
    void aRedBuildTellsWhichStageBrokeItWhyAndWhatToDo() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(
                        "red",
                        run(dag(
                                "red",
                                stage("good", "echo well"),
                                stage("bad", "echo oh no; exit 3"),
                                stage("never", "true", "needs: [bad]")))));
        BuildPage page = open(build, "");
        assertThat(page.status()).hasText("Failed");
        assertThat(page.troubles().first()).containsText("bad failed");
        assertThat(page.troubles().first()).containsText("The stage exited with code 3.");
        assertThat(page.troubles().first()).containsText("Read the end of the stage's log");
        assertThat(page.troubles().first().locator(".kd-tail")).containsText("oh no");
        assertThat(page.page().locator(".k8sdag-run")).hasCount(0);

        page.button("Open the log").click();
        assertThat(page.logLines()).hasText("oh no");
        page.panelTab("Manifest");
        assertThat(page.panel()).containsText("kind: \"Job\"");
        page.view("History");
        assertThat(page.page().locator(".kd-history")).containsText("ExitCode");
        assertThat(page.barriers()).isEmpty();

        // What stands behind # stops no script of Jenkins' own.
        BuildPage linked = open(build, "#stage=bad&tab=log");
        assertThat(linked.logLines()).hasText("oh no");
        assertThat(linked.page()).hasURL(Pattern.compile("#stage=bad&tab=log$"));
    }

    @Test
    void theJobsPageShowsItsHistory() throws Exception {
        WorkflowRun build =
                jenkins.buildAndAssertSuccess(job("steady", run(dag("steady", stage("only", "echo well")))));
        Page page = BROWSER.open(Browser.Window.DESK);
        page.navigate(jenkins.getURL() + build.getParent().getUrl());
        assertThat(page.locator(".k8sdag-history .kd-column")).hasCount(1);
        assertThat(page.locator(".k8sdag-history")).containsText("only");
        page.locator(".k8sdag-history .kd-column").click();
        assertThat(page.locator(".kd-header .kd-pill")).hasText("Succeeded");
    }

    @Test
    void aRunIsFollowedAndCancelledFromThePage() throws Exception {
        Path go = embedded.directory().resolve("go");
        WorkflowRun build = job(
                        "live",
                        run(dag(
                                "live",
                                stage("first", "until [ -e " + go + " ]; do sleep 0.1; done"),
                                stage("second", "echo began; sleep 600", "needs: [first]"))))
                .scheduleBuild2(0)
                .waitForStart();
        io.jenkins.plugins.k8sdag.pipeline.Waiting.until(
                "it has begun", () -> jenkins.getLog(build).contains("first"));
        BuildPage page = open(build, "");
        assertThat(page.status()).hasText("Running");
        Files.createFile(go);
        assertThat(page.facts())
                .containsText("1 of 2 stages done", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
        page.button("Cancel run").click();
        page.page().locator("dialog .kd-primary").click();
        assertThat(page.status()).hasText("Cancelled", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(build));
        assertThat(page.button("Cancel run")).hasCount(0);
    }
}

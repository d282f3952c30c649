package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A Jenkins of its own process, with the plugin in a class loader of its own as it is installed, and killed as a machine that
 * loses its power.
 */
@Tag("embedded-cluster")
class KillTest {
    @RegisterExtension
    final Embedded embedded = new Embedded();

    @RegisterExtension
    final RealJenkinsExtension real = new RealJenkinsExtension();

    @Test
    void aKilledJenkinsRunsNothingTwiceAndLosesNoLine() throws Throwable {
        Path ran = embedded.directory().resolve("ran");
        Path go = embedded.directory().resolve("go");
        String script = "def r = "
                + run(dag(
                                "killed",
                                stage(
                                        "first",
                                        "echo first >> " + ran + "; echo 1; until [ -e " + go
                                                + " ]; do sleep 0.1; done; echo 2",
                                        "outputs: []"),
                                stage(
                                        "second",
                                        "echo second >> " + ran,
                                        "needs: [first]",
                                        "when: \"run.name.startsWith('kill') && [1, 2].exists(n, n > 1)\"")))
                        .replace("k8sDag ", "k8sDag(")
                + ")\necho \"in the end ${r.status}\"";
        String url = embedded.cluster().url();
        real.startJenkins();
        real.runRemotely(KillTest::begin, url, script);
        Waiting.until("the first stage runs", () -> Files.exists(ran));
        real.stopJenkinsForcibly();
        Files.createFile(go);
        real.startJenkins();
        String logs = real.runRemotely(KillTest::finish);
        assertThat(Files.readAllLines(ran)).containsExactly("first", "second");
        assertThat(Files.readAllLines(Path.of(logs).resolve("first.1.log")).stream()
                        .map(l -> l.substring(l.indexOf(' ') + 1)))
                .containsExactly("1", "2");
    }

    private static void begin(JenkinsRule jenkins, String url, String script) throws Throwable {
        Embedded.addCloud("embedded", url);
        Jenkins.get().save();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "killed");
        job.setDefinition(new CpsFlowDefinition(script, true));
        job.scheduleBuild2(0).waitForStart();
    }

    /** Waits for the build's end; gives the folder of its logs. */
    private static String finish(JenkinsRule jenkins) throws Throwable {
        WorkflowRun build =
                Jenkins.get().getItemByFullName("killed", WorkflowJob.class).getBuildByNumber(1);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build));
        jenkins.assertLogContains("in the end SUCCEEDED", build);
        return RunFolder.of(build, build.getAction(DagRuns.class).ids().get(0))
                .logs()
                .toString();
    }
}

package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The language beyond single stages, in a real Jenkins: groups, other files, finally; across restarts and aborts. */
@Tag("embedded-cluster")
class LanguageTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    @RegisterExtension
    final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private static final String DEPLOY = dag(
                    "deploy",
                    stage(
                            "go",
                            "echo \"url=at-$REGION\" >> \"$K8SDAG_OUTPUT\"",
                            "outputs: [url]",
                            "env: {REGION: \"${{ params.region }}\"}"))
            .replace(
                    "  stages:\n",
                    "  params: [{name: region}]\n  outputs: {url: \"${{ stages.go.outputs.url }}\"}\n  stages:\n");

    private Path file(String name) {
        return embedded.directory().resolve(name);
    }

    private String gated(String name, String... more) {
        String script = "echo $K8SDAG_STAGE >> %s; touch %s; until [ -e %s ]; do sleep 0.1; done"
                .formatted(file("ran"), file(name), file(name + ".go"));
        return stage(name, script, more);
    }

    private static WorkflowRun build() {
        return Jenkins.get().getItemByFullName("language", WorkflowJob.class).getBuildByNumber(1);
    }

    @Test
    void aFileOfTheWorkspaceUsesTheFilesBesideIt() throws Throwable {
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            String dag = dag(
                    "top",
                    stage("find", "echo regions=eu,us >> \"$K8SDAG_OUTPUT\"", "outputs: [regions]"),
                    stage(
                            "test",
                            "echo \"testing $JDK\"",
                            "matrix: {jdk: [17, 21]}",
                            "env: {JDK: \"${{ matrix.jdk }}\"}"),
                    "- {name: deploy, needs: [find, test], uses: ./deploy.yaml, forEach: \"stages.find.outputs.regions.split(',')\","
                            + " with: {region: \"${{ item }}\"}}\n",
                    stage(
                            "tell",
                            "echo \"now $URLS\"",
                            "needs: [deploy]",
                            "env: {URLS: \"${{ stages.deploy.outputs.url.join(' ') }}\"}"));
            WorkflowJob job = job(
                    "language",
                    "node {\n  writeFile file: 'ci/dag.yaml', text: '''" + dag
                            + "'''\n  writeFile file: 'ci/deploy.yaml', text: '''"
                            + DEPLOY + "'''\n  def r = k8sDag(file: 'ci/dag.yaml')\n"
                            + "  echo \"urls ${r.stages['deploy'].outputs.url} of ${r.stages['deploy-eu.go'].status}\"\n}");
            WorkflowRun build = jenkins.buildAndAssertSuccess(job);
            jenkins.assertLogContains("[tell] now at-eu at-us", build);
            jenkins.assertLogContains("[test-21] testing 21", build);
            jenkins.assertLogContains("urls [at-eu, at-us] of SUCCEEDED", build);
            jenkins.assertLogContains("deploy: one stage for each of deploy-eu, deploy-us", build);

            WorkflowJob outside = job("outside", "node { k8sDag file: 'ci/dag.yaml' }");
            outside.setDefinition(new org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition(
                    "node { writeFile file: 'dag.yaml', text: '''" + dag("x", "- {name: a, uses: ../../secret.yaml}\n")
                            + "'''\n k8sDag file: 'dag.yaml' }",
                    true));
            WorkflowRun refused = jenkins.buildAndAssertStatus(Result.FAILURE, outside);
            jenkins.assertLogContains("../../secret.yaml cannot be read: it is outside of the workspace", refused);
        });
    }

    @Test
    void instancesAndFinallyGoOnAcrossRestarts() throws Throwable {
        String dag = dag("restarted", gated("one", "forEach: [a, b]"), stage("after", "true", "needs: [one]"))
                + "  finally:\n"
                + gated("tidy").indent(4);
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            Jenkins.get().save();
            job("language", run(dag)).scheduleBuild2(0).waitForStart();
            Waiting.until("both instances run", () -> lines("ran").size() == 2);
        });
        sessions.then(jenkins -> {
            Files.createFile(file("one.go"));
            Waiting.until("finally runs", () -> Files.exists(file("tidy")));
        });
        Files.createFile(file("tidy.go"));
        sessions.then(jenkins -> {
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(build()));
            assertThat(lines("ran")).containsExactlyInAnyOrder("one-a", "one-b", "tidy");
            assertThat(lines("ran").get(2)).isEqualTo("tidy");
            assertThat(Waiting.jobs(embedded.cluster().url())).isEmpty();
        });
    }

    private List<String> lines(String name) throws IOException {
        return Files.exists(file(name)) ? Files.readAllLines(file(name)) : List.of();
    }

    @Test
    void anAbortLetsFinallyTidyUpAndAnotherEndsThat() throws Throwable {
        String dag = dag("aborted", gated("long"), stage("later", "true", "needs: [long]")) + "  finally:\n"
                + gated("tidy").indent(4);
        sessions.then(jenkins -> {
            embedded.addCloud("embedded");
            WorkflowJob job = job("language", run(dag));
            WorkflowRun first = job.scheduleBuild2(0).waitForStart();
            Waiting.until("the stage runs", () -> Files.exists(file("long")));
            first.getExecutor().interrupt();
            Waiting.until("finally runs", () -> Files.exists(file("tidy")));
            Files.createFile(file("tidy.go"));
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(first));
            jenkins.assertLogContains("tidy: SUCCEEDED", first);
            assertThat(Waiting.jobs(embedded.cluster().url())).isEmpty();

            for (String name : List.of("long", "tidy", "tidy.go")) {
                Files.delete(file(name));
            }
            WorkflowRun second = job.scheduleBuild2(0).waitForStart();
            Waiting.until("the stage runs", () -> Files.exists(file("long")));
            second.getExecutor().interrupt();
            Waiting.until("finally runs", () -> Files.exists(file("tidy")));
            second.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(second));
            jenkins.assertLogContains("tidy: CANCELLED", second);
            assertThat(Waiting.jobs(embedded.cluster().url())).isEmpty();
        });
    }
}

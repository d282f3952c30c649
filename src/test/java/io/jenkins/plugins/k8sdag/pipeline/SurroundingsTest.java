package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Result;
import hudson.util.Secret;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesCloud;
import org.csanchez.jenkins.plugins.kubernetes.KubernetesFolderProperty;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The step among the other things a Jenkins has: credentials, workspaces, folders, replays. */
@Tag("embedded-cluster")
@WithJenkins
class SurroundingsTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    private JenkinsRule jenkins;
    private KubernetesCloud cloud;

    @BeforeEach
    void aCloud(JenkinsRule rule) {
        jenkins = rule;
        cloud = embedded.addCloud("embedded");
    }

    @Test
    void secretsAreMaskedInTheConsoleAndInFiles() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "token", "", Secret.fromString("s3cr3t-t0k3n")));
        String dag = dag("masked", stage("leak", "echo the token is s3cr3t-t0k3n; exit 1"));
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job("masked", "withCredentials([string(credentialsId: 'token', variable: 'T')]) { " + run(dag) + " }"));
        jenkins.assertLogContains("[leak] the token is ****", build);
        jenkins.assertLogNotContains("s3cr3t-t0k3n", build);
        Path logs =
                RunFolder.of(build, build.getAction(DagRuns.class).ids().get(0)).logs();
        try (Stream<Path> files = Files.list(logs)) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(Files.readString(file))
                            .contains("the token is ****")
                            .doesNotContain("s3cr3t"));
        }
    }

    @Test
    void aFileComesFromTheWorkspaceAndFromNowhereElse() throws Exception {
        String dag = dag("filed", stage("one", "echo from a file"));
        Path outside = Files.writeString(embedded.directory().resolve("outside.yaml"), dag);
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.SUCCESS,
                job(
                        "inside",
                        "node { writeFile file: 'ci/dag.yaml', text: '''" + dag
                                + "'''\n k8sDag file: './ci/dag.yaml' }"));
        jenkins.assertLogContains("[one] from a file", build);
        for (String path : List.of("../../" + outside.getFileName(), outside.toString())) {
            build = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    job(
                            "escape" + path.hashCode(),
                            "node { writeFile file: 'here', text: ''\n k8sDag file: '" + path + "' }"));
            jenkins.assertLogContains("it is not inside the workspace", build);
        }
        build = jenkins.buildAndAssertStatus(
                Result.FAILURE, job("link", "node { sh 'ln -s " + outside + " dag.yaml'\n k8sDag file: 'dag.yaml' }"));
        jenkins.assertLogContains("it is not inside the workspace", build);
        build = jenkins.buildAndAssertStatus(Result.FAILURE, job("missing", "node { k8sDag file: 'dag.yaml' }"));
        jenkins.assertLogContains("dag.yaml: there is no such file in the workspace", build);
        build = jenkins.buildAndAssertStatus(Result.FAILURE, job("nodeless", "k8sDag file: 'dag.yaml'"));
        jenkins.assertLogContains(
                "there is no node to read it from, and the pipeline does not come from an SCM", build);
    }

    @Test
    void aRestrictedCloudIsForFoldersThatArePermitted() throws Exception {
        cloud.setUsageRestricted(true);
        String script = run(dag("restricted", stage("one", "echo permitted")));
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.FAILURE, job("outside", script));
        jenkins.assertLogContains("there is no Kubernetes cloud that outside may use", build);

        Folder folder = jenkins.createProject(Folder.class, "team");
        KubernetesFolderProperty permitted = new KubernetesFolderProperty();
        permitted.setPermittedClouds(List.of("embedded"));
        folder.addProperty(permitted);
        WorkflowJob job = folder.createProject(WorkflowJob.class, "inside");
        job.setDefinition(new CpsFlowDefinition(script, true));
        jenkins.assertLogContains("[one] permitted", jenkins.buildAndAssertSuccess(job));

        // Taken away while a build runs: what is not created yet is refused.
        Path sign = embedded.directory().resolve("sign");
        job.setDefinition(new CpsFlowDefinition(
                run(dag(
                        "revoked",
                        stage("first", "touch " + sign + "; until [ -e " + sign + ".go ]; do sleep 0.1; done"),
                        stage("second", "true", "needs: [first]"))),
                true));
        WorkflowRun revoked = job.scheduleBuild2(0).waitForStart();
        Waiting.until("the first stage runs", () -> Files.exists(sign));
        permitted.setPermittedClouds(List.of());
        Files.createFile(Path.of(sign + ".go"));
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(revoked));
        jenkins.assertLogContains(
                "ApiForbidden: there is no Kubernetes cloud 'embedded' that team/inside may use", revoked);
    }

    @Test
    void aReplayIsARunOfItsOwn() throws Exception {
        WorkflowRun first =
                jenkins.buildAndAssertSuccess(job("again", run(dag("again", stage("one", "echo first try")))));
        WorkflowRun second = (WorkflowRun) jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(
                first.getAction(ReplayAction.class)
                                        .run(run(dag("again", stage("one", "echo second try"))), java.util.Map.of())
                                        .waitForStart()
                                instanceof WorkflowRun r
                        ? r
                        : null));
        jenkins.assertLogContains("[one] second try", second);
        assertThat(second.getAction(DagRuns.class).ids())
                .doesNotContainAnyElementsOf(first.getAction(DagRuns.class).ids());
    }

    @Test
    void aBuildRestartedFromAStageIsARunOfItsOwn() throws Exception {
        WorkflowRun first = jenkins.buildAndAssertSuccess(job(
                "staged",
                "pipeline { agent none\n stages { stage('One') { steps { echo 'before it' } }\n stage('DAG') { steps {\n"
                        + run(dag("staged", stage("one", "echo build $BUILD_NUMBER"))) + "\n} } } }"));
        jenkins.assertLogContains("[one] build 1", first);
        JenkinsRule.WebClient client = jenkins.createWebClient();
        JSONArray stages = new JSONObject(client.goTo(first.getUrl() + "restart/api/json", "application/json")
                        .getWebResponse()
                        .getContentAsString())
                .getJSONArray("restartableStages");
        assertThat(stages.toList()).containsExactly("One", "DAG");
        WebRequest restart = new WebRequest(
                new URL(jenkins.getURL(), first.getUrl() + "restart/restartPipeline?stageName=DAG"), HttpMethod.POST);
        client.addCrumb(restart);
        assertThat(client.getPage(restart).getWebResponse().getContentAsString())
                .contains("\"success\":\"true\"");
        jenkins.waitUntilNoActivity();
        WorkflowRun second = jenkins.assertBuildStatusSuccess(first.getParent().getBuildByNumber(2));
        jenkins.assertLogContains("[one] build 2", second);
        jenkins.assertLogNotContains("before it", second);
        assertThat(second.getAction(DagRuns.class).ids())
                .hasSize(1)
                .doesNotContainAnyElementsOf(first.getAction(DagRuns.class).ids());
    }
}

package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.plugins.git.BranchSpec;
import hudson.plugins.git.GitSCM;
import hudson.plugins.git.UserRemoteConfig;
import java.nio.file.Path;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.libs.GlobalLibraries;
import org.jenkinsci.plugins.workflow.libs.LibraryConfiguration;
import org.jenkinsci.plugins.workflow.libs.SCMSourceRetriever;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** DAG files out of repositories, with no node and no executor. */
@Tag("embedded-cluster")
@WithJenkins
class ScmTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    @TempDir
    Path repository;

    private JenkinsRule jenkins;
    private GitFolder git;

    @BeforeEach
    void aRepository(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setNumExecutors(0);
        embedded.addCloud("embedded");
        git = new GitFolder(repository);
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
    }

    private void commit(String file, String text) throws Exception {
        git.commit(file, text);
    }

    @Test
    void aBranchReadsTheFileOfItsOwnRevision() throws Exception {
        commit("ci/dag.yaml", dag("branch", stage("one", "echo first revision")));
        commit(
                "Jenkinsfile",
                "pipeline { agent none\n stages { stage('DAG') { steps { k8sDag file: 'ci/dag.yaml' } } } }");
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "branches");
        GitSCMSource source = new GitSCMSource(repository.toString());
        source.setTraits(List.of(new BranchDiscoveryTrait()));
        project.getSourcesList().add(new BranchSource(source));
        project.scheduleBuild2(0);
        jenkins.waitUntilNoActivity();
        WorkflowJob main = project.getItem("main");
        WorkflowRun build = jenkins.assertBuildStatusSuccess(main.getBuildByNumber(1));
        jenkins.assertLogContains("[one] first revision", build);
        assertThat(build.getLog(1000)).noneMatch(line -> line.contains("Running on"));
    }

    @Test
    void aPipelineOutOfAnScmReadsItsFileThere() throws Exception {
        commit("ci/dag.yaml", dag("scm", stage("one", "echo out of the repository")));
        commit("Jenkinsfile", "k8sDag file: 'ci/dag.yaml'");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "scm");
        GitSCM scm = new GitSCM(
                List.of(new UserRemoteConfig(repository.toString(), null, null, null)),
                List.of(new BranchSpec("main")),
                null,
                null,
                List.of());
        CpsScmFlowDefinition definition = new CpsScmFlowDefinition(scm, "Jenkinsfile");
        definition.setLightweight(true);
        job.setDefinition(definition);
        jenkins.assertLogContains("[one] out of the repository", jenkins.buildAndAssertSuccess(job));
        commit("Jenkinsfile", "k8sDag file: 'ci/nothing.yaml'");
        WorkflowRun missing = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("ci/nothing.yaml: there is no such file in", missing);
    }

    @Test
    void aSharedLibraryCallsTheStep() throws Exception {
        commit(
                "vars/release.groovy",
                "def call(String v) { def r = k8sDag yaml: '''"
                        + dag("library", stage("one", "echo called with $V", "env: {V: \"${{ params.v }}\"}"))
                                .replace("spec:", "spec:\n  params: [{name: v}]")
                        + "''', params: [v: v]\n return r.status }");
        LibraryConfiguration library =
                new LibraryConfiguration("lib", new SCMSourceRetriever(new GitSCMSource(repository.toString())));
        library.setDefaultVersion("main");
        GlobalLibraries.get().setLibraries(List.of(library));
        WorkflowRun build = jenkins.buildAndAssertStatus(
                Result.SUCCESS, Pipelines.job("caller", "@Library('lib') _\necho \"status ${release('4.2')}\""));
        jenkins.assertLogContains("[one] called with 4.2", build);
        jenkins.assertLogContains("status SUCCEEDED", build);
    }
}

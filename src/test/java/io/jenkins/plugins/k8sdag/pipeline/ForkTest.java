package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Result;
import hudson.model.TaskListener;
import hudson.plugins.git.GitSCM;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.plugins.git.GitSCMSource;
import jenkins.plugins.git.traits.BranchDiscoveryTrait;
import jenkins.scm.api.SCMHead;
import jenkins.scm.api.SCMRevision;
import jenkins.scm.api.SCMSourceDescriptor;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What somebody proposes whom the project does not trust does not decide what runs in the cluster. */
@Tag("embedded-cluster")
@WithJenkins
class ForkTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    @TempDir
    Path folder;

    private JenkinsRule jenkins;
    private GitFolder repository;

    /** Trusts main alone; of any other branch, what main has. Stands for the sources of pull requests. */
    public static final class Forks extends GitSCMSource {
        Forks(String remote) {
            super(remote);
            setTraits(List.of(new BranchDiscoveryTrait()));
        }

        @NonNull
        @Override
        public SCMRevision getTrustedRevision(@NonNull SCMRevision revision, @NonNull TaskListener listener)
                throws IOException, InterruptedException {
            return revision.getHead().getName().equals("main") ? revision : fetch(new SCMHead("main"), listener);
        }

        /** For Jenkins alone. */
        @TestExtension
        public static final class DescriptorImpl extends SCMSourceDescriptor {
            @NonNull
            @Override
            public String getDisplayName() {
                return "Forks";
            }
        }
    }

    @BeforeEach
    void aRepository(JenkinsRule rule) throws Exception {
        jenkins = rule;
        embedded.addCloud("embedded");
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        repository = new GitFolder(folder);
        repository.commit("ci/dag.yaml", dag("ours", stage("one", "echo as main has it")));
        repository.commit("Jenkinsfile", "k8sDag file: env.BRANCH_NAME == 'added' ? 'ci/new.yaml' : 'ci/dag.yaml'");
    }

    private void fork(String name, String file, String text) throws Exception {
        repository.git("checkout", "-q", "-b", name, "main");
        repository.commit(file, text);
    }

    @Test
    void aForkDoesNotDecideWhatRuns() throws Exception {
        fork("harmless", "README.md", "typo corrected");
        fork("changed", "ci/dag.yaml", dag("theirs", stage("one", "echo mine coins")));
        fork("added", "ci/new.yaml", dag("theirs", stage("one", "echo mine coins")));
        // Main has gone on since.
        repository.git("checkout", "-q", "main");
        repository.commit("README.md", "more");
        WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "forks");
        project.getSourcesList().add(new BranchSource(new Forks(folder.toString())));
        project.scheduleBuild2(0);
        jenkins.waitUntilNoActivity();

        WorkflowRun harmless =
                jenkins.assertBuildStatusSuccess(project.getItem("harmless").getBuildByNumber(1));
        jenkins.assertLogContains("[one] as main has it", harmless);

        String remedy = "is not trusted to say what runs in the cluster (have the change merged by someone who is";
        WorkflowRun changed = jenkins.assertBuildStatus(
                Result.FAILURE, project.getItem("changed").getBuildByNumber(1));
        jenkins.assertLogContains("ci/dag.yaml: it is changed against main (", changed);
        jenkins.assertLogContains(remedy, changed);
        WorkflowRun added = jenkins.assertBuildStatus(
                Result.FAILURE, project.getItem("added").getBuildByNumber(1));
        jenkins.assertLogContains("ci/new.yaml: it is not in main (", added);
        jenkins.assertLogContains(remedy, added);
        for (WorkflowRun refused : List.of(changed, added)) {
            jenkins.assertLogNotContains("mine coins", refused);
            jenkins.assertLogNotContains("\tat ", refused);
            assertThat(refused.getAction(DagRuns.class)).isNull();
        }
        assertThat(Files.exists(folder.resolve("ci/new.yaml"))).isFalse();
    }
}

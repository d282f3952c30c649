package io.jenkins.plugins.k8sdag.pipeline;

import hudson.model.Result;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.BuildWatcherExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a pipeline sees of the step. */
@WithJenkins
class K8sDagStepTest {
    @RegisterExtension
    static final BuildWatcherExtension WATCHER = new BuildWatcherExtension();

    @RegisterExtension
    final Embedded embedded = new Embedded();

    private JenkinsRule jenkins;

    @BeforeEach
    void aCloud(JenkinsRule rule) {
        jenkins = rule;
        embedded.addCloud("embedded");
    }

    private static final String RELEASE =
            """
            apiVersion: k8sdag.jenkins.io/v1
            kind: Dag
            metadata: {name: release}
            spec:
              params: [{name: version, default: "1.0"}]
              stages:
                - name: build
                  image: busybox
                  env: {V: "${{ params.version }}"}
                  script: |
                    echo building $V for $JOB_NAME $BUILD_NUMBER
                    echo digest=abc >> $K8SDAG_OUTPUT
                  outputs: [digest]
                - name: test
                  needs: [build]
                  image: busybox
                  env: {D: "${{ stages.build.outputs.digest }}"}
                  script: echo testing $D
            """;

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    @Test
    void aDagRunsAndItsResultIsReadInTheSandbox() throws Exception {
        WorkflowJob job = job(
                """
                def result = k8sDag(yaml: '''%s''', params: [version: "2.${1 + 1}"])
                echo "run ended ${result.status}: ${result.stages['build'].outputs.digest}, ${result.stages.test.attempts}"
                """
                        .formatted(RELEASE.replace("$", "\\$")));
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.SUCCESS, job);
        jenkins.assertLogContains("run ended SUCCEEDED: abc, 1", build);
        jenkins.assertLogContains("[build] building 2.2 for " + job.getName() + " 1", build);
        jenkins.assertLogContains("[test] testing abc", build);
        jenkins.assertLogContains("[k8sDag] release: SUCCEEDED", build);
    }
}

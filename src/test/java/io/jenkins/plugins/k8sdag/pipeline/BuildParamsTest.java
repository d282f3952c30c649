package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;

import hudson.model.BooleanParameterDefinition;
import hudson.model.BooleanParameterValue;
import hudson.model.ChoiceParameterDefinition;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.PasswordParameterDefinition;
import hudson.model.Result;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Where the parameters of a DAG get their values from. */
@WithJenkins
class BuildParamsTest {
    private static final String DAG = dag(
                    "params",
                    stage(
                            "show",
                            "echo V=$V P=$P T=$T D=$D",
                            "env: {V: \"${{ params.version }}\", P: \"${{ params.publish }}\", T: \"${{ params.target }}\", D: \"${{ params.own }}\"}"))
            .replace(
                    "spec:",
                    "spec:\n  params: [{name: version, default: file}, {name: publish, type: boolean},"
                            + " {name: target, values: [dev, prod]}, {name: own, default: file}]");

    @RegisterExtension
    final Embedded embedded = new Embedded();

    private JenkinsRule jenkins;

    @BeforeEach
    void aCloud(JenkinsRule rule) {
        jenkins = rule;
        embedded.addCloud("embedded");
    }

    private static WorkflowJob parameterized(String name, String script) throws Exception {
        WorkflowJob job = job(name, script);
        job.addProperty(new ParametersDefinitionProperty(
                new StringParameterDefinition("version", "job"),
                new BooleanParameterDefinition("publish", true, ""),
                new ChoiceParameterDefinition("target", new String[] {"prod", "dev"}, ""),
                new StringParameterDefinition("unknown_to_the_dag", "x"),
                new PasswordParameterDefinition("token", "hunter2", "")));
        return job;
    }

    @Test
    void theBuildsParametersAreTakenByName() throws Exception {
        WorkflowJob job = parameterized("by-name", run(DAG));

        WorkflowRun given = jenkins.assertBuildStatus(
                Result.SUCCESS,
                job.scheduleBuild2(
                        0,
                        new ParametersAction(
                                new StringParameterValue("version", "build"),
                                new BooleanParameterValue("publish", false))));
        jenkins.assertLogContains("[show] V=build P=false T=prod D=file", given);

        WorkflowRun byDefault = jenkins.assertBuildStatus(Result.SUCCESS, job.scheduleBuild2(0));
        jenkins.assertLogContains("[show] V=job P=true T=prod D=file", byDefault);
    }

    @Test
    void whatTheStepGivesWins() throws Exception {
        WorkflowRun build = jenkins.assertBuildStatus(
                Result.SUCCESS,
                parameterized("given", run(DAG, "params: [version: \"${params.version}-step\", target: 'dev']"))
                        .scheduleBuild2(0));

        jenkins.assertLogContains("[show] V=job-step P=true T=dev D=file", build);
    }

    @Test
    void aBuildWithoutParametersHasTheDefaultsOfTheFile() throws Exception {
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.SUCCESS, job("none", run(DAG)));

        jenkins.assertLogContains("[show] V=file P=false T=dev D=file", build);
    }

    @Test
    void aPasswordIsRefusedAndNotShown() throws Exception {
        String dag = DAG.replace("{name: own, default: file}", "{name: own, default: file}, {name: token}");

        WorkflowRun byName = jenkins.assertBuildStatus(
                Result.FAILURE, parameterized("password", run(dag)).scheduleBuild2(0));
        jenkins.assertLogContains(
                "the parameter 'token' would take the build parameter of that name, which is a secret", byName);
        jenkins.assertLogContains("use valueFrom.secretKeyRef", byName);
        jenkins.assertLogNotContains("hunter2", byName);

        WorkflowRun given = jenkins.assertBuildStatus(
                Result.FAILURE,
                parameterized("given-password", run(dag, "params: [token: params.token]"))
                        .scheduleBuild2(0));
        jenkins.assertLogContains("the parameter 'token' is given a secret, and parameters are shown", given);
        jenkins.assertLogNotContains("hunter2", given);

        WorkflowRun asText = jenkins.assertBuildStatus(
                Result.FAILURE,
                parameterized("password-as-text", run(dag, "params: [token: \"${params.token}\"]"))
                        .scheduleBuild2(0));
        jenkins.assertLogContains(
                "the parameter 'token' is given the secret build parameter 'token', and parameters are shown", asText);
        jenkins.assertLogNotContains("hunter2", asText);
    }

    @Test
    void aValueOfNoKindIsRefusedWithoutShowingTheOthers() throws Exception {
        WorkflowRun build = jenkins.assertBuildStatus(
                Result.FAILURE,
                parameterized("map", run(DAG, "params: [version: [a: params.token], own: \"${params.token}\"]"))
                        .scheduleBuild2(0));

        jenkins.assertLogContains("the parameter 'version' is given a LinkedHashMap (give a string, a number,", build);
        jenkins.assertLogNotContains("hunter2", build);
    }
}

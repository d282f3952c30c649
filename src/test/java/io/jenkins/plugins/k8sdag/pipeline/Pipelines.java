package io.jenkins.plugins.k8sdag.pipeline;

import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;

/** Pipelines and DAGs for tests. */
public final class Pipelines {
    private Pipelines() {}

    /** A sandboxed pipeline in the Jenkins of this very process. */
    public static WorkflowJob job(String name, String script) throws Exception {
        WorkflowJob job = Jenkins.get().createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** A DAG of the given stages, to stand between triple single quotes in a pipeline. */
    public static String dag(String name, String... stages) {
        StringBuilder dag = new StringBuilder("""
                apiVersion: k8sdag.jenkins.io/v1
                kind: Dag
                metadata: {name: %s}
                spec:
                  lint: {ignore: [%s]}
                  stages:
                """.formatted(
                        name,
                        String.join(
                                ", ",
                                List.of("no-resources", "no-timeout").stream()
                                        .map(code -> "{code: " + code + ", reason: a test}")
                                        .toList())));
        for (String stage : stages) {
            dag.append(stage.indent(4));
        }
        return dag.toString();
    }

    /** A stage that runs a script of one line; more fields of the stage may follow, each a line. */
    public static String stage(String name, String script, String... more) {
        return "- name: \"" + name + "\"\n  image: busybox:1.37\n  script: |\n    " + script + "\n"
                + String.join(
                        "",
                        List.of(more).stream().map(field -> "  " + field + "\n").toList());
    }

    /** A pipeline that runs a DAG and nothing else. */
    public static String run(String dag, String... more) {
        return "k8sDag yaml: '''" + dag + "'''"
                + String.join("", List.of(more).stream().map(m -> ", " + m).toList());
    }
}

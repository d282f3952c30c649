package io.jenkins.plugins.k8sdag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What docs/jenkins.md tells people to paste works. */
@Tag("embedded-cluster")
@WithJenkins
class DocsTest {
    private static final Pattern PIPELINE = Pattern.compile("```groovy\\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    final Embedded embedded = new Embedded();

    @Test
    void theFirstPipelineIsGreen(JenkinsRule jenkins) throws Exception {
        embedded.addCloud("embedded");
        List<String> blocks = PIPELINE.matcher(Files.readString(Path.of("docs/jenkins.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .filter(block -> block.contains("yaml: '''"))
                .toList();
        assertThat(blocks).hasSize(1);
        String script = blocks.get(0).stripIndent().replace("namespace: 'ci'", "namespace: 'default'");
        WorkflowRun build = jenkins.buildAndAssertStatus(Result.SUCCESS, Pipelines.job("docs", script));
        jenkins.assertLogContains("hello: SUCCEEDED", build);
    }
}

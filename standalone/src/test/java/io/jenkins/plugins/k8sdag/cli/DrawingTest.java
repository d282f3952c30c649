package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.StringReader;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

/** The commands that start nothing: {@code plan}, {@code graph}, {@code schema}, {@code lint}, {@code --help}. */
class DrawingTest {
    @TempDir
    Path dir;

    @Test
    void aPlanIsJobsWithWhatIsNotKnownYetLeftVisible() throws Exception {
        Cli.Result result =
                new Cli(dir).run("plan", Examples.example("release.yaml").toString(), "-p", "version=3.2");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("# stage publish, after unit-test, flaky-test, when params.publish")
                .contains("# known only when it starts, and left as it is: ${{ stages.build.outputs.digest }}");
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        var jobs = yaml.readerFor(com.fasterxml.jackson.databind.JsonNode.class)
                .readValues(result.out())
                .readAll();
        assertThat(jobs)
                .hasSize(4)
                .allSatisfy(job -> assertThat(((com.fasterxml.jackson.databind.JsonNode) job)
                                .get("kind")
                                .asText())
                        .isEqualTo("Job"));
        assertThat(result.out()).contains("value: \"3.2\"", "value: \"${{ stages.build.outputs.digest }}\"");
    }

    @Test
    void graphsAreText() throws Exception {
        Cli cli = new Cli(dir);
        String file = Examples.example("conditional.yaml").toString();
        assertThat(cli.run("graph", file).out())
                .startsWith("flowchart LR\n")
                .contains("s0[\"test\"]", "s2{{\"deploy\"}}", "s0 --> s2", "s2 -. failed .-> s4");
        assertThat(cli.run("graph", file, "--format", "dot").out())
                .startsWith("digraph \"conditional\" {")
                .contains("\"test\" -> \"deploy\";", "\"deploy\" -> \"roll-back\" [style=dashed, label=\"failed\"];");
        String svg = cli.run("graph", file, "--format", "svg").out();
        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(6);
    }

    @Test
    void aGroupStandsBeforeItsStagesAndWhoNeedsItBehindThem() throws Exception {
        Cli cli = new Cli(dir);
        assertThat(cli.run("graph", Examples.example("uses.yaml").toString()).out())
                .contains(
                        "s1[\"staging\"]",
                        "s0 --> s1",
                        "s1 --> s2",
                        "s2 --> s3",
                        "s3 --> s4",
                        "s4 --> s5",
                        "s7 --> s11")
                .doesNotContain("s1 --> s4", "s4 --> s11");
        assertThat(cli.run("graph", Examples.example("foreach.yaml").toString()).out())
                .contains("s1[\"image (for each)\"]");
        assertThat(cli.run("graph", Examples.example("finally.yaml").toString(), "--format", "dot")
                        .out())
                .contains(
                        "[style=\"rounded,dashed\", tooltip=\"run.status != 'SUCCEEDED'\", label=\"collect-logs (finally)\"];");
    }

    @Test
    void aPlanShowsOneInstanceOfAForEachAndTheParametersOfAUsedFile() {
        Cli cli = new Cli(dir);
        assertThat(cli.run("plan", Examples.example("foreach.yaml").toString()).out())
                .contains(
                        "# forEach image, after find-changes",
                        "# stage image-item, of image",
                        "value: \"${{ item }}\"");
        assertThat(cli.run("plan", Examples.example("uses.yaml").toString()).out())
                .contains(
                        "# uses staging, after build",
                        "value: \"staging\"",
                        "# stage production-eu.roll-out, of production-eu");
    }

    @Test
    void theSchemaIsJson() throws Exception {
        Cli.Result result = new Cli(dir).run("schema");
        assertThat(new ObjectMapper().readTree(result.out()).get("$schema")).isNotNull();
    }

    @Test
    void lintFailsOnlyIfAsked() throws Exception {
        Cli cli = new Cli(dir);
        String file = cli.dag("untidy", "{name: a, image: 'busybox:latest', command: ['true']}")
                .toString();
        assertThat(cli.run("lint", file).out()).contains(": warning: ", "[latest-tag]");
        assertThat(cli.run("lint", file).status()).isZero();
        assertThat(cli.run("lint", file, "--fail-on", "warning").status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "resume",
                "cancel",
                "list",
                "show",
                "logs",
                "validate",
                "lint",
                "plan",
                "graph",
                "schema",
                "cluster"
            })
    void everyCommandHelpsWithAnExample(String command) {
        Cli.Result result = new Cli(dir).run(command, "--help");
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("Usage: k8sdag " + command).contains("Example", "  k8sdag " + command);
    }

    @Test
    void theProgramHelpsToo() {
        Cli.Result result = new Cli(dir).run("--help");
        assertThat(result.out()).contains("Exit status: 0 succeeded", "validate", "cluster");
        assertThat(new Cli(dir).run("--version").out()).startsWith("k8sdag ");
    }
}

package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example runs on the embedded cluster and ends as it says it does. */
class ExamplesTest {
    @TempDir
    Path dir;

    /** What an example comes to. */
    record Expected(int status, Map<String, String> stages) {}

    private static final Map<String, Expected> GROUPS = Map.of(
            "matrix.yaml",
            new Expected(
                    4,
                    Map.of(
                            "build", "SUCCEEDED",
                            "test", "UNSTABLE",
                            "test-17-h2", "SUCCEEDED",
                            "test-21-h2", "SUCCEEDED",
                            "test-21-postgres", "SUCCEEDED",
                            "test-25-h2", "UNSTABLE ExitCode user",
                            "image-of-17", "SUCCEEDED",
                            "report", "SUCCEEDED")),
            "foreach.yaml",
            new Expected(
                    0,
                    Map.ofEntries(
                            Map.entry("find-changes", "SUCCEEDED"),
                            Map.entry("image", "SUCCEEDED"),
                            Map.entry("image-api", "SUCCEEDED"),
                            Map.entry("image-web", "SUCCEEDED"),
                            Map.entry("image-worker", "SUCCEEDED"),
                            Map.entry("mend", "SKIPPED"),
                            Map.entry("deploy", "SUCCEEDED"),
                            Map.entry("deploy-api", "SUCCEEDED"),
                            Map.entry("deploy-web", "SUCCEEDED"),
                            Map.entry("deploy-worker", "SUCCEEDED"))),
            "finally.yaml",
            new Expected(
                    1,
                    Map.of(
                            "start-environment", "SUCCEEDED",
                            "end-to-end-test", "FAILED ExitCode user",
                            "collect-logs", "SUCCEEDED",
                            "stop-environment", "SUCCEEDED")),
            "uses.yaml",
            new Expected(
                    0,
                    Stream.of(
                                    "build",
                                    "staging",
                                    "staging.roll-out",
                                    "staging.smoke-test",
                                    "production",
                                    "production-eu",
                                    "production-eu.roll-out",
                                    "production-eu.smoke-test",
                                    "production-us",
                                    "production-us.roll-out",
                                    "production-us.smoke-test",
                                    "announce")
                            .collect(Collectors.toMap(s -> s, s -> "SUCCEEDED"))));

    private static final Map<String, Expected> EXPECTED = Map.of(
            "hello.yaml", new Expected(0, Map.of("hello", "SUCCEEDED")),
            "diamond.yaml",
                    new Expected(
                            0,
                            Map.of("top", "SUCCEEDED", "left", "SUCCEEDED", "right", "SUCCEEDED", "join", "SUCCEEDED")),
            "release.yaml",
                    new Expected(
                            0,
                            Map.of(
                                    "build", "SUCCEEDED",
                                    "unit-test", "SUCCEEDED",
                                    "flaky-test", "SUCCEEDED",
                                    "publish", "SUCCEEDED")),
            "failing.yaml",
                    new Expected(
                            1,
                            Map.of(
                                    "checkout", "SUCCEEDED",
                                    "compile", "FAILED ExitCode user",
                                    "package", "OMITTED",
                                    "upload", "OMITTED",
                                    "docs", "SUCCEEDED",
                                    "integration-test", "FAILED OutOfMemory user",
                                    "scan-eu", "FAILED ImageNotFound configuration",
                                    "scan-us", "FAILED ImageNotFound configuration")),
            "conditional.yaml",
                    new Expected(
                            4,
                            Map.of(
                                    "test", "SUCCEEDED",
                                    "style-check", "UNSTABLE ExitCode user",
                                    "deploy", "SKIPPED",
                                    "smoke-test", "SUCCEEDED",
                                    "roll-back", "OMITTED",
                                    "report", "SUCCEEDED")),
            "params.yaml",
                    new Expected(0, Map.of("plan", "SUCCEEDED", "many-copies", "SKIPPED", "roll-out", "SKIPPED")),
            "sharing.yaml",
                    new Expected(
                            0,
                            Map.of(
                                    "short", "SUCCEEDED",
                                    "long", "SUCCEEDED",
                                    "longer", "SUCCEEDED",
                                    "longest", "SUCCEEDED",
                                    "urgent", "SUCCEEDED")),
            "templates.yaml",
                    new Expected(
                            4,
                            Map.of(
                                    "sources", "SUCCEEDED",
                                    "spelling", "SUCCEEDED",
                                    "licences", "SUCCEEDED",
                                    "broken-check", "UNSTABLE ExitCode user",
                                    "report", "SUCCEEDED")),
            "podtemplate.yaml",
                    new Expected(
                            0, Map.of("with-init", "SUCCEEDED", "own-command", "SUCCEEDED", "labelled", "SUCCEEDED")));

    static Stream<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(Examples.repository().resolve("examples"))) {
            return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void endsAsItSays(String name) throws IOException {
        Cli cli = new Cli(dir);
        Expected expected = EXPECTED.getOrDefault(name, GROUPS.get(name));
        assertThat(expected).as("what %s is expected to come to", name).isNotNull();

        Cli.Result result =
                cli.run(cli.args("run", Examples.example(name).toString(), "--embedded", "--output", "json"));

        Map<String, String> stages = new TreeMap<>();
        for (Map.Entry<String, JsonNode> s : result.json().get("stages").properties()) {
            JsonNode cause = s.getValue().get("cause");
            String failure = cause.isNull()
                    ? ""
                    : " " + cause.asText() + " " + s.getValue().get("blame").asText();
            stages.put(s.getKey(), s.getValue().get("status").asText() + failure);
        }
        assertThat(stages).as(result.err()).isEqualTo(new TreeMap<>(expected.stages()));
        assertThat(result.status()).isEqualTo(expected.status());
    }

    @Test
    void theReleaseShowsAttemptsOutputsAndLogs() throws IOException {
        Cli cli = new Cli(dir);
        Cli.Result result = cli.run(cli.args(
                "run",
                Examples.example("release.yaml").toString(),
                "--embedded",
                "--run-id",
                "r",
                "-p",
                "version=2.1"));

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("[build] compiling version 2.1", "[flaky-test] connection reset by peer")
                .containsPattern("flaky-test: attempt 1 failed: .*; retry in .*\\(attempt 2 of 3\\)")
                .containsPattern("flaky-test: attempt 2 failed: .*; retry in .*\\(attempt 3 of 3\\)")
                .contains("4 lines, 0 gaps", "build.regions = eu us", "SUCCEEDED");
        JsonNode full = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(cli.run(cli.args("show", "r", "--output", "full")).out());
        JsonNode flaky = full.get("stages").get(2);
        assertThat(flaky.get("attempts")).hasSize(3);
        assertThat(flaky.get("attempts").get(0).get("failure").get("exitCode").asInt())
                .isEqualTo(7);
    }

    @Test
    void aSkippedStageTellsWhatMadeItsConditionFalse() throws IOException {
        Cli cli = new Cli(dir);
        cli.run(cli.args("run", Examples.example("conditional.yaml").toString(), "--embedded", "--run-id", "c"));

        assertThat(cli.run(cli.args("show", "c")).out()).contains("its when is false: params.deploy is false");
    }

    @Test
    void failuresAreExplainedAndTheSameTroubleOnce() {
        Cli cli = new Cli(dir);
        Cli.Result result =
                cli.run(cli.args("run", Examples.example("failing.yaml").toString(), "--embedded", "--run-id", "f"));

        assertThat(result.out())
                .contains(
                        "✗ compile: ExitCode",
                        "whose fault     user",
                        "exit code 2",
                        "| main.c:12: error: 'retrun' undeclared")
                .contains("what to do", "✗ integration-test: OutOfMemory", "OOMKilled")
                .containsOnlyOnce("✗ 2 of 8 stages: scan-eu, scan-us: ImageNotFound")
                .contains("package: OMITTED: it needs 'compile' to have succeeded");
        assertThat(result.status()).isEqualTo(1);
    }
}

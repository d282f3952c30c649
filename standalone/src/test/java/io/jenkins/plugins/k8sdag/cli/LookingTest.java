package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code list}, {@code show} and {@code logs}: of runs that have ended, and of one that goes on. */
class LookingTest {
    @TempDir
    Path dir;

    @Test
    void anEmptyStateDirectorySaysHowToStart() {
        Cli cli = new Cli(dir);
        Cli.Result result = cli.run(cli.args("list"));
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("start one with: k8sdag run FILE");
    }

    @Test
    void aRunThatGoesOnCanBeLookedAt() throws Exception {
        Cli cli = new Cli(dir);
        Path gate = dir.resolve("gate");
        Path file = cli.dag(
                "gated",
                "{name: a, script: 'echo first; while [ ! -e " + gate + " ]; do sleep 0.1; done; echo second'}",
                "{name: b, needs: [a], command: ['true']}");
        var running = cli.start(cli.args("run", file.toString(), "--embedded", "--run-id", "r"));
        Wait.until("the stage prints", () -> Logs.has(cli.state(), "r", "a", "first"));

        assertThat(cli.run(cli.args("list")).out())
                .contains("r", "RUNNING", "0/2")
                .doesNotContain("no process");
        assertThat(cli.run(cli.args("show", "r")).out()).contains("RUNNING", "WAITING", "needs a");
        JsonNode json = cli.run(cli.args("show", "r", "--output", "json")).json();
        assertThat(json.get("status").asText()).isEqualTo("RUNNING");
        assertThat(cli.run(cli.args("logs", "r", "a")).out()).isEqualTo("first\n");
        var following = cli.start(cli.args("logs", "r", "a", "-f"));
        assertThat(following).isNotDone();
        Files.createFile(gate);

        assertThat(following.get(2, TimeUnit.MINUTES).out()).isEqualTo("first\nsecond\n");
        assertThat(running.get(2, TimeUnit.MINUTES).status()).isZero();
    }

    @Test
    void attemptsAndStampsCanBeAskedFor() throws IOException {
        Cli cli = new Cli(dir);
        Path file = cli.dag(
                "tries",
                "{name: a, script: 'echo \"attempt $K8SDAG_ATTEMPT\"; [ \"$K8SDAG_ATTEMPT\" = 2 ]', retry: {limit: 1, backoff: {initial: 10ms}}}",
                "{name: never, when: 'false', command: ['true']}");
        assertThat(cli.run(cli.args("run", file.toString(), "--embedded", "--run-id", "r"))
                        .status())
                .isZero();

        assertThat(cli.run(cli.args("logs", "r", "a")).out()).isEqualTo("attempt 2\n");
        assertThat(cli.run(cli.args("logs", "r", "a", "--attempt", "1")).out()).isEqualTo("attempt 1\n");
        assertThat(cli.run(cli.args("logs", "r", "a", "--timestamps")).out())
                .matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z attempt 2\n");
        assertThat(cli.run(cli.args("logs", "r", "a", "--attempt", "3")).err()).contains("has no attempt 3 (it has 2)");
        assertThat(cli.run(cli.args("logs", "r", "never")).err()).contains("has no log: SKIPPED");
        assertThat(cli.run(cli.args("logs", "r", "b")).err()).contains("has no stage 'b' (it has: a, never)");
        assertThat(cli.run(cli.args("list", "--output", "json"))
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("SUCCEEDED");
    }
}

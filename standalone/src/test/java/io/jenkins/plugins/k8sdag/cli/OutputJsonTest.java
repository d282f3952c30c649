package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --output json}: events on the way, the result as the last line, nothing else on standard output. */
class OutputJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path dir;

    @Test
    void everyLineIsJsonAndTheLastIsTheResult() throws IOException {
        Cli cli = new Cli(dir);
        Path file = cli.dag(
                "mixed",
                "{name: good, script: 'echo \"k=v w\" >> \"$K8SDAG_OUTPUT\"', outputs: [k]}",
                "{name: bad, command: [sh, -c, 'exit 9']}",
                "{name: after, needs: [bad], command: ['true']}");

        Cli.Result result =
                cli.run(cli.args("run", file.toString(), "--embedded", "--output", "json", "--run-id", "r"));

        assertThat(result.status()).isEqualTo(1);
        List<String> events = new ArrayList<>();
        List<String> lines = result.lines();
        for (String line : lines.subList(0, lines.size() - 1)) {
            JsonNode event = JSON.readTree(line);
            assertThat(event.get("type").asText()).isEqualTo("event");
            assertThat(event.get("run").asText()).isEqualTo("r");
            events.add(event.get("event").asText() + " " + event.path("stage").asText());
        }
        assertThat(events).contains("RunStarted ", "JobSubmitted good", "StageEnded after", "RunEnded ");
        JsonNode last = result.json();
        assertThat(keys(last)).containsExactly("type", "run", "status", "stages");
        assertThat(last.get("type").asText()).isEqualTo("result");
        assertThat(last.get("status").asText()).isEqualTo("FAILED");
        JsonNode bad = last.get("stages").get("bad");
        assertThat(keys(bad))
                .containsExactly("status", "attempts", "outputs", "cause", "blame", "message", "durationMillis");
        assertThat(bad.get("cause").asText()).isEqualTo("ExitCode");
        assertThat(bad.get("blame").asText()).isEqualTo("user");
        assertThat(bad.get("attempts").asInt()).isEqualTo(1);
        JsonNode good = last.get("stages").get("good");
        assertThat(good.get("outputs").get("k").asText()).isEqualTo("v w");
        assertThat(good.get("cause").isNull()).isTrue();
        assertThat(good.get("message").isNull()).isTrue();
        assertThat(last.get("stages").get("after").get("attempts").asInt()).isZero();
        assertThat(cli.run(cli.args("show", "r", "--output", "json")).json()).isEqualTo(last);
        assertThat(result.err()).contains("bad: ✗ FAILED");
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}

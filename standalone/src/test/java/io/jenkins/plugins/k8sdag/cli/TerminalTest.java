package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a pseudo-terminal, which {@code script} of util-linux makes. */
class TerminalTest {
    @TempDir
    Path dir;

    private String onTerminal(String noColor) throws Exception {
        Cli cli = new Cli(dir);
        Path file = cli.dag(
                "shown", "{name: a, script: 'echo begun; sleep 1'}", "{name: b, needs: [a], command: ['false']}");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "stty rows 20 cols 90; " + java + " -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' " + Main.class.getName() + " "
                + String.join(" ", cli.args("run", file.toString(), "--embedded"));
        Path out = dir.resolve("out");
        ProcessBuilder builder = new ProcessBuilder("script", "-qec", command, "/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("TERM", "xterm-256color");
        builder.environment().put("NO_COLOR", noColor);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(out)).isEqualTo(1);
        return Files.readString(out);
    }

    @Test
    void aTableIsPaintedOverItselfAndGivesTheTerminalBack() throws Exception {
        String shown = onTerminal("");
        assertThat(shown).contains("\u001b[?25l", "━", "0/2 done", "needs a", "\u001b[1;31m");
        assertThat(shown).containsPattern("\u001b\\[\\d+A\r\u001b\\[J");
        String after = shown.substring(shown.lastIndexOf("\u001b[?25h"));
        assertThat(after).contains("b: ExitCode", "whose fault", "FAILED");
        assertThat(after).doesNotContain("\u001b[?25l");
    }

    @Test
    void noColorIsHonoured() throws Exception {
        assertThat(onTerminal("1")).doesNotContain("\u001b[1;31m", "\u001b[32m");
    }
}

package io.jenkins.plugins.k8sdag.realcluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import io.jenkins.plugins.k8sdag.run.Attempt;
import java.io.BufferedReader;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logs of every size arrive whole and in order. */
@Tag("cluster")
class LogsClusterIT {
    @RegisterExtension
    final Lab lab = new Lab();

    @Test
    void tenThousandLines() throws Exception {
        counted("seq 1 10000", 10_000);
    }

    /** About 60 MB at the node, where the kubelet rotates at 10 MiB: printed slowly enough for it to do so several times. */
    @Test
    void aMillionLines() throws Exception {
        counted(
                "i=0; while [ $i -lt 20 ]; do seq $((i * 50000 + 1)) $((i * 50000 + 50000)); sleep 1; i=$((i + 1)); done",
                1_000_000);
    }

    private void counted(String script, long count) throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - {name: print, script: "%s"}
                """.formatted(script));

        run.ends(RunStatus.SUCCEEDED);

        long expected = 0;
        try (BufferedReader lines = Files.newBufferedReader(run.logs().file("print", 1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                expected++;
                assertThat(line.substring(line.indexOf(' ') + 1)).isEqualTo(Long.toString(expected));
            }
        }
        assertThat(expected).isEqualTo(count);
        Attempt attempt = run.stage("print").attempt().orElseThrow();
        assertThat(attempt.logLines()).isEqualTo(count);
        assertThat(attempt.logGaps()).isZero();
    }

    @Test
    void linesOfEveryShape() throws Exception {
        LiveRun run = lab.start("""
                stages:
                  - name: print
                    script: |
                      echo
                      printf 'over\\rwritten\\n'
                      printf '\\033[31mred\\033[0m\\n'
                      head -c 100000 /dev/zero | tr '\\000' x
                      echo
                      echo to stderr >&2
                      # The two streams are two pipes; only time keeps their order.
                      sleep 2
                      printf 'no end'
                """);

        run.ends(RunStatus.SUCCEEDED);

        String text = Files.readString(run.logs().file("print", 1));
        assertThat(text)
                .contains("over\rwritten\n")
                .contains("\u001b[31mred\u001b[0m\n")
                .contains("to stderr\n")
                .endsWith("no end\n");
        assertThat(text.chars().filter(c -> c == 'x').count()).isEqualTo(100_000);
        assertThat(run.stage("print").attempt().orElseThrow().logGaps()).isZero();
    }
}

package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cancel} and {@code resume} of runs that are over; of those that go on see {@link ProcessTest}. */
class CancelTest {
    @TempDir
    Path dir;

    @Test
    void aRunThatIsOverStaysAsItIs() throws Exception {
        Cli cli = new Cli(dir);
        Path file = cli.dag("ok", "{name: a, command: ['true']}");
        cli.run(cli.args("run", file.toString(), "--embedded", "--run-id", "r"));

        Cli.Result cancelled = cli.run(cli.args("cancel", "r"));
        Cli.Result resumed = cli.run(cli.args("resume", "r"));

        assertThat(cancelled.out()).contains("was over already: SUCCEEDED");
        assertThat(cancelled.status()).isZero();
        assertThat(resumed.status()).isZero();
        assertThat(resumed.out()).contains("SUCCEEDED");
    }

    @Test
    void aFileInTheRunsFolderAsksTheDriverToCancel() throws Exception {
        Cli cli = new Cli(dir);
        Path file = cli.dag("long", "{name: a, script: 'echo begun; exec sleep 600'}");
        var running = cli.start(cli.args("run", file.toString(), "--embedded", "--run-id", "r"));
        Wait.until("the stage prints", () -> Logs.has(cli.state(), "r", "a", "begun"));

        cli.folder("r").cancelRequest().make("a test");

        Cli.Result result = running.get(2, TimeUnit.MINUTES);
        assertThat(result.status()).isEqualTo(130);
        assertThat(result.out()).contains("cancelled: a test");
        assertThat(cli.folder("r").cancelRequest().by()).isEmpty();
    }
}

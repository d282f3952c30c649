package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every exit status, and the one clear sentence that comes with those that are nobody's result. */
class ExitStatusTest {
    @TempDir
    Path dir;

    private Cli cli;

    @BeforeEach
    void cli() {
        cli = new Cli(dir);
    }

    @Test
    void unstableIs4UnlessItIsAllowed() throws IOException {
        Path file = cli.dag("flaky", "{name: a, command: ['false'], allowFailure: true}");
        assertThat(cli.run(cli.args("run", file.toString(), "--embedded")).status())
                .isEqualTo(4);
        assertThat(cli.run(cli.args("run", file.toString(), "--embedded", "--allow-unstable"))
                        .status())
                .isZero();
    }

    @Test
    void aFailedDagIs1() throws IOException {
        Path file = cli.dag("failed", "{name: a, command: ['false']}");
        assertThat(cli.run(cli.args("run", file.toString(), "--embedded")).status())
                .isEqualTo(1);
    }

    @Test
    void everyMistakeInAFileIsTold() throws IOException {
        Path file = Files.writeString(dir.resolve("bad.yaml"), """
                apiVersion: k8sdag.jenkins.io/v1
                kind: Dag
                metadata:
                  name: Bad_Name
                spec:
                  maxParallel: none
                  timeout: soon
                  stages:
                    - name: a
                      image: busybox
                      scrip: echo
                      command: ['true']
                    - name: a
                      image: busybox
                      command: ['true']
                    - name: b
                      needs: [aa]
                      image: busybox
                      command: ['true']
                    - name: c
                      image: busybox
                      when: params.nothing ==
                      command: ['true']
                    - name: d
                      image: busybox
                      script: echo ${{ params.x }}
                    - name: e
                      image: busybox
                      command: ['true']
                      retry: {limit: -1}
                    - name: f
                      image: busybox
                      command: ['true']
                      resources: {limits: {memory: much}}
                """);

        Cli.Result result = cli.run("validate", file.toString());

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines().toList())
                .hasSizeGreaterThanOrEqualTo(10)
                .allMatch(line -> line.startsWith(file + ":") && line.contains(": error: "));
        for (int line : new int[] {4, 6, 7, 11, 13, 17, 22, 26, 30, 34}) {
            assertThat(result.err()).contains(file + ":" + line + ":");
        }
        assertThat(cli.run(cli.args("run", file.toString(), "--embedded")).status())
                .isEqualTo(2);
    }

    @Test
    void wrongArgumentsAre2AndSayWhatToWrite() throws IOException {
        Path file = cli.dag("ok", "{name: a, command: ['true']}");
        assertUsage("a command is missing");
        assertUsage("Unmatched argument", "walidate", "x");
        assertUsage("there is no such file", "run", "nowhere.yaml", "--embedded");
        assertUsage("has no value (write it as: -p name=value)", "run", file.toString(), "-p", "x", "--embedded");
        assertUsage("is given twice", "run", file.toString(), "-p", "x=1", "-p", "x=2", "--embedded");
        assertUsage("--max-parallel must be at least 1", "run", file.toString(), "--max-parallel", "0", "--embedded");
        assertUsage("cannot be a run id", "run", file.toString(), "--run-id", "No!", "--embedded");
        assertUsage("leave out --kubeconfig", "run", file.toString(), "--embedded", "--context", "x");
        assertUsage("or try the file on an embedded cluster with --embedded", cli.args("run", file.toString()));
        assertUsage("there is no kubeconfig", cli.args("run", file.toString(), "--kubeconfig", "/nowhere"));
        assertUsage("there is no run 'x'", cli.args("show", "x"));
    }

    private void assertUsage(String said, String... args) {
        Cli.Result result = cli.run(args);
        assertThat(result.err()).contains(said).doesNotContain("\tat ");
        assertThat(result.status()).isEqualTo(2);
    }

    @Test
    void aParameterThatIsNotDeclaredIs2() throws IOException {
        Path file = cli.dag("ok", "{name: a, command: ['true']}");
        assertThat(cli.run(cli.args("run", file.toString(), "-p", "colour=red", "--embedded"))
                        .status())
                .isEqualTo(2);
    }

    @Test
    void anUnknownContextIsNotReplacedByAnother() throws IOException {
        Path file = cli.dag("ok", "{name: a, command: ['true']}");
        Path kubeconfig = kubeconfig(1);
        Cli.Result result =
                cli.run(cli.args("run", file.toString(), "--kubeconfig", kubeconfig.toString(), "--context", "other"));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("has no context 'other' (it has: here)");
    }

    @Test
    void aClusterThatIsNotThereIs3AndOneSentence() throws IOException {
        Path file = cli.dag("ok", "{name: a, command: ['true']}");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        Cli.Result result = cli.run(cli.args(
                "run", file.toString(), "--kubeconfig", kubeconfig(port).toString()));

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().filter(l -> l.startsWith("k8sdag: ")).toList())
                .singleElement()
                .asString()
                .contains("127.0.0.1:" + port, "does not answer: connection refused");
        assertThat(cli.state().resolve("runs")).doesNotExist();
    }

    private Path kubeconfig(int port) throws IOException {
        return Files.writeString(dir.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: here
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: here, context: {cluster: here, user: me}}]
                users: [{name: me, user: {}}]
                """.formatted(port));
    }

    @Test
    void ctrlCCancelsAndIs130() throws Exception {
        Path file = cli.dag(
                "long", "{name: a, script: 'echo begun; exec sleep 600'}", "{name: b, needs: [a], command: ['true']}");
        var running = cli.start(cli.args("run", file.toString(), "--embedded", "--run-id", "r"));
        Wait.until("the stage prints", () -> Logs.has(cli.state(), "r", "a", "begun"));

        cli.raise("INT");

        Cli.Result result = running.get(2, java.util.concurrent.TimeUnit.MINUTES);
        assertThat(result.status()).isEqualTo(130);
        assertThat(result.out()).contains("CANCELLED", "interrupted: cancelling the run");
        assertThat(cli.folder("r").path().resolve("embedded")).doesNotExist();
    }

    @Test
    void anIdThatIsTakenIs2() throws IOException {
        Path file = cli.dag("ok", "{name: a, command: ['true']}");
        String[] args = cli.args("run", file.toString(), "--embedded", "--run-id", "twice");
        assertThat(cli.run(args).status()).isZero();
        Cli.Result again = cli.run(args);
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("there is a run 'twice' already");
    }
}

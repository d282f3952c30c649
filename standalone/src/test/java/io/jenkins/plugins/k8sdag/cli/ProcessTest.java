package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.embedded.EmbeddedCluster;
import io.jenkins.plugins.k8sdag.embedded.Options;
import io.jenkins.plugins.k8sdag.run.StagePhase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers of runs that are killed, interrupted, and taken over. */
class ProcessTest {
    private static final int LINES = 200;

    @TempDir
    Path dir;

    private Cli cli;
    private Path ran;
    private Path gate;
    /** Stands in the environment of whatever the stages start. */
    private final String mark = "k8sdag-test-" + UUID.randomUUID();

    @BeforeEach
    void files() {
        cli = new Cli(dir);
        ran = dir.resolve("ran");
        gate = dir.resolve("gate");
    }

    /** Stages that note that they ran, and print up to a gate and beyond it. */
    private Path gated() throws IOException {
        String script =
                "echo \"$K8SDAG_STAGE\" >> " + ran + "; for i in $(seq 1 " + LINES / 2 + "); do echo line $i; done;"
                        + " while [ ! -e " + gate + " ]; do sleep 0.05; done;"
                        + " for i in $(seq " + (LINES / 2 + 1) + " " + LINES + "); do echo line $i; done";
        return cli.dag(
                "gated",
                "{name: first, script: 'echo first >> " + ran + "; echo done'}",
                "{name: a, needs: [first], script: '" + script + "'}",
                "{name: b, needs: [first], script: '" + script + "'}",
                "{name: last, needs: [a, b], script: 'echo last >> " + ran + "'}");
    }

    private void untilBothPrint() throws Exception {
        for (String stage : List.of("a", "b")) {
            Wait.until(stage + " prints up to the gate", () -> Logs.has(cli.state(), "r", stage, "line " + LINES / 2));
            // The journal says so too: what was printed is known to be running.
            Wait.until(stage + " runs", () -> phase(stage) == StagePhase.RUNNING);
        }
    }

    private StagePhase phase(String stage) throws IOException {
        var state = cli.folder("r").read();
        return state.stage(state.dag().indexOf(stage)).phase();
    }

    private static List<String> allLines() {
        return IntStream.rangeClosed(1, LINES).mapToObj(i -> "line " + i).toList();
    }

    @Test
    void againstAClusterThatLivesOnAKilledRunLosesAndRepeatsNothing() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(Options.defaults(dir.resolve("cluster")))) {
            Path kubeconfig = dir.resolve("kubeconfig");
            cluster.writeKubeconfig(kubeconfig);
            String[] args = cli.args("run", gated().toString(), "--kubeconfig", kubeconfig.toString(), "--run-id", "r");
            try (Program run = Program.start(dir, List.of(), args)) {
                untilBothPrint();
                run.kill();
            }
            assertThat(cli.run(cli.args("list")).out()).contains("no process drives it: k8sdag resume r");
            assertThat(cli.run(cli.args("show", "r")).out())
                    .contains("no process drives this run: go on with it by k8sdag resume r");
            Files.createFile(gate);

            Cli.Result resumed = cli.run(cli.args("resume", "r"));

            assertThat(resumed.status()).as(resumed.out() + resumed.err()).isZero();
            assertThat(Files.readAllLines(ran)).containsExactlyInAnyOrder("first", "a", "b", "last");
            assertThat(Logs.lines(cli.state(), "r", "a", 1)).isEqualTo(allLines());
            assertThat(Logs.lines(cli.state(), "r", "b", 1)).isEqualTo(allLines());
            assertThat(jobs(cluster)).doesNotContain("\"name\":\"gated-");
        }
    }

    private static String jobs(EmbeddedCluster cluster) throws IOException, InterruptedException {
        URI uri = URI.create(cluster.url() + "/apis/batch/v1/namespaces/default/jobs");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void anEmbeddedClusterDiesWithItsRunAndOnlyWhatWasInFlightRunsAgain() throws Exception {
        try (Program run =
                Program.start(dir, List.of(), cli.args("run", gated().toString(), "--embedded", "--run-id", "r"))) {
            untilBothPrint();
            run.kill();
        }
        Files.createFile(gate);

        Cli.Result resumed = cli.run(cli.args("resume", "r"));

        assertThat(resumed.status()).as(resumed.out() + resumed.err()).isZero();
        assertThat(resumed.out())
                .contains("The embedded cluster of this run ended with its process", "what was in flight: a, b")
                .contains("on the infrastructure budget");
        assertThat(Files.readAllLines(ran)).containsExactlyInAnyOrder("first", "a", "b", "a", "b", "last");
        assertThat(Logs.lines(cli.state(), "r", "a", 2)).isEqualTo(allLines());
    }

    /** A stage that runs until it is told to end, and ignores that for as long as it likes. */
    private Path sleeping() throws IOException {
        return cli.dag(
                "sleeping",
                "{name: a, env: {MARK: " + mark + "}, script: 'echo begun; sleep 600 & wait'}",
                "{name: b, needs: [a], command: ['true']}");
    }

    private boolean processesLeft() throws IOException, InterruptedException {
        Process ps = new ProcessBuilder(
                        "sh", "-c", "grep -l " + mark + " /proc/[0-9]*/environ 2>/dev/null | grep -v self")
                .start();
        String found = new String(ps.getInputStream().readAllBytes());
        ps.waitFor();
        return !found.isBlank();
    }

    @Test
    void ctrlCLeavesNothingBehind() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(Options.defaults(dir.resolve("cluster")))) {
            Path kubeconfig = dir.resolve("kubeconfig");
            cluster.writeKubeconfig(kubeconfig);
            String[] args =
                    cli.args("run", sleeping().toString(), "--kubeconfig", kubeconfig.toString(), "--run-id", "r");
            try (Program run = Program.start(dir, List.of(), args)) {
                Wait.until("the stage prints", () -> Logs.has(cli.state(), "r", "a", "begun"));

                run.signal("INT");

                assertThat(run.end()).as(run.output()).isEqualTo(130);
                assertThat(run.output()).contains("CANCELLED");
            }
            assertThat(jobs(cluster)).doesNotContain("\"name\":\"sleeping-");
            Wait.until("no process is left", () -> !processesLeft());
        }
    }

    @Test
    void aSecondCtrlCStopsAtOnceAndTakesTheEmbeddedClusterAlong() throws Exception {
        // It would take its 30 s of grace: the first signal alone does not end it soon.
        Path file = cli.dag(
                "stubborn",
                "{name: a, env: {MARK: " + mark
                        + "}, script: 'trap \"\" TERM; echo begun; while true; do sleep 1; done'}");
        try (Program run =
                Program.start(dir, List.of(), cli.args("run", file.toString(), "--embedded", "--run-id", "r"))) {
            Wait.until("the stage prints", () -> Logs.has(cli.state(), "r", "a", "begun"));
            run.signal("INT");
            Wait.until("it says that it cancels", () -> run.output().contains("cancelling the run"));

            run.signal("INT");

            assertThat(run.end()).isEqualTo(130);
            assertThat(run.output()).contains("stopped at once").doesNotContain("CANCELLED in");
        }
        Wait.until("no process is left", () -> !processesLeft());
    }

    @Test
    void cancelAsksTheProcessThatDrivesTheRun() throws Exception {
        try (Program run =
                Program.start(dir, List.of(), cli.args("run", sleeping().toString(), "--embedded", "--run-id", "r"))) {
            Wait.until("the stage prints", () -> Logs.has(cli.state(), "r", "a", "begun"));

            Cli.Result cancel = cli.run(cli.args("cancel", "r"));

            assertThat(cancel.status()).isZero();
            assertThat(cancel.out()).contains("asking the process that drives r", "is over: CANCELLED");
            assertThat(run.end()).isEqualTo(130);
        }
    }

    @Test
    void cancelTakesOverARunThatNobodyDrives() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(Options.defaults(dir.resolve("cluster")))) {
            Path kubeconfig = dir.resolve("kubeconfig");
            cluster.writeKubeconfig(kubeconfig);
            String[] args =
                    cli.args("run", sleeping().toString(), "--kubeconfig", kubeconfig.toString(), "--run-id", "r");
            try (Program run = Program.start(dir, List.of(), args)) {
                Wait.until("the stage prints", () -> Logs.has(cli.state(), "r", "a", "begun"));
                run.kill();
            }

            Cli.Result cancel = cli.run(cli.args("cancel", "r"));

            assertThat(cancel.status()).as(cancel.out() + cancel.err()).isZero();
            assertThat(cancel.out()).contains("CANCELLED");
            assertThat(jobs(cluster)).doesNotContain("\"name\":\"sleeping-");
            Wait.until("no process is left", () -> !processesLeft());
        }
    }

    @Test
    void aRunIsDrivenByOneProcessAtATime() throws Exception {
        try (Program run =
                Program.start(dir, List.of(), cli.args("run", sleeping().toString(), "--embedded", "--run-id", "r"))) {
            Wait.until("the stage prints", () -> Logs.has(cli.state(), "r", "a", "begun"));

            Cli.Result second = cli.run(cli.args("resume", "r"));

            assertThat(second.status()).isEqualTo(3);
            assertThat(second.err())
                    .contains("this run is being driven by another process")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void theClusterServesUntilItIsStopped() throws Exception {
        Path kubeconfig = dir.resolve("kubeconfig");
        Path file = cli.dag("ok", "{name: a, command: ['true']}");
        try (Program cluster = Program.start(dir, List.of(), "cluster", "--kubeconfig-out", kubeconfig.toString())) {
            Wait.until("it is there", () -> Files.exists(kubeconfig));
            Cli.Result run = cli.run(cli.args("run", file.toString(), "--kubeconfig", kubeconfig.toString()));
            assertThat(run.status()).as(run.out() + run.err()).isZero();
            Process kubectl = new ProcessBuilder("kubectl", "--kubeconfig", kubeconfig.toString(), "get", "nodes")
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(kubectl.getInputStream().readAllBytes())).contains("Ready");
            assertThat(kubectl.waitFor(1, TimeUnit.MINUTES)).isTrue();

            cluster.signal("TERM");

            assertThat(cluster.end()).isZero();
        }
    }
}

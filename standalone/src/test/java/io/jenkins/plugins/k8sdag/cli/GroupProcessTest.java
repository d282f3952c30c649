package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.k8sdag.embedded.EmbeddedCluster;
import io.jenkins.plugins.k8sdag.embedded.Options;
import io.jenkins.plugins.k8sdag.run.RunPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of one concurrency group, each driven by a process of its own, in one state directory and one cluster. */
class GroupProcessTest {
    @TempDir
    Path dir;

    private Cli cli;
    private EmbeddedCluster cluster;
    private Path kubeconfig;

    @BeforeEach
    void aCluster() throws Exception {
        cli = new Cli(dir);
        cluster = EmbeddedCluster.start(Options.defaults(dir.resolve("cluster")));
        kubeconfig = dir.resolve("kubeconfig");
        cluster.writeKubeconfig(kubeconfig);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    /** A stage that says it runs, and ends once it may. */
    private Path gated(String concurrency) throws IOException {
        String script = "echo \"$K8SDAG_RUN\" >> " + dir.resolve("ran") + "; while [ ! -e " + dir.resolve("go-")
                + "\"$K8SDAG_RUN\" ]; do sleep 0.05; done; echo \"$K8SDAG_RUN ends\" >> " + dir.resolve("ran");
        return Files.writeString(dir.resolve("gated.yaml"), """
                apiVersion: k8sdag.jenkins.io/v1
                kind: Dag
                metadata: {name: gated}
                spec:
                  params: [{name: version, default: "1.0"}]
                  concurrency: %s
                  stages:
                    - {name: a, image: busybox, script: '%s'}
                """.formatted(concurrency, script));
    }

    private Program start(Path file, String run) throws IOException {
        return Program.start(
                dir,
                List.of(),
                cli.args("run", file.toString(), "--kubeconfig", kubeconfig.toString(), "--run-id", run));
    }

    private void go(String run) throws IOException {
        Files.createFile(dir.resolve("go-" + run));
    }

    private List<String> ran() throws IOException {
        Path ran = dir.resolve("ran");
        return Files.exists(ran) ? Files.readAllLines(ran) : List.of();
    }

    private JsonNode shown(String run) throws IOException {
        return new ObjectMapper()
                .readTree(cli.run(cli.args("show", run, "--output", "full")).out());
    }

    @Test
    void onlyOneRunsAtATimeInTheOrderTheyBeganAndTheOthersSayWhatTheyWaitFor() throws Exception {
        Path file = gated("\"release-${{ params.version }}\"");
        try (Program first = start(file, "first")) {
            Wait.until("the first runs", () -> ran().contains("first"));
            try (Program second = start(file, "second")) {
                Wait.until(
                        "the second waits",
                        () -> second.output().contains("waiting for concurrency group 'release-1.0': held by first"));
                try (Program third = start(file, "third")) {
                    Wait.until(
                            "the third waits behind it",
                            () -> third.output()
                                    .contains("waiting for concurrency group 'release-1.0': held by first, 1 ahead"));
                    assertThat(shown("second").get("phase").asText()).isEqualTo("WAITING");
                    assertThat(shown("second").get("message").asText())
                            .isEqualTo("waiting for concurrency group 'release-1.0': held by first");
                    assertThat(cli.run(cli.args("list")).out()).contains("held by first, 1 ahead");
                    go("second");
                    go("third");
                    go("first");
                    assertThat(first.end()).as(first.output()).isZero();
                    assertThat(second.end()).as(second.output()).isZero();
                    assertThat(third.end()).as(third.output()).isZero();
                    assertThat(ran())
                            .containsExactly("first", "first ends", "second", "second ends", "third", "third ends");
                    assertThat(second.output()).contains("has its place in concurrency group 'release-1.0'");
                }
            }
        }
    }

    @Test
    void aKilledRunKeepsItsPlaceAndOneThatWasKilledWaitingIsInNobodysWay() throws Exception {
        Path file = gated("release");
        try (Program holder = start(file, "holder");
                Program queued = startOnceItRuns(file, "holder", "queued")) {
            Wait.until("it waits", () -> queued.output().contains("held by holder"));
            queued.kill();
            holder.kill();
        }
        try (Program last = start(file, "last")) {
            Wait.until(
                    "it says whom it waits for, and what to do",
                    () -> last.output()
                            .contains("held by holder, which no process drives ('k8sdag resume holder' goes on with it,"
                                    + " 'k8sdag cancel holder' ends it)"));
            assertThat(last.output()).doesNotContain("ahead");
            go("last");
            assertThat(cli.run(cli.args("cancel", "holder")).out()).contains("CANCELLED");
            assertThat(last.end()).as(last.output()).isZero();
        }
        go("queued");
        Cli.Result resumed = cli.run(cli.args("resume", "queued"));
        assertThat(resumed.status()).as(resumed.out() + resumed.err()).isZero();
        assertThat(ran()).containsExactly("holder", "last", "last ends", "queued", "queued ends");
    }

    private Program startOnceItRuns(Path file, String other, String run) throws Exception {
        Wait.until(other + " runs", () -> ran().contains(other));
        return start(file, run);
    }

    @Test
    void aRunThatWaitsIsCancelledAndResumedAsAnyOther() throws Exception {
        Path file = gated("release");
        try (Program holder = start(file, "holder")) {
            try (Program queued = startOnceItRuns(file, "holder", "queued")) {
                Wait.until("it waits", () -> queued.output().contains("held by holder"));
                assertThat(cli.run(cli.args("cancel", "queued")).out()).contains("is over: CANCELLED");
                assertThat(queued.end()).isEqualTo(130);
            }
            try (Program killed = start(file, "killed")) {
                Wait.until("it waits", () -> killed.output().contains("held by holder"));
                killed.kill();
            }
            try (Program resumed = Program.start(dir, List.of(), cli.args("resume", "killed"))) {
                Wait.until("it waits again", () -> cli.folder("killed").driven());
                assertThat(cli.folder("killed").read().phase()).isEqualTo(RunPhase.WAITING);
                go("killed");
                go("holder");
                assertThat(resumed.end()).as(resumed.output()).isZero();
            }
            assertThat(holder.end()).isZero();
        }
        assertThat(ran()).containsExactly("holder", "holder ends", "killed", "killed ends");
    }

    @Test
    void aNewRunTakesThePlaceOfThoseItSupersedes() throws Exception {
        Path file = gated("{group: preview, cancelSuperseded: true}");
        go("new");
        try (Program old = start(file, "old");
                Program replaced = startOnceItRuns(file, "old", "new")) {
            assertThat(replaced.end()).as(replaced.output()).isZero();
            assertThat(old.end()).as(old.output()).isEqualTo(130);
            assertThat(old.output()).contains("cancelled: superseded by new");
        }
        assertThat(ran()).containsExactly("old", "new", "new ends");
        assertThat(shown("old").get("message").asText()).isEqualTo("cancelled: superseded by new");
    }

    @Test
    void theNextRunKnowsHowLongStagesTookInTheLastOne() throws Exception {
        Path file = cli.dag(
                "skewed",
                "{name: quick, script: 'true'}",
                "{name: slow, script: 'sleep 1.5'}",
                "{name: last, script: 'true'}");
        String[] args = cli.args(
                "run",
                file.toString(),
                "--kubeconfig",
                kubeconfig.toString(),
                "--max-parallel",
                "1",
                "--output",
                "json",
                "--run-id",
                "one");
        assertThat(started(cli.run(args))).containsExactly("quick", "slow", "last");
        args[args.length - 3] = "two";
        assertThat(started(cli.run(args)).get(0)).isEqualTo("slow");
        assertThat(cli.folder("two").read().info().expected()).containsOnlyKeys("quick", "slow", "last");
    }

    private static List<String> started(Cli.Result result) {
        assertThat(result.status()).as(result.err()).isZero();
        return result.lines().stream()
                .filter(l -> l.contains("\"AttemptAdmitted\""))
                .map(l -> l.replaceAll(".*\"stage\":\"([^\"]*)\".*", "$1"))
                .toList();
    }
}

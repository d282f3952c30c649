package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.k8sdag.embedded.EmbeddedCluster;
import io.jenkins.plugins.k8sdag.embedded.Options;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rerun} and {@code retry}, through the whole program. */
class RerunTest {
    @TempDir
    Path dir;

    private Cli cli;
    private Path ran;
    private Path good;
    private Path end;

    @BeforeEach
    void files() throws Exception {
        cli = new Cli(dir);
        ran = Files.createFile(dir.resolve("ran"));
        good = dir.resolve("good");
        end = dir.resolve("end");
    }

    /** A stage fails until there is a file, and another ends when there is one. */
    private Path file() throws Exception {
        return cli.dag(
                "again",
                "{name: first, outputs: [n], script: 'echo first >> " + ran + "; echo n=7 >> \"$K8SDAG_OUTPUT\"'}",
                "{name: bad, needs: [first], script: 'echo bad >> " + ran + "; test -e " + good + "'}",
                "{name: after, needs: [bad, first], env: {N: \"${{ stages.first.outputs.n }}\"}, script: 'echo after $N >> "
                        + ran + "'}",
                "{name: slow, script: 'echo slow >> " + ran + "; until test -e " + end + "; do sleep 0.1; done'}");
    }

    private List<String> ran() throws Exception {
        return Files.readAllLines(ran);
    }

    private Cli.Result failed(String id) throws Exception {
        Files.createFile(end);
        Cli.Result first = cli.run(cli.args("run", file().toString(), "--embedded", "--run-id", id));
        assertThat(first.status()).as(first.out()).isEqualTo(1);
        return first;
    }

    private JsonNode full(String id) throws Exception {
        return new ObjectMapper()
                .readTree(cli.run(cli.args("show", id, "--output", "full")).out());
    }

    @Test
    void whatSucceededIsTakenOverAndTheFileIsNotReadAgain() throws Exception {
        failed("r");
        byte[] journal = Files.readAllBytes(cli.folder("r").journal());
        Files.createFile(good);
        Files.writeString(file(), "this is no DAG any more");
        Files.writeString(ran, "");

        Cli.Result again = cli.run(cli.args("rerun", "r", "--failed", "--run-id", "r2", "--max-parallel", "1"));

        assertThat(again.status()).as(again.out() + again.err()).isZero();
        assertThat(ran()).containsExactly("bad", "after 7");
        assertThat(again.out()).contains("first, slow: taken over from r", "first.n = 7", "4 succeeded of 4 stages");
        assertThat(Files.readAllBytes(cli.folder("r").journal())).isEqualTo(journal);
        JsonNode shown = full("r2");
        assertThat(shown.get("rerunOf").asText()).isEqualTo("r");
        assertThat(shown.get("maxParallel").asInt()).isEqualTo(1);
        assertThat(shown.get("stages").get(0).get("takenFrom").asText()).isEqualTo("r");
        assertThat(shown.get("stages").get(1).get("takenFrom").isNull()).isTrue();
        assertThat(full("r").get("rerunOf").isNull()).isTrue();
        assertThat(Files.readString(cli.folder("r2").dagFile())).contains("name: again");

        Cli.Result nothing = cli.run(cli.args("rerun", "r2"));
        assertThat(nothing.status()).isZero();
        assertThat(nothing.out()).contains("r2 SUCCEEDED: there is nothing to run again (--from STAGE");
        Cli.Result from = cli.run(cli.args("rerun", "r2", "--from", "after", "--run-id", "r3", "--output", "json"));
        assertThat(from.status()).isZero();
        assertThat(ran()).containsExactly("bad", "after 7", "after 7");
        assertThat(full("r3").get("stages").get(0).get("takenFrom").asText()).isEqualTo("r");
        assertThat(full("r3").get("stages").get(1).get("takenFrom").asText()).isEqualTo("r2");
        assertThat(from.out()).contains("\"event\":\"StageTakenOver\"", "\"rerunOf\":\"r2\"");
        assertThat(from.json().get("status").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void whatCannotBeIsSaid() throws Exception {
        failed("r");
        Cli.Result unknown = cli.run(cli.args("rerun", "r", "--from", "nobody"));
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("run r has no stage 'nobody' (k8sdag show r lists them)");
        Cli.Result both = cli.run(cli.args("rerun", "r", "--failed", "--from", "bad"));
        assertThat(both.status()).isEqualTo(2);
        assertThat(both.err()).contains("mutually exclusive");
        Cli.Result taken = cli.run(cli.args("rerun", "r", "--run-id", "r"));
        assertThat(taken.err()).contains("there is a run 'r' already");
        Cli.Result late = cli.run(cli.args("retry", "r", "bad"));
        assertThat(late.status()).isEqualTo(2);
        assertThat(late.err()).contains("run r has ended FAILED (k8sdag rerun r starts a new run");
    }

    @Test
    void aStageIsRetriedByTheProcessThatDrivesTheRun() throws Exception {
        try (Program run =
                Program.start(dir, List.of(), cli.args("run", file().toString(), "--embedded", "--run-id", "r"))) {
            Wait.until("bad has failed", () -> run.output().contains("after: OMITTED"));
            Wait.until("slow runs", () -> ran().contains("slow"));

            Cli.Result driven = cli.run(cli.args("rerun", "r"));
            assertThat(driven.status()).isEqualTo(2);
            assertThat(driven.err()).contains("run r is being driven by another process");
            Cli.Result wrong = cli.run(cli.args("retry", "r", "slow"));
            assertThat(wrong.status()).isEqualTo(2);
            assertThat(wrong.err()).contains("stage 'slow' is RUNNING; only a stage that has failed can be retried");
            Cli.Result unknown = cli.run(cli.args("retry", "r", "nobody"));
            assertThat(unknown.err()).contains("run r has no stage 'nobody'");
            Files.createFile(good);

            Cli.Result retried = cli.run(cli.args("retry", "r", "bad"));

            assertThat(retried.status()).as(retried.err()).isZero();
            assertThat(retried.out()).contains("bad of r is tried again");
            Wait.until("what was left out runs", () -> ran().contains("after 7"));
            Files.createFile(end);
            assertThat(run.end()).as(run.output()).isZero();
            assertThat(run.output()).contains("bad: retried by hand: k8sdag retry; waiting for it again: after");
        }
        assertThat(ran()).containsExactlyInAnyOrder("first", "slow", "bad", "bad", "after 7");
        assertThat(cli.folder("r").retryRequests().folder()).isEmptyDirectory();
        assertThat(cli.run(cli.args("show", "r")).out()).contains("4 succeeded of 4 stages");
    }

    @Test
    void aStageIsRetriedFromTheBuildPage() throws Exception {
        String[] args = cli.args("run", file().toString(), "--embedded", "--run-id", "r", "--ui=0");
        try (Program run = Program.start(dir, List.of(), args)) {
            Wait.until("bad has failed", () -> run.output().contains("after: OMITTED"));
            String page = run.output().replaceAll("(?s).*the build page is at (\\S+).*", "$1");
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest.Builder look = HttpRequest.newBuilder(URI.create(page));
            String html = client.send(look.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            String crumb = html.replaceAll("(?s).*data-crumb-value=\"([0-9a-f]+)\".*", "$1");
            HttpRequest.Builder post = HttpRequest.newBuilder(URI.create(page + "retry"))
                    .header("X-K8sdag-Crumb", crumb)
                    .header("Content-Type", "application/x-www-form-urlencoded");
            Files.createFile(good);

            var refused = client.send(
                    post.POST(HttpRequest.BodyPublishers.ofString("stage=first"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            var done = client.send(
                    post.POST(HttpRequest.BodyPublishers.ofString("stage=bad")).build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("stage 'first' ended SUCCEEDED");
            assertThat(done.statusCode()).as(done.body()).isEqualTo(204);
            Wait.until("what was left out runs", () -> ran().contains("after 7"));
            Files.createFile(end);
            assertThat(run.end()).as(run.output()).isZero();
        }
    }

    @Test
    void aRerunThatIsKilledGoesOnWithWhatItTookOver() throws Exception {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(Options.defaults(dir.resolve("cluster")))) {
            Path kubeconfig = dir.resolve("kubeconfig");
            cluster.writeKubeconfig(kubeconfig);
            Cli.Result first;
            Path file = cli.dag(
                    "killed",
                    "{name: first, script: 'echo first >> " + ran + "'}",
                    "{name: bad, needs: [first], script: 'echo bad >> " + ran + "; test -e " + good + " || exit 1;"
                            + " until test -e " + end + "; do sleep 0.1; done'}",
                    "{name: after, needs: [bad], script: 'echo after >> " + ran + "'}");
            first = cli.run(cli.args("run", file.toString(), "--kubeconfig", kubeconfig.toString(), "--run-id", "r"));
            assertThat(first.status()).isEqualTo(1);
            Files.createFile(good);
            // The cluster is the earlier run's.
            try (Program again = Program.start(dir, List.of(), cli.args("rerun", "r", "--run-id", "r2"))) {
                Wait.until("bad runs again", () -> ran().size() == 3);
                again.kill();
            }
            Cli.Result undriven = cli.run(cli.args("retry", "r2", "after"));
            assertThat(undriven.status()).isEqualTo(2);
            Files.createFile(end);

            Cli.Result resumed = cli.run(cli.args("resume", "r2"));

            assertThat(resumed.status()).as(resumed.out() + resumed.err()).isZero();
            assertThat(ran()).containsExactly("first", "bad", "bad", "after");
            assertThat(resumed.out()).contains("taken over from r");
        }
    }

    @Test
    void aRequestOfSomeoneWhoIsGoneIsAnsweredAllTheSame() throws Exception {
        var running = cli.start(cli.args("run", file().toString(), "--embedded", "--run-id", "r"));
        Wait.until("bad has failed", () -> ran().contains("bad"));
        var requests = cli.folder("r").retryRequests();
        var request = requests.ask("first", "a test");
        Wait.until("it is answered", () -> requests.answer(request).isPresent());
        assertThat(requests.answer(request).orElseThrow()).contains("ended SUCCEEDED");
        Files.createFile(end);
        assertThat(running.get(2, TimeUnit.MINUTES).status()).isEqualTo(1);
    }
}

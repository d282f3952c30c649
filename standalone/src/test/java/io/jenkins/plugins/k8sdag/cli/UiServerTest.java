package io.jenkins.plugins.k8sdag.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.cli.ui.UiServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page's server answers, and to whom. */
class UiServerTest {
    @TempDir
    static Path dir;

    private static UiServer server;
    private static String run;

    @BeforeAll
    static void aRun() throws IOException {
        Cli cli = new Cli(dir);
        Path file =
                cli.dag("shop", "{name: build, script: 'echo built'}", "{name: test, needs: [build], script: exit 3}");
        cli.run(cli.args("run", file.toString(), "--embedded", "--run-id", "shop-1"));
        StateDir state = new StateDir(cli.state());
        server = UiServer.start(0, state, InstantSource.system(), new RerunProcess(state, InstantSource.system()));
        run = server.url("shop-1");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> get(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Http.send(request.build());
    }

    private static int post(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Http.send(request.build()).statusCode();
    }

    /** The status of a request that names another host, which Java's client does not let one send. */
    private static String statusFor(String host) throws IOException {
        URI uri = URI.create(run);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void anAnswerIsToldOnceAndThenOnlyWhatChanged() throws Exception {
        HttpResponse<String> all = get(run + "state?since=-1");
        JsonNode json = new ObjectMapper().readTree(all.body());
        assertThat(json.get("status").asText()).isEqualTo("FAILED");
        assertThat(json.get("stages")).hasSize(2);
        assertThat(json.get("actions").toString()).isEqualTo("[\"rerun\"]");
        String tag = all.headers().firstValue("ETag").orElseThrow();
        assertThat(get(run + "state?since=-1", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        JsonNode later = new ObjectMapper()
                .readTree(get(run + "state?since=" + json.get("seq")).body());
        assertThat(later.get("stages")).isEmpty();
    }

    @Test
    void everyPageForbidsWhatIsNotItsOwn() throws Exception {
        for (String url : new String[] {server.url(), run, run + "state", server.url() + "nothing"}) {
            HttpResponse<String> answer = get(url);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }
        assertThat(get(run).body()).doesNotContain("style=", "onclick", "<script>");
    }

    @Test
    void onlyThisMachineIsAnswered() throws Exception {
        int port = URI.create(run).getPort();
        assertThat(statusFor("127.0.0.1:" + port)).contains("200");
        assertThat(statusFor("localhost:" + port)).contains("200");
        assertThat(statusFor("evil.example:" + port)).contains("421");
        assertThat(statusFor("127.0.0.1")).contains("421");
    }

    @Test
    void nothingIsChangedWithoutTheCrumb() throws Exception {
        assertThat(post(run + "cancel")).isEqualTo(403);
        assertThat(post(run + "cancel", "X-K8sdag-Crumb", "guess")).isEqualTo(403);
        assertThat(get(run + "cancel").statusCode()).isEqualTo(405);
        String crumb = get(run).body().replaceAll("(?s).*data-crumb-value=\"([0-9a-f]+)\".*", "$1");
        // The crumb is right; the run is over.
        assertThat(post(run + "cancel", "X-K8sdag-Crumb", crumb)).isEqualTo(409);
        assertThat(post(run + "state", "X-K8sdag-Crumb", crumb)).isEqualTo(405);
        assertThat(post(run + "retry")).isEqualTo(403);
        assertThat(get(run + "retry").statusCode()).isEqualTo(405);
        assertThat(post(run + "retry", "X-K8sdag-Crumb", crumb)).as("no stage").isEqualTo(400);
        assertThat(post(run + "rerun")).isEqualTo(403);
        assertThat(get(run + "rerun").statusCode()).isEqualTo(405);
    }

    @Test
    void aRerunIsAProcessOfItsOwnAndTheAnswerLeadsToItsRun() throws Exception {
        String crumb = get(run).body().replaceAll("(?s).*data-crumb-value=\"([0-9a-f]+)\".*", "$1");
        HttpRequest request = HttpRequest.newBuilder(URI.create(run + "rerun"))
                .headers("X-K8sdag-Crumb", crumb)
                .POST(HttpRequest.BodyPublishers.ofString("failed=true"))
                .build();
        HttpResponse<String> answer = Http.send(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String later = answer.headers().firstValue("Location").orElseThrow();
        assertThat(later).startsWith("/runs/shop-");
        String at = server.url() + later.substring(1);
        Wait.until(
                "the new run ends",
                () -> get(at + "state?since=-1").body().contains("\"phase\":\"ENDED\",\"status\":\"FAILED\""));
        JsonNode json = new ObjectMapper().readTree(get(at + "state?since=-1").body());
        assertThat(json.get("rerunOf").asText()).isEqualTo("shop-1");
        assertThat(json.get("stages").get(0).get("takenFrom").asText()).isEqualTo("shop-1");

        request = HttpRequest.newBuilder(URI.create(run + "rerun"))
                .headers("X-K8sdag-Crumb", crumb)
                .POST(HttpRequest.BodyPublishers.ofString("from=nothing"))
                .build();
        answer = Http.send(request);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("nothing");
    }

    @Test
    void noPathLeadsOut() throws Exception {
        for (String path : new String[] {
            "runs/..%2f..%2f/state",
            "runs/%2e%2e/state",
            "runs/other/state",
            "runs/shop-1/log?stage=..%2F..%2Fdag&attempt=1",
            "runs/shop-1/log?stage=build&attempt=2",
            "runs/shop-1/stage?stage=none",
            "static/../cli/Main.class",
            "static/%2e%2e/cli/Main.class",
            "static/js/none.js",
            "static/",
            "favicon.ico"
        }) {
            assertThat(get(server.url() + path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get(run + "log?stage=build").statusCode()).isEqualTo(200);
        assertThat(get(run + "logLines?stage=build&attempt=1&from=x").statusCode())
                .isEqualTo(400);
        assertThat(get(run + "logSearch?stage=build&attempt=1").statusCode()).isEqualTo(400);
        assertThat(get(run + "dag.yaml").body()).contains("name: shop");
    }

    @Test
    void theListLeadsToEachRun() throws Exception {
        assertThat(get(server.url()).body()).contains("href=\"/runs/shop-1/\"", "FAILED", "2 of 2");
    }
}

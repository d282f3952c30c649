package io.jenkins.plugins.k8sdag.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Input;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What follows from the API's answer about our rights. */
class PermissionsTest {
    private static final String ALL = "{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}";
    private static final String JOBS = "{\"verbs\":[\"*\"],\"apiGroups\":[\"batch\"],\"resources\":[\"jobs\"]}";
    private static final String LOGS = "{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"*/log\"]}";

    private static Permissions answered(String rules, boolean incomplete, Check check) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body =
                ("{\"kind\":\"SelfSubjectRulesReview\",\"apiVersion\":\"authorization.k8s.io/v1\",\"spec\":{},\"status\":{"
                                + "\"incomplete\":" + incomplete + ",\"nonResourceRules\":[],\"resourceRules\":["
                                + rules + "]}}")
                        .getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Config config = new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        try (OwnedClients clients = new OwnedClients(config)) {
            Permissions permissions =
                    new Permissions(new Api(clients, ClusterOptions.Calls.DEFAULT, new Counters()), "ci");
            check.on(permissions.missing());
            return permissions;
        } finally {
            server.stop(0);
        }
    }

    private interface Check {
        void on(Optional<Failure> missing);
    }

    @Test
    void nothingIsMissingWhereAllIsAllowed() throws Exception {
        Permissions permissions =
                answered(ALL, false, missing -> assertThat(missing).isEmpty());

        assertThat(permissions.granted()).isTrue();
    }

    @Test
    void whatIsMissingIsNamedTogether() throws Exception {
        Permissions permissions = answered(
                JOBS + "," + LOGS,
                false,
                missing -> assertThat(missing.orElseThrow().message())
                        .isEqualTo("We may not get pods, list pods, watch pods in namespace ci."));

        assertThat(permissions.granted()).isFalse();
    }

    @Test
    void anIncompleteAnswerProvesNothing() throws Exception {
        Permissions permissions =
                answered(JOBS, true, missing -> assertThat(missing).isEmpty());

        assertThat(permissions.granted()).isFalse();
    }

    @Test
    void aRefusalIsAskedAboutAgainWhereWeHadTheRight() throws Exception {
        Input.SubmitRefused refused = new Input.SubmitRefused(
                new AttemptId(0, 1),
                FailureTexts.missingPermission(Request.list(Request.Kind.JOB, "ci", ""), "forbidden"),
                false,
                Optional.empty());
        Permissions granted = answered(ALL, false, missing -> {});
        Permissions unknown = answered(JOBS, true, missing -> {});

        assertThat(((Input.SubmitRefused) granted.patient(refused)).retryable()).isTrue();
        assertThat(((Input.SubmitRefused) unknown.patient(refused)).retryable()).isFalse();
    }
}

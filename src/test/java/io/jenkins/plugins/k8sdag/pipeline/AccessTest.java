package io.jenkins.plugins.k8sdag.pipeline;

import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.dag;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.job;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.run;
import static io.jenkins.plugins.k8sdag.pipeline.Pipelines.stage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import hudson.model.Result;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An account that may not do what runs need is told of before anything is created. */
@WithJenkins
class AccessTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void missingVerbsAreNamedAndTheShippedRoleHasThem(JenkinsRule jenkins) throws Exception {
        Set<String> asked = new TreeSet<>();
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        // An API server that answers access reviews as it would to the account of the Kubernetes plugin's own
        // documentation.
        api.createContext("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", exchange -> {
            ObjectNode review = (ObjectNode) JSON.readTree(exchange.getRequestBody());
            JsonNode what = review.at("/spec/resourceAttributes");
            String resource = what.get("resource").asText()
                    + (what.path("subresource").asText().isEmpty()
                            ? ""
                            : "/" + what.get("subresource").asText());
            asked.add(what.path("group").asText() + " " + resource + " "
                    + what.get("verb").asText());
            review.putObject("status")
                    .put(
                            "allowed",
                            !resource.equals("jobs")
                                    || what.get("verb").asText().equals("get"));
            byte[] answer = JSON.writeValueAsBytes(review);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(201, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        api.start();
        try {
            Embedded.addCloud("poor", "http://127.0.0.1:" + api.getAddress().getPort());
            WorkflowRun build = jenkins.buildAndAssertStatus(
                    Result.FAILURE, job("poor", run(dag("poor", stage("one", "true")), "namespace: 'ci'")));
            jenkins.assertLogContains(
                    "ERROR: the account of the cloud 'poor' may not do in the namespace 'ci' what runs need:"
                            + " create, list, watch, delete, deletecollection jobs.batch (apply docs/rbac.yaml",
                    build);
        } finally {
            api.stop(0);
        }
        assertThat(granted()).isEqualTo(asked);
    }

    private static Set<String> granted() throws Exception {
        Set<String> granted = new TreeSet<>();
        Role role = Stream.of(Files.readString(Path.of("docs/rbac.yaml")).split("\n---\n"))
                .filter(document -> document.contains("kind: Role\n"))
                .map(document -> Serialization.unmarshal(document, Role.class))
                .findFirst()
                .orElseThrow();
        for (PolicyRule rule : role.getRules()) {
            for (String group : rule.getApiGroups()) {
                for (String resource : rule.getResources()) {
                    rule.getVerbs().forEach(verb -> granted.add(group + " " + resource + " " + verb));
                }
            }
        }
        return granted;
    }
}

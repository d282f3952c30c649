package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.dag.Concurrency;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What never changes of a run, as a journal holds it. */
final class RunInfoJson {
    private RunInfoJson() {}

    static ObjectNode write(RunInfo run) {
        ObjectNode node = Json.object();
        node.put("id", run.runId());
        node.put("controller", run.controller());
        Json.putTree(node, "params", run.params());
        Json.putTextMap(node, "env", run.env());
        Json.putTextMap(node, "host", run.host());
        node.put("keep", run.keep().name());
        node.put("infrastructureRetries", run.infrastructureRetries());
        node.put("startedAt", run.startedAt().toString());
        run.concurrency()
                .ifPresent(c -> node.putObject("concurrency")
                        .put("group", c.group())
                        .put("limit", c.limit())
                        .put("cancelSuperseded", c.cancelSuperseded()));
        if (!run.expected().isEmpty()) {
            ObjectNode expected = node.putObject("expectedMillis");
            new TreeMap<>(run.expected()).forEach((stage, took) -> expected.put(stage, took.toMillis()));
        }
        run.rerunOf().ifPresent(other -> node.put("rerunOf", other));
        return node;
    }

    static RunInfo read(JsonNode node) {
        return new RunInfo(
                Json.required(node, "id").asText(),
                Json.required(node, "controller").asText(),
                Json.tree(node, "params"),
                Json.textMap(node, "env"),
                Json.textMap(node, "host"),
                Json.constant(Keep.class, node, "keep"),
                Json.required(node, "infrastructureRetries").asInt(),
                Json.instant(node, "startedAt"),
                In.optional(node, "concurrency")
                        .map(c -> new Concurrency(
                                Json.required(c, "group").asText(),
                                Json.required(c, "limit").asInt(),
                                c.path("cancelSuperseded").asBoolean())),
                expected(node.path("expectedMillis")),
                Json.optionalText(node, "rerunOf"));
    }

    private static Map<String, Duration> expected(JsonNode node) {
        Map<String, Duration> expected = new HashMap<>();
        node.properties()
                .forEach(e ->
                        expected.put(e.getKey(), Duration.ofMillis(e.getValue().asLong())));
        return expected;
    }
}

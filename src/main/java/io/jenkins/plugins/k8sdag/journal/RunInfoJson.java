package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;

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
                Json.instant(node, "startedAt"));
    }
}

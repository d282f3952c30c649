package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.run.Blame;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Waiting;
import java.util.Optional;

/** Failures and waits as a journal holds them. */
final class FailureJson {
    private FailureJson() {}

    static ObjectNode write(Failure f) {
        ObjectNode node = Json.object();
        node.put("cause", f.cause().text());
        node.put("blame", f.blame().name());
        node.put("message", f.message());
        node.put("remedy", f.remedy());
        f.exitCode().ifPresent(c -> node.put("exitCode", c));
        Json.putTexts(node, "evidence", f.evidence());
        return node;
    }

    static Failure read(JsonNode node) {
        return new Failure(
                Cause.of(Json.required(node, "cause").asText()),
                Json.constant(Blame.class, node, "blame"),
                Json.text(node, "message"),
                Json.text(node, "remedy"),
                Optional.ofNullable(node.get("exitCode")).map(JsonNode::asInt),
                Json.texts(node, "evidence"));
    }

    static ObjectNode write(Waiting w) {
        return Json.object()
                .put("cause", w.cause().text())
                .put("message", w.message())
                .put("remedy", w.remedy())
                .put("hopeless", w.hopeless())
                .put("backOff", w.backOff());
    }

    static Waiting readWaiting(JsonNode node) {
        return new Waiting(
                Cause.of(Json.required(node, "cause").asText()),
                Json.text(node, "message"),
                Json.text(node, "remedy"),
                node.path("hopeless").asBoolean(),
                node.path("backOff").asBoolean());
    }
}

package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import java.util.List;
import java.util.Optional;

/** Reading the parts that many facts share. */
final class In {
    private In() {}

    static int stage(Dag dag, JsonNode data) {
        return stage(dag, Json.required(data, "stage").asText());
    }

    static List<Integer> stages(Dag dag, JsonNode data, String key) {
        return Json.texts(data, key).stream().map(name -> stage(dag, name)).toList();
    }

    private static int stage(Dag dag, String name) {
        int stage = dag.indexOf(name);
        if (stage < 0) {
            throw new IllegalArgumentException("the graph has no stage '" + name + "'");
        }
        return stage;
    }

    static AttemptId id(Dag dag, JsonNode data) {
        return new AttemptId(stage(dag, data), Json.required(data, "attempt").asInt());
    }

    static Optional<JsonNode> optional(JsonNode data, String key) {
        return Optional.ofNullable(data.get(key)).filter(v -> !v.isNull());
    }
}

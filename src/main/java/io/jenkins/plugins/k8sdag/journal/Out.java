package io.jenkins.plugins.k8sdag.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Failure;
import java.time.Instant;
import java.util.List;

/** Writing the parts that many facts share. */
record Out(Dag dag, ObjectNode data) {
    ObjectNode stage(int stage) {
        return data.put("stage", dag.stage(stage).name());
    }

    ObjectNode id(AttemptId id) {
        return stage(id.stage()).put("attempt", id.attempt());
    }

    void stages(String key, List<Integer> stages) {
        Json.putTexts(data, key, stages.stream().map(i -> dag.stage(i).name()).toList());
    }

    void where(String pod, String node) {
        Json.putText(data, "pod", pod);
        Json.putText(data, "node", node);
    }

    void failure(String key, Failure failure) {
        data.set(key, FailureJson.write(failure));
    }

    void time(String key, Instant at) {
        data.put(key, at.toString());
    }
}

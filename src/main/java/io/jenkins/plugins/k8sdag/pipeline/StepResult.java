package io.jenkins.plugins.k8sdag.pipeline;

import io.jenkins.plugins.k8sdag.view.ResultView;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.TreeMap;

/**
 * What the step gives back: plain maps, so that a sandboxed script may read {@code result.status} and
 * {@code result.stages['build'].outputs.digest} with nobody's approval, and a build that restarts may keep it.
 */
final class StepResult {
    private StepResult() {}

    static LinkedHashMap<String, Serializable> of(ResultView view) {
        LinkedHashMap<String, Serializable> stages = new LinkedHashMap<>();
        view.stages().forEach((name, stage) -> stages.put(name, of(stage)));
        LinkedHashMap<String, Serializable> result = new LinkedHashMap<>();
        result.put("run", view.run());
        result.put("status", view.status());
        result.put("stages", stages);
        return result;
    }

    private static LinkedHashMap<String, Serializable> of(ResultView.StageResult stage) {
        LinkedHashMap<String, Serializable> result = new LinkedHashMap<>();
        result.put("status", stage.status());
        result.put("attempts", stage.attempts());
        result.put("outputs", new TreeMap<>(stage.outputs()));
        result.put("cause", stage.cause());
        result.put("blame", stage.blame());
        result.put("message", stage.message());
        result.put("durationMillis", stage.durationMillis());
        return result;
    }
}

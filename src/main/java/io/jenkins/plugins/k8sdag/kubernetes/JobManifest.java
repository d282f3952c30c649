package io.jenkins.plugins.k8sdag.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StrategicMerge;
import io.jenkins.plugins.k8sdag.dag.Timeouts;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the Job of an attempt: the graph's pod template under the stage's, expressions replaced, defaults filled in. Retries are
 * ours, so the Job has none; its own deadline and time to live are only backstops for a host that never comes back. Pure functions.
 */
public final class JobManifest {
    /** Jobs of hosts that never came back go after a day. */
    static final int TTL_SECONDS = 24 * 60 * 60;

    /** What is left of a Job's deadline to our own clocks, which are to strike first. */
    static final Duration SLACK = Duration.ofMinutes(10);

    /** Kueue reads the queue from the Job: https://kueue.sigs.k8s.io/docs/tasks/run/jobs. */
    static final String KUEUE = "kueue.x-k8s.io/queue-name";

    private static final KubernetesSerialization MODEL = new KubernetesSerialization(new ObjectMapper(), false);

    private JobManifest() {}

    /**
     * The Job of an attempt.
     *
     * @param state a state in which the stage's expressions have their values
     * @param id the attempt; it need not have been admitted yet
     * @return the Job, complete but for its namespace
     * @throws ManifestException when the stage cannot be made into a Job
     */
    public static Job of(RunState state, AttemptId id) throws ManifestException {
        Stage stage = state.dag().stage(id.stage());
        Job job;
        try {
            job = MODEL.convertValue(tree(state, id), Job.class);
        } catch (IllegalArgumentException e) {
            throw new ManifestException(FailureTexts.manifest(
                    stage.name(),
                    firstLine(e.getMessage()),
                    "Correct the field that the message names in the stage, in defaults or in podTemplate."));
        }
        ManifestSize.check(stage.name(), job, json(job).getBytes(StandardCharsets.UTF_8).length);
        return job;
    }

    /** A Job as it is sent. */
    static String json(Job job) {
        return MODEL.asJson(job);
    }

    private static String firstLine(String text) {
        return text == null
                ? "a field has the wrong type"
                : text.lines().findFirst().orElse(text);
    }

    private static Map<String, Object> tree(RunState state, AttemptId id) {
        RunInfo run = state.info();
        Stage stage = state.dag().stage(id.stage());
        Map<String, String> labels = Labels.of(run, stage.name(), id.attempt());
        Map<String, String> annotations = annotations(state, stage);
        Map<String, Object> template = template(state, id, labels, annotations);
        Map<String, Object> jobLabels = new LinkedHashMap<>(labels);
        Object queue =
                Json.map(Json.map(template.get("metadata")).get("labels")).get(KUEUE);
        if (queue != null) {
            jobLabels.put(KUEUE, queue);
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("backoffLimit", 0);
        spec.put("podReplacementPolicy", "Failed");
        spec.put("ttlSecondsAfterFinished", TTL_SECONDS);
        Timeouts timeouts = stage.timeouts();
        timeouts.run()
                .map(limit -> limit.plus(timeouts.pending())
                        .plus(timeouts.pull())
                        .plus(SLACK)
                        .toSeconds())
                .ifPresent(seconds -> spec.put("activeDeadlineSeconds", seconds));
        spec.put("template", template);
        String name = Labels.job(state.dag().name(), stage.name(), run.runId(), id.attempt());
        return Map.of(
                "apiVersion",
                "batch/v1",
                "kind",
                "Job",
                "metadata",
                Map.of("name", name, "labels", jobLabels, "annotations", annotations),
                "spec",
                spec);
    }

    private static Map<String, String> annotations(RunState state, Stage stage) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(Labels.PREFIX + "dag", state.dag().name());
        annotations.put(Labels.PREFIX + "stage-name", stage.name());
        annotations.put(Labels.PREFIX + "run", state.info().runId());
        String url = state.info().env().get("BUILD_URL");
        if (url != null) {
            annotations.put(Labels.PREFIX + "build-url", url);
        }
        return annotations;
    }

    private static Map<String, Object> template(
            RunState state, AttemptId id, Map<String, String> labels, Map<String, String> annotations) {
        Stage stage = state.dag().stage(id.stage());
        StageState known = state.stage(id.stage());
        int steps = known.attempt(id.attempt()).map(Attempt::memorySteps).orElse(known.memorySteps());
        Map<String, Object> template = Interpolation.substitute(
                StrategicMerge.merge(state.dag().podTemplate(), stage.template()), known.values());
        Map<String, Object> spec = MainContainer.complete(
                Json.map(template.get("spec")),
                env(state, id),
                state.info().env(),
                stage.retry().memory(),
                steps);
        Map<String, Object> metadata = new LinkedHashMap<>(Json.map(template.get("metadata")));
        for (String generated : List.of("name", "generateName", "namespace")) {
            metadata.remove(generated);
        }
        metadata.put("labels", over(Json.map(metadata.get("labels")), labels));
        metadata.put("annotations", over(Json.map(metadata.get("annotations")), annotations));
        return Map.of("metadata", metadata, "spec", PodDefaults.apply(spec));
    }

    private static Map<String, String> env(RunState state, AttemptId id) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("K8SDAG_RUN", state.info().runId());
        env.put("K8SDAG_DAG", state.dag().name());
        env.put("K8SDAG_STAGE", state.dag().stage(id.stage()).name());
        env.put("K8SDAG_ATTEMPT", Integer.toString(id.attempt()));
        return env;
    }

    private static Map<String, Object> over(Map<String, Object> own, Map<String, String> ours) {
        Map<String, Object> all = new LinkedHashMap<>(own);
        all.putAll(ours);
        return all;
    }
}

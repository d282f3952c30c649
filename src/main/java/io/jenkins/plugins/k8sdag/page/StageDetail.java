package io.jenkins.plugins.k8sdag.page;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.kubernetes.JobManifest;
import io.jenkins.plugins.k8sdag.kubernetes.ManifestException;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.IllegalTransitionException;
import io.jenkins.plugins.k8sdag.run.RunState;
import io.jenkins.plugins.k8sdag.run.StageState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What of a stage is looked at one stage at a time.
 *
 * @param stage its name
 * @param when its condition, or null
 * @param values what the condition read, by the words it reads it by
 * @param manifest the Job of its latest attempt as YAML, without what looks secret
 * @param planned whether it has not been started, so that values which only the run knows are missing
 * @param kubectl lines for a terminal
 * @param events what happened to it, a line each; empty where there is no journal
 */
public record StageDetail(
        String stage,
        String when,
        Map<String, String> values,
        String manifest,
        boolean planned,
        List<String> kubectl,
        List<String> events) {

    /**
     * The details of a stage.
     *
     * @param kubectl how kubectl is called for this run, such as {@code kubectl --context c}
     * @param journal the run's journal
     * @throws IOException when the journal cannot be read
     */
    public static StageDetail of(RunState state, int i, String kubectl, Path journal) throws IOException {
        Stage stage = state.dag().stage(i);
        StageState known = state.stage(i);
        return new StageDetail(
                stage.name(),
                stage.when().orElse(null),
                stage.when().map(w -> read(state, stage, w)).orElse(Map.of()),
                manifest(state, i),
                known.attempts().isEmpty(),
                lines(state, known, kubectl),
                StageEvents.of(journal, state.dag(), stage.name()));
    }

    private static Map<String, String> read(RunState state, Stage stage, String when) {
        Map<String, String> values = new TreeMap<>();
        state.info().params().forEach((name, value) -> {
            if (names(when, "params." + name)) {
                values.put("params." + name, SecretNames.hides(name) ? SecretNames.HIDDEN : String.valueOf(value));
            }
        });
        for (String read : stage.reads()) {
            StageState other = state.stage(state.dag().indexOf(read));
            String path = "stages." + read + ".";
            values.put(
                    path + "status",
                    other.status().map(Enum::name).orElse(other.phase().name()));
            other.outputs().forEach((name, value) -> {
                if (names(when, "outputs." + name)) {
                    values.put(path + "outputs." + name, Interpolation.text(value));
                }
            });
        }
        return values;
    }

    private static boolean names(String expression, String path) {
        return Pattern.compile("\\b" + Pattern.quote(path) + "\\b")
                .matcher(expression)
                .find();
    }

    private static String manifest(RunState state, int i) {
        if (state.dag().stage(i).group().isPresent()) {
            return "# a group; its stages have a Job each\n";
        }
        try {
            int attempt = Math.max(1, state.stage(i).attempts().size());
            Job job = JobManifest.of(asIfReady(state, i), new AttemptId(i, attempt));
            SecretNames.hide(job);
            String yaml = Serialization.asYaml(job);
            return yaml.startsWith("---\n") ? yaml.substring(4) : yaml;
        } catch (ManifestException e) {
            return "# " + e.failure().message() + "\n";
        } catch (IllegalTransitionException e) {
            return "# what it will be is only known when its group has begun\n";
        }
    }

    /** The stage with the values it has, and with the expressions themselves for those it does not have yet. */
    private static RunState asIfReady(RunState state, int i) {
        StageState known = state.stage(i);
        if (!known.attempts().isEmpty()) {
            return state;
        }
        Map<String, String> values = new HashMap<>();
        for (String source : state.dag().stage(i).interpolations()) {
            values.put(source, known.values().getOrDefault(source, "${{ " + source + " }}"));
        }
        RunState start = RunState.start(
                new Fact.RunStarted(state.info(), state.dag(), state.info().startedAt()));
        return start.apply(new Fact.StageReady(i, values, false, state.info().startedAt()));
    }

    private static List<String> lines(RunState state, StageState known, String kubectl) {
        List<String> lines = new ArrayList<>();
        String job = known.attempt().map(Attempt::jobName).orElse("");
        if (!job.isEmpty()) {
            String namespace = state.info().host().getOrDefault("namespace", "");
            String call = kubectl + (namespace.isEmpty() ? "" : " -n " + namespace);
            lines.add(call + " describe job/" + job);
            lines.add(call + " logs job/" + job + " -c " + Stage.MAIN);
        }
        return lines;
    }
}

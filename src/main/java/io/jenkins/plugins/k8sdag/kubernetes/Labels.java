package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names and labels by which objects in the cluster are known to be ours, and whose. Pure functions. */
final class Labels {
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String MANAGER = "k8s-dag";
    static final String PREFIX = "k8sdag.jenkins.io/";
    static final String RUN = PREFIX + "run";
    static final String STAGE = PREFIX + "stage";
    static final String ATTEMPT = PREFIX + "attempt";
    static final String CONTROLLER = PREFIX + "controller";

    /** The rule for values of labels: 63 characters, https://kubernetes.io/docs/concepts/overview/working-with-objects/labels. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    /** A Job's name is a DNS label, and its pods' names add a dash and five characters to it and are host names. */
    private static final int SLUG = 40;

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private Labels() {}

    /** All labels of an attempt's Job and pod. */
    static Map<String, String> of(RunInfo run, String stage, int attempt) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(MANAGED_BY, MANAGER);
        labels.put(CONTROLLER, run.controller());
        labels.put(RUN, run.runId());
        labels.put(STAGE, stage(stage));
        labels.put(ATTEMPT, Integer.toString(attempt));
        return labels;
    }

    /** Selects everything a host looks after. */
    static String controllerSelector(String controller) {
        return MANAGED_BY + "=" + MANAGER + "," + CONTROLLER + "=" + controller;
    }

    /** Selects everything of a run. */
    static String runSelector(RunInfo run) {
        return controllerSelector(run.controller()) + "," + RUN + "=" + run.runId();
    }

    /** Selects what there is of one attempt. */
    static String attemptSelector(RunInfo run, String stage, int attempt) {
        return runSelector(run) + "," + STAGE + "=" + stage(stage) + "," + ATTEMPT + "=" + attempt;
    }

    /** A stage's name as a label: itself where that is legal, else its beginning and a hash. */
    static String stage(String name) {
        if (VALUE.matcher(name).matches()) {
            return name;
        }
        String slug = slug(name, SLUG);
        return (slug.isEmpty() ? "" : slug + ".") + hash(name);
    }

    /** Stage labels of a graph, back to positions. */
    static Map<String, Integer> positions(Dag dag) {
        Map<String, Integer> positions = new HashMap<>();
        addPositions(dag, 0, positions);
        return positions;
    }

    /** Adds the labels of stages that the graph has got since, from a position on. */
    static void addPositions(Dag dag, int from, Map<String, Integer> positions) {
        for (int i = from; i < dag.size(); i++) {
            positions.put(stage(dag.stage(i).name()), i);
        }
    }

    /** The attempt an object belongs to, by its labels. */
    static Optional<AttemptId> attempt(HasMetadata object, Map<String, Integer> positions) {
        Integer stage = positions.get(label(object, STAGE));
        String attempt = label(object, ATTEMPT);
        return stage == null || !attempt.matches("\\d{1,9}")
                ? Optional.empty()
                : Optional.of(new AttemptId(stage, Integer.parseInt(attempt)));
    }

    /** The value of a label, or "". */
    static String label(HasMetadata object, String key) {
        Map<String, String> labels = object.getMetadata().getLabels();
        String value = labels == null ? null : labels.get(key);
        return value == null ? "" : value;
    }

    /** The name of an attempt's Job: the same whenever asked, and of no other attempt. */
    static String job(String dag, String stage, String run, int attempt) {
        String slug = slug(dag + "-" + stage, SLUG);
        return (slug.isEmpty() ? "stage" : slug) + "-" + hash(run + "\0" + stage + "\0" + attempt);
    }

    private static String slug(String text, int max) {
        String slug =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
        slug = slug.length() > max ? slug.substring(0, max) : slug;
        return slug.replaceAll("-+$", "");
    }

    /** 60 bits of SHA-256 as 12 characters: a clash among a million Jobs has odds of one in two million. */
    static String hash(String text) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | digest[i] & 0xff;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            out.append(ALPHABET[(int) (bits >>> (59 - 5 * i) & 31)]);
        }
        return out.toString();
    }
}

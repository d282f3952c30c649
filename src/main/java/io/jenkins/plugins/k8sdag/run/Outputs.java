package io.jenkins.plugins.k8sdag.run;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stage wrote to {@code $K8SDAG_OUTPUT}: lines of {@code KEY=value}. Keys that were not declared are dropped, so that a
 * script may write notes beside its outputs.
 *
 * @param values the declared outputs
 * @param problem why they cannot be used, if so
 */
record Outputs(Map<String, String> values, Optional<Failure> problem) {
    /** The kubelet cuts a termination message to its last 4096 bytes (kubernetes, MaxContainerTerminationMessageLength). */
    static final int LIMIT_BYTES = 4096;

    static final Outputs NONE = new Outputs(Map.of(), Optional.empty());

    static Outputs parse(List<String> declared, String message) {
        if (declared.isEmpty()) {
            return NONE;
        }
        if (message.getBytes(StandardCharsets.UTF_8).length >= LIMIT_BYTES) {
            return invalid(
                    "The stage wrote " + LIMIT_BYTES
                            + " bytes or more to $K8SDAG_OUTPUT, and Kubernetes keeps only the last " + LIMIT_BYTES
                            + ".",
                    "Write less than " + LIMIT_BYTES
                            + " bytes: pass large results through a volume or a registry and output where they are.");
        }
        Map<String, String> values = new LinkedHashMap<>();
        message.lines().forEach(line -> {
            int eq = line.indexOf('=');
            if (eq > 0 && declared.contains(line.substring(0, eq).trim())) {
                values.put(line.substring(0, eq).trim(), line.substring(eq + 1));
            }
        });
        List<String> missing =
                declared.stream().filter(name -> !values.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            return invalid(
                    "The stage ended well but did not write the declared output" + (missing.size() > 1 ? "s " : " ")
                            + String.join(", ", missing) + ".",
                    "Add a line such as: echo \"" + missing.get(0)
                            + "=…\" >> \"$K8SDAG_OUTPUT\", or take the name out of outputs.");
        }
        return new Outputs(values, Optional.empty());
    }

    private static Outputs invalid(String message, String remedy) {
        return new Outputs(Map.of(), Optional.of(Failure.of(Cause.OUTPUT_INVALID, message, remedy)));
    }
}

package io.jenkins.plugins.k8sdag.dag;

import java.util.Map;

/**
 * What the variables of an expression mean at one moment.
 *
 * @param params the run's parameters by name; values are String, Boolean, Long, Double or List
 * @param stages the stages that may be read, by name
 * @param run {@code id}, {@code name} and {@code status} of the run
 * @param env what the host passes
 * @param vars {@code matrix} and {@code item}, where the stage has them
 */
public record Scope(
        Map<String, Object> params,
        Map<String, StageResult> stages,
        Map<String, String> run,
        Map<String, String> env,
        Map<String, Object> vars) {

    public Scope {
        params = Map.copyOf(params);
        stages = Map.copyOf(stages);
        run = Map.copyOf(run);
        env = Map.copyOf(env);
        vars = Map.copyOf(vars);
    }

    /**
     * What an expression can read of an ended stage.
     *
     * @param status the name of its {@link StageStatus}
     * @param outputs its outputs by name, empty unless it succeeded; of a group lists, one value for each of its instances
     * @param attempts how many attempts it took, 0 if it never ran
     */
    public record StageResult(String status, Map<String, Object> outputs, int attempts) {
        public StageResult {
            outputs = Map.copyOf(outputs);
        }
    }
}

package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Stage;
import java.util.List;
import java.util.Map;

/**
 * A file that others use, read once however often it is used.
 *
 * @param stages under their own names, with what its pod template says of them
 * @param params what it takes, in its order
 * @param outputs the expression of each, in its own terms
 */
record UsedFile(List<Stage> stages, Map<String, Declared> params, Map<String, String> outputs) {
    UsedFile {
        stages = List.copyOf(stages);
        outputs = Map.copyOf(outputs);
    }

    /**
     * A parameter as the file declares it.
     *
     * @param value what it is where none is given; means nothing if one is required
     */
    record Declared(ParamType type, Object value, boolean required) {}
}

package io.jenkins.plugins.k8sdag.kubernetes;

import io.jenkins.plugins.k8sdag.dag.RetryPolicy.MemoryGrowth;
import io.jenkins.plugins.k8sdag.dag.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Completes the container by which an attempt is judged: its variables, the file for outputs, a memory limit that grew. */
final class MainContainer {
    static final String TERMINATION_LOG = "/dev/termination-log";

    private MainContainer() {}

    /**
     * The pod's spec with its main container completed.
     *
     * @param ours variables that are always ours, in order
     * @param host variables of the host, which give way to the stage's own
     * @param growth how its memory grows, if it does
     * @param steps how many times it has grown
     */
    static Map<String, Object> complete(
            Map<String, Object> spec,
            Map<String, String> ours,
            Map<String, String> host,
            Optional<MemoryGrowth> growth,
            int steps) {
        List<Object> containers = new ArrayList<>(Json.list(spec.get("containers")));
        int main = indexOfMain(containers);
        if (main < 0) {
            return spec;
        }
        Map<String, Object> container = new LinkedHashMap<>(Json.map(containers.get(main)));
        Map<String, String> all = new LinkedHashMap<>(ours);
        all.put("K8SDAG_OUTPUT", String.valueOf(container.getOrDefault("terminationMessagePath", TERMINATION_LOG)));
        container.put("env", env(Json.list(container.get("env")), all, host));
        if (growth.isPresent() && steps > 0) {
            container.put("resources", Memory.grow(Json.map(container.get("resources")), growth.get(), steps));
        }
        containers.set(main, container);
        return Json.with(spec, "containers", containers);
    }

    /** The container named {@value Stage#MAIN}, or the only one; -1 if there is neither. */
    private static int indexOfMain(List<Object> containers) {
        for (int i = 0; i < containers.size(); i++) {
            if (Stage.MAIN.equals(Json.map(containers.get(i)).get("name"))) {
                return i;
            }
        }
        return containers.size() == 1 ? 0 : -1;
    }

    /** Ours stand first, so that a stage's own variables can refer to them as {@code $(K8SDAG_RUN)}. */
    private static List<Object> env(List<Object> own, Map<String, String> ours, Map<String, String> host) {
        Set<String> named =
                own.stream().map(v -> String.valueOf(Json.map(v).get("name"))).collect(Collectors.toSet());
        List<Object> env = new ArrayList<>();
        ours.forEach((name, value) -> env.add(Map.of("name", name, "value", value)));
        host.forEach((name, value) -> {
            if (!named.contains(name) && !ours.containsKey(name)) {
                env.add(Map.of("name", name, "value", value));
            }
        });
        for (Object variable : own) {
            if (!ours.containsKey(String.valueOf(Json.map(variable).get("name")))) {
                env.add(variable);
            }
        }
        return env;
    }
}

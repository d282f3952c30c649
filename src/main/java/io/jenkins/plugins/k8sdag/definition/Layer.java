package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.StrategicMerge;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import io.jenkins.plugins.k8sdag.definition.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of a pod that the keys of a stage, or of the defaults, say: a patch of a PodTemplateSpec. {@code command} and
 * {@code args} are not in it, see {@link Command}.
 */
final class Layer {
    private static final String SPEC = "spec";
    private static final String CONTAINERS = "containers";
    private static final Set<String> CONTAINER_KEYS =
            Set.of("image", "envFrom", "resources", "workingDir", "imagePullPolicy", "securityContext", "volumeMounts");
    private static final Set<String> POD_KEYS = Set.of(
            "volumes",
            "initContainers",
            "nodeSelector",
            "tolerations",
            "affinity",
            "topologySpreadConstraints",
            "serviceAccountName",
            "priorityClassName",
            "runtimeClassName",
            "imagePullSecrets",
            "hostname",
            "terminationGracePeriodSeconds");

    private Layer() {}

    /** What a stage or the defaults say: {@code podTemplate}, and above it the single keys. */
    static Map<String, Object> of(Mapping stage) {
        Map<String, Object> main = new LinkedHashMap<>();
        Map<String, Object> spec = new LinkedHashMap<>();
        stage.entries().forEach((key, entry) -> {
            if (CONTAINER_KEYS.contains(key)) {
                main.put(key, Trees.plain(entry.value()));
            } else if (POD_KEYS.contains(key)) {
                spec.put(key, Trees.plain(entry.value()));
            } else if (key.equals("env")) {
                main.put(key, env(entry.value()));
            }
        });
        if (!main.isEmpty()) {
            spec.put(CONTAINERS, List.of(withMain(main)));
        }
        Map<String, Object> single = spec.isEmpty() ? Map.of() : Map.of(SPEC, spec);
        return StrategicMerge.compose(podTemplate(stage), single);
    }

    /** The {@code podTemplate} of a map; a container without a name that is the only one is the main container. */
    static Map<String, Object> podTemplate(Mapping parent) {
        Map<String, Object> template = Trees.plainMap(Trees.map(parent, "podTemplate"));
        if (template.get(SPEC) instanceof Map<?, ?> spec
                && spec.get(CONTAINERS) instanceof List<?> list
                && list.size() == 1
                && list.get(0) instanceof Map<?, ?> only
                && !only.containsKey("name")
                && !only.containsKey("$patch")) {
            Map<String, Object> named = new LinkedHashMap<>();
            only.forEach((key, value) -> named.put((String) key, value));
            return with(template, List.of(withMain(named)));
        }
        return template;
    }

    /** The template with something said of its main container. */
    static Map<String, Object> overMain(Map<String, Object> template, Map<String, Object> main) {
        if (main.isEmpty()) {
            return template;
        }
        return StrategicMerge.compose(template, Map.of(SPEC, Map.of(CONTAINERS, List.of(withMain(main)))));
    }

    /** The main container of a template; empty if it says nothing of it. */
    static Map<?, ?> main(Map<String, Object> template) {
        if (template.get(SPEC) instanceof Map<?, ?> spec && spec.get(CONTAINERS) instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> container && Stage.MAIN.equals(container.get("name"))) {
                    return container;
                }
            }
        }
        return Map.of();
    }

    /** The names of the volumes that a template has. */
    static Set<String> volumes(Map<String, Object> template) {
        Set<String> names = new TreeSet<>();
        if (template.get(SPEC) instanceof Map<?, ?> spec && spec.get("volumes") instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof Map<?, ?> volume && volume.get("name") instanceof String name) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static Map<String, Object> withMain(Map<String, Object> container) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("name", Stage.MAIN);
        named.putAll(container);
        return named;
    }

    private static Map<String, Object> with(Map<String, Object> template, List<Object> containers) {
        Map<String, Object> spec = new LinkedHashMap<>();
        ((Map<?, ?>) template.get(SPEC)).forEach((key, value) -> spec.put((String) key, value));
        spec.put(CONTAINERS, containers);
        Map<String, Object> copy = new LinkedHashMap<>(template);
        copy.put(SPEC, spec);
        return copy;
    }

    /** A map of variables as Kubernetes' list; its values count as they are written. An empty value removes the variable. */
    private static Object env(Node env) {
        if (!(env instanceof Mapping map)) {
            return env instanceof Sequence ? Trees.plain(env) : null;
        }
        List<Object> list = new ArrayList<>();
        map.entries().forEach((name, entry) -> {
            Map<String, Object> variable = new LinkedHashMap<>();
            variable.put("name", name);
            if (entry.value() instanceof Scalar scalar) {
                variable.put(scalar.isNull() ? "$patch" : "value", scalar.isNull() ? "delete" : scalar.text());
            } else if (entry.value() instanceof Mapping from) {
                variable.put("valueFrom", Trees.plain(from.get("valueFrom") == null ? from : from.get("valueFrom")));
            }
            list.add(variable);
        });
        return list;
    }
}

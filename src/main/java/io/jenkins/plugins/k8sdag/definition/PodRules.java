package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses what Kubernetes would accept in a pod and the engine cannot work with, and says why. */
final class PodRules {
    private static final String OWN_LABELS = "k8sdag.jenkins.io/";
    private static final String OWN_VARIABLES = "K8SDAG_";
    private static final Set<String> METADATA = Set.of("labels", "annotations", "$patch");

    private final Problems problems;

    PodRules(Problems problems) {
        this.problems = problems;
    }

    /** Checks the pod of a stage, of the defaults, or of {@code spec} itself. */
    void check(Mapping holder) {
        if (holder.get("env") instanceof Mapping env) {
            env.keys().stream().filter(n -> n.startsWith(OWN_VARIABLES)).forEach(n -> reserved(n, env.keyAt(n)));
        }
        variables(holder);
        mounts(holder);
        containers(Trees.maps(holder, "initContainers"), true);
        volumes(holder);
        Mapping template = Trees.map(holder, "podTemplate");
        metadata(Trees.map(template, "metadata"));
        spec(Trees.map(template, "spec"));
    }

    private void metadata(Mapping metadata) {
        for (String key : metadata.keys()) {
            if (!METADATA.contains(key) && PodShape.type("ObjectMeta").fields().containsKey(key)) {
                refuse(
                        metadata.keyAt(key),
                        "metadata." + key + " cannot be set: each attempt has a name and owner of its own",
                        "remove it");
            }
        }
        for (String kind : List.of("labels", "annotations")) {
            Mapping map = Trees.map(metadata, kind);
            map.keys().stream()
                    .filter(k -> k.startsWith(OWN_LABELS))
                    .forEach(k -> refuse(
                            map.keyAt(k),
                            "'" + k + "' is set by the engine, which finds its pods by it",
                            "use another prefix"));
        }
    }

    private void spec(Mapping spec) {
        Trees.string(spec, "restartPolicy")
                .filter(p -> !p.text().equals("Never"))
                .ifPresent(p -> refuse(
                        p.at(),
                        "restartPolicy must be Never: attempts are counted by the engine, not by the kubelet",
                        "remove it; use retry"));
        if (spec.has("activeDeadlineSeconds")) {
            refuse(
                    spec.keyAt("activeDeadlineSeconds"),
                    "activeDeadlineSeconds would count waiting as running",
                    "use timeout");
        }
        if (spec.has("ephemeralContainers")) {
            refuse(
                    spec.keyAt("ephemeralContainers"),
                    "ephemeralContainers cannot be in a template",
                    "use initContainers");
        }
        volumes(spec);
        containers(Trees.maps(spec, "initContainers"), true);
        containers(Trees.maps(spec, "containers"), false);
    }

    private void volumes(Mapping holder) {
        names(Trees.maps(holder, "volumes"), "volumes");
    }

    private void containers(List<Mapping> containers, boolean init) {
        names(containers, "containers");
        for (Mapping container : containers) {
            boolean unnamed = Trees.scalar(container, "name").isEmpty();
            if (unnamed && (init || containers.size() > 1)) {
                problems.error(
                        container.at(),
                        "incomplete",
                        "a container has no name",
                        "add a name; the stage's own container is " + Stage.MAIN);
            }
            boolean main = Trees.string(container, "name")
                    .map(n -> n.text().equals(Stage.MAIN))
                    .orElse(!init);
            if (main && init) {
                refuse(
                        container.at(),
                        "an init container cannot be named " + Stage.MAIN + ": the stage's own container is",
                        "rename it");
            } else if (main) {
                main(container);
            }
            variables(container);
            mounts(container);
        }
    }

    private void main(Mapping container) {
        for (String key : List.of("terminationMessagePath", "terminationMessagePolicy")) {
            if (container.has(key)) {
                refuse(
                        container.keyAt(key),
                        key + " cannot be set for " + Stage.MAIN + ": outputs come by it",
                        "remove it");
            }
        }
    }

    private void variables(Mapping container) {
        List<Mapping> env = Trees.maps(container, "env");
        names(env, "env");
        for (Mapping variable : env) {
            Trees.string(variable, "name").ifPresent(name -> variable(variable, name));
        }
    }

    private void variable(Mapping variable, Scalar name) {
        if (name.text().startsWith(OWN_VARIABLES)) {
            reserved(name.text(), name.at());
        } else if (!Format.ENV_NAME.matches(name.text())) {
            String message = "'" + name.text() + "' is not " + Format.ENV_NAME.noun();
            problems.error(name.at(), "bad-name", message, Format.ENV_NAME.remedy());
        }
        if (variable.has("value") && variable.has("valueFrom")) {
            problems.error(
                    name.at(), "conflict", "'" + name.text() + "' has both value and valueFrom", "keep one of the two");
        }
    }

    private void mounts(Mapping container) {
        for (Mapping mount : Trees.maps(container, "volumeMounts")) {
            if (!mount.has("name") && !mount.has("$patch")) {
                problems.error(
                        mount.at(),
                        "incomplete",
                        "the key 'name' is missing in a volumeMount",
                        "add the name of a volume");
            }
        }
    }

    /** Names in one list are written out and unique; deleting and adding the same name is fine. */
    private void names(List<Mapping> items, String list) {
        Map<String, Place> seen = new HashMap<>();
        for (Mapping item : items) {
            Scalar name = Trees.string(item, "name").orElse(null);
            if (name == null || item.has("$patch")) {
                continue;
            }
            if (name.text().contains(Format.OPEN)) {
                problems.error(
                        name.at(),
                        "interpolated-name",
                        "a name in " + list + " cannot hold ${{ }}",
                        "write the name out");
            }
            Place first = seen.putIfAbsent(name.text(), name.at());
            if (first != null) {
                problems.error(
                        name.at(),
                        "duplicate-name",
                        "two items of " + list + " are named '" + name.text() + "', the first in line " + first.line(),
                        "rename one of them");
            }
        }
    }

    private void reserved(String name, Place at) {
        refuse(
                at,
                "the variable '" + name + "' is set by the engine",
                "use a name that does not start with " + OWN_VARIABLES);
    }

    private void refuse(Place at, String message, String remedy) {
        problems.error(at, "reserved", message, remedy);
    }
}

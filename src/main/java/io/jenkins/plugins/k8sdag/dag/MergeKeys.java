package io.jenkins.plugins.k8sdag.dag;

import java.util.Map;
import java.util.Set;

/**
 * By which field the items of a list in a PodTemplateSpec are told apart. Lists not named here are replaced as a whole.
 *
 * <p>From the {@code patchMergeKey} tags in kubernetes/api {@code core/v1/types.go}.
 */
final class MergeKeys {
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("containers", "name"),
            Map.entry("initContainers", "name"),
            Map.entry("ephemeralContainers", "name"),
            Map.entry("volumes", "name"),
            Map.entry("imagePullSecrets", "name"),
            Map.entry("resourceClaims", "name"),
            Map.entry("schedulingGates", "name"),
            Map.entry("env", "name"),
            Map.entry("volumeMounts", "mountPath"),
            Map.entry("volumeDevices", "devicePath"),
            Map.entry("ports", "containerPort"),
            Map.entry("hostAliases", "ip"),
            Map.entry("topologySpreadConstraints", "topologyKey"),
            Map.entry("ownerReferences", "uid"));

    /** Lists whose items hold one of several sources: a new source takes the place of the old one. */
    private static final Map<String, Set<String>> BESIDE_SOURCE =
            Map.of("volumes", Set.of("name"), "env", Set.of("name"));

    private MergeKeys() {}

    /** The field that tells apart the items of a list, or null if the list is replaced as a whole. */
    static String of(String list) {
        return KEYS.get(list);
    }

    /** The fields of an item that are no source, or null if its fields do not exclude each other. */
    static Set<String> besideSource(String list) {
        return BESIDE_SOURCE.get(list);
    }
}

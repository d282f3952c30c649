package io.jenkins.plugins.k8sdag.kubernetes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills in what a pod does not say, so that it meets Pod Security "restricted" but for {@code runAsNonRoot}, which depends on the
 * image: https://kubernetes.io/docs/concepts/security/pod-security-standards. A field that is there, even empty, is left alone; that
 * is how to opt out. Works on JSON trees because the model cannot tell an empty list from none. Pure functions.
 */
final class PodDefaults {
    private static final Map<String, Object> RUNTIME_DEFAULT = Map.of("type", "RuntimeDefault");

    private PodDefaults() {}

    static Map<String, Object> apply(Map<String, Object> spec) {
        Map<String, Object> pod = new LinkedHashMap<>(spec);
        pod.put("restartPolicy", "Never");
        // A stage that names no account has nothing to ask the API; a token it does not need is one to be stolen.
        if (!pod.containsKey("serviceAccountName") && !pod.containsKey("serviceAccount")) {
            pod.putIfAbsent("automountServiceAccountToken", false);
        }
        if (isWindows(pod)) {
            return pod;
        }
        Map<String, Object> security = Json.map(pod.get("securityContext"));
        if (!security.containsKey("seccompProfile")) {
            pod.put("securityContext", Json.with(security, "seccompProfile", RUNTIME_DEFAULT));
        }
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            if (pod.containsKey(list)) {
                List<Object> hardened = new ArrayList<>();
                Json.list(pod.get(list)).forEach(c -> hardened.add(harden(Json.map(c))));
                pod.put(list, hardened);
            }
        }
        return pod;
    }

    private static boolean isWindows(Map<String, Object> pod) {
        return "windows".equals(Json.map(pod.get("os")).get("name"));
    }

    private static Map<String, Object> harden(Map<String, Object> container) {
        Map<String, Object> security = new LinkedHashMap<>(Json.map(container.get("securityContext")));
        // The API refuses privileged containers that may not escalate.
        if (Boolean.TRUE.equals(security.get("privileged"))) {
            return container;
        }
        Map<String, Object> capabilities = Json.map(security.get("capabilities"));
        List<Object> added = Json.list(capabilities.get("add"));
        if (!added.contains("SYS_ADMIN") && !added.contains("CAP_SYS_ADMIN")) {
            security.putIfAbsent("allowPrivilegeEscalation", false);
        }
        if (!capabilities.containsKey("drop")) {
            security.put("capabilities", Json.with(capabilities, "drop", List.of("ALL")));
        }
        return Json.with(container, "securityContext", security);
    }
}

package io.jenkins.plugins.k8sdag.embedded.store;

import java.util.List;
import java.util.Optional;

/** The resources the embedded cluster keeps, by the names Kubernetes gives them. */
public enum Resource {
    NAMESPACES("", "namespaces", "Namespace", false, "ns"),
    NODES("", "nodes", "Node", false, "no"),
    PODS("", "pods", "Pod", true, "po"),
    EVENTS("", "events", "Event", true, "ev"),
    SECRETS("", "secrets", "Secret", true),
    CONFIGMAPS("", "configmaps", "ConfigMap", true, "cm"),
    SERVICEACCOUNTS("", "serviceaccounts", "ServiceAccount", true, "sa"),
    RESOURCEQUOTAS("", "resourcequotas", "ResourceQuota", true, "quota"),
    PODTEMPLATES("", "podtemplates", "PodTemplate", true),
    PERSISTENTVOLUMECLAIMS("", "persistentvolumeclaims", "PersistentVolumeClaim", true, "pvc"),
    JOBS("batch", "jobs", "Job", true);

    private final String group;
    private final String plural;
    private final String kind;
    private final boolean namespaced;
    private final List<String> shortNames;

    Resource(String group, String plural, String kind, boolean namespaced, String... shortNames) {
        this.group = group;
        this.plural = plural;
        this.kind = kind;
        this.namespaced = namespaced;
        this.shortNames = List.of(shortNames);
    }

    /** The API group; empty for the core group. */
    public String group() {
        return group;
    }

    public String plural() {
        return plural;
    }

    public String kind() {
        return kind;
    }

    public boolean namespaced() {
        return namespaced;
    }

    public List<String> shortNames() {
        return shortNames;
    }

    /** {@code v1} or {@code batch/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? "v1" : group + "/v1";
    }

    /** The name as error texts and quotas write it: {@code pods}, {@code jobs.batch}. */
    public String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** The kind as validation texts write it: {@code Pod}, {@code Job.batch}. */
    public String qualifiedKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    /** Whether a plain update keeps the status and only {@code /status} changes it. */
    public boolean hasStatus() {
        return this == PODS
                || this == JOBS
                || this == NAMESPACES
                || this == NODES
                || this == RESOURCEQUOTAS
                || this == PERSISTENTVOLUMECLAIMS;
    }

    public static Optional<Resource> find(String group, String plural) {
        for (Resource resource : values()) {
            if (resource.group.equals(group) && resource.plural.equals(plural)) {
                return Optional.of(resource);
            }
        }
        return Optional.empty();
    }

    public static Optional<Resource> ofKind(String apiVersion, String kind) {
        for (Resource resource : values()) {
            if (resource.kind.equals(kind) && resource.apiVersion().equals(apiVersion)) {
                return Optional.of(resource);
            }
        }
        return Optional.empty();
    }
}

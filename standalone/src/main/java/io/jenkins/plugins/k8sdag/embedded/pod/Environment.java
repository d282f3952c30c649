package io.jenkins.plugins.k8sdag.embedded.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment of a container's process: PATH, HOME, TMPDIR and HOSTNAME, then {@code envFrom}, then {@code env}. Nothing
 * else of the host's environment gets in, since a stage must not come to depend on it, or read its secrets.
 */
final class Environment {
    private Environment() {}

    static Map<String, String> of(ObjectNode container, References references, PodFiles files, String podName)
            throws ConfigException {
        Map<String, String> variables = new LinkedHashMap<>();
        String path = System.getenv("PATH");
        variables.put("PATH", path == null ? "/usr/local/bin:/usr/bin:/bin" : path);
        variables.put("HOME", files.home().toString());
        variables.put("TMPDIR", files.temporary().toString());
        variables.put("HOSTNAME", podName);
        for (ObjectNode source : Json.objects(container, "envFrom")) {
            addAll(variables, source, references);
        }
        for (ObjectNode entry : Json.objects(container, "env")) {
            String value = value(entry, container, references, variables);
            if (value != null) {
                variables.put(Json.text("", entry, "name"), value);
            }
        }
        return variables;
    }

    private static void addAll(Map<String, String> variables, ObjectNode source, References references)
            throws ConfigException {
        String prefix = Json.text("", source, "prefix");
        Map<String, byte[]> entries = source.has("secretRef")
                ? references.secret(
                        Json.text("", source, "secretRef", "name"),
                        Json.get(source, "secretRef", "optional").asBoolean())
                : references.configMap(
                        Json.text("", source, "configMapRef", "name"),
                        Json.get(source, "configMapRef", "optional").asBoolean());
        entries.forEach((key, value) -> variables.put(prefix + key, text(value)));
    }

    private static String value(
            ObjectNode entry, ObjectNode container, References references, Map<String, String> variables)
            throws ConfigException {
        JsonNode from = entry.path("valueFrom");
        if (from.has("secretKeyRef")) {
            return text(references.key("Secret", from.path("secretKeyRef")));
        }
        if (from.has("configMapKeyRef")) {
            return text(references.key("ConfigMap", from.path("configMapKeyRef")));
        }
        if (from.has("fieldRef")) {
            return references.field(Json.text("", from, "fieldRef", "fieldPath"));
        }
        if (from.has("resourceFieldRef")) {
            return references.resource(container, from.path("resourceFieldRef"));
        }
        return Expansion.expand(Json.text("", entry, "value"), variables);
    }

    private static String text(byte[] value) {
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}

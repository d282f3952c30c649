package io.jenkins.plugins.k8sdag.embedded.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a pod's spec points at: Secrets, ConfigMaps, and the pod's own fields. Missing things are told in the kubelet's words. */
final class References {
    private static final Pattern MAP_FIELD = Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)']");

    private final Store store;
    private final ObjectNode pod;
    private final String namespace;

    References(Store store, ObjectNode pod) {
        this.store = store;
        this.pod = pod;
        this.namespace = Json.text("", pod, "metadata", "namespace");
    }

    /** The entries of a Secret, decoded; empty when it is missing but optional. */
    Map<String, byte[]> secret(String name, boolean optional) throws ConfigException {
        Optional<ObjectNode> secret = find(Resource.SECRETS, "secret", name, optional);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        secret.ifPresent(found -> Json.map(found, "data")
                .forEach((key, value) -> entries.put(key, Base64.getDecoder().decode(value))));
        return entries;
    }

    /** The entries of a ConfigMap; empty when it is missing but optional. */
    Map<String, byte[]> configMap(String name, boolean optional) throws ConfigException {
        Optional<ObjectNode> map = find(Resource.CONFIGMAPS, "configmap", name, optional);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        map.ifPresent(found -> {
            Json.map(found, "data").forEach((key, value) -> entries.put(key, value.getBytes(StandardCharsets.UTF_8)));
            Json.map(found, "binaryData")
                    .forEach(
                            (key, value) -> entries.put(key, Base64.getDecoder().decode(value)));
        });
        return entries;
    }

    private Optional<ObjectNode> find(Resource resource, String word, String name, boolean optional)
            throws ConfigException {
        Optional<ObjectNode> found = store.find(resource, namespace, name).map(stored -> stored.open());
        if (found.isEmpty() && !optional) {
            throw new ConfigException(word + " \"" + name + "\" not found");
        }
        return found;
    }

    /** One key of a Secret or ConfigMap; null when it is missing but optional. */
    byte[] key(String kind, JsonNode reference) throws ConfigException {
        String name = Json.text("", reference, "name");
        String key = Json.text("", reference, "key");
        boolean optional = reference.path("optional").asBoolean();
        Map<String, byte[]> entries = kind.equals("Secret") ? secret(name, optional) : configMap(name, optional);
        byte[] value = entries.get(key);
        if (value == null && !optional) {
            throw new ConfigException("couldn't find key " + key + " in " + kind + " " + namespace + "/" + name);
        }
        return value;
    }

    /** The value of a {@code fieldRef}. */
    String field(String path) throws ConfigException {
        Matcher entry = MAP_FIELD.matcher(path);
        if (entry.matches()) {
            return Json.text("", pod, "metadata", entry.group(1), entry.group(2));
        }
        return switch (path) {
            case "metadata.name", "metadata.namespace", "metadata.uid" -> Json.text("", pod, path.split("\\."));
            case "metadata.labels" -> lines("labels");
            case "metadata.annotations" -> lines("annotations");
            case "spec.nodeName" -> Kubelet.NODE;
            case "spec.serviceAccountName" -> Json.text("", pod, "spec", "serviceAccountName");
            case "status.hostIP", "status.podIP", "status.hostIPs", "status.podIPs" -> Kubelet.ADDRESS;
            default -> throw new ConfigException("unsupported fieldPath: " + path);
        };
    }

    private String lines(String map) {
        return Json.map(pod, "metadata", map).entrySet().stream()
                .map(entry -> entry.getKey() + "=\""
                        + entry.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining("\n"));
    }

    /** The value of a {@code resourceFieldRef}; what has no limit gets the machine's own size. */
    String resource(ObjectNode container, JsonNode reference) throws ConfigException {
        String path = Json.text("", reference, "resource");
        String unit = path.substring(path.indexOf('.') + 1);
        String amount = Json.text(container, "resources", path.startsWith("requests") ? "requests" : "limits", unit);
        double value = amount != null ? Quantity.of(amount) : Quantity.ofMachine(unit);
        double given = Quantity.of(Json.text("1", reference, "divisor"));
        double divisor = given == 0 ? 1 : given;
        if (Double.isNaN(value) || !(divisor > 0)) {
            throw new ConfigException("unsupported container resource: " + path);
        }
        return Long.toString((long) Math.ceil(value / divisor));
    }
}

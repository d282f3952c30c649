package io.jenkins.plugins.k8sdag.embedded.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes a pod's volumes as directories and tells where each one is. A volume's files are written once, when the pod starts. */
final class Volumes {
    private final References references;
    private final PodFiles files;
    private final Path claims;
    private final Map<String, Path> places = new LinkedHashMap<>();

    /** @param claims where the directories of PersistentVolumeClaims of this namespace are */
    Volumes(References references, PodFiles files, Path claims) {
        this.references = references;
        this.files = files;
        this.claims = claims;
    }

    /** The directory of each volume made so far, by its name. */
    Map<String, Path> places() {
        return places;
    }

    /** @throws ConfigException when a Secret, ConfigMap or key is missing; the message names the volume */
    void make(JsonNode podSpec) throws ConfigException, IOException {
        for (ObjectNode volume : Json.objects(podSpec, "volumes")) {
            String name = Json.text("", volume, "name");
            try {
                places.put(name, make(name, volume));
            } catch (ConfigException e) {
                throw new ConfigException("MountVolume.SetUp failed for volume \"" + name + "\" : " + e.getMessage());
            }
        }
    }

    private Path make(String name, ObjectNode volume) throws ConfigException, IOException {
        if (volume.has("hostPath")) {
            return Path.of(Json.text("/", volume, "hostPath", "path"));
        }
        if (volume.has("persistentVolumeClaim")) {
            return Files.createDirectories(claims.resolve(Json.text("", volume, "persistentVolumeClaim", "claimName")));
        }
        Path directory = Files.createDirectories(files.volume(name));
        if (volume.has("projected")) {
            for (ObjectNode source : Json.objects(volume, "projected", "sources")) {
                fill(directory, source, "name");
            }
        } else {
            fill(directory, volume, "secretName");
        }
        return directory;
    }

    private void fill(Path directory, ObjectNode source, String secretName) throws ConfigException, IOException {
        if (source.get("secret") instanceof ObjectNode secret) {
            write(directory, secret, references.secret(Json.text("", secret, secretName), optional(secret)));
        } else if (source.get("configMap") instanceof ObjectNode map) {
            write(directory, map, references.configMap(Json.text("", map, "name"), optional(map)));
        } else if (source.get("downwardAPI") instanceof ObjectNode fields) {
            for (ObjectNode item : Json.objects(fields, "items")) {
                String value = references.field(Json.text("", item, "fieldRef", "fieldPath"));
                write(directory, Json.text("", item, "path"), value.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static boolean optional(ObjectNode source) {
        return source.path("optional").asBoolean();
    }

    private static void write(Path directory, ObjectNode source, Map<String, byte[]> entries)
            throws ConfigException, IOException {
        if (source.path("items").isEmpty()) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                write(directory, entry.getKey(), entry.getValue());
            }
            return;
        }
        for (ObjectNode item : Json.objects(source, "items")) {
            byte[] value = entries.get(Json.text("", item, "key"));
            if (value == null && !optional(source)) {
                throw new ConfigException("references non-existent secret key: " + Json.text("", item, "key"));
            }
            if (value != null) {
                write(directory, Json.text("", item, "path"), value);
            }
        }
    }

    private static void write(Path directory, String path, byte[] content) throws ConfigException, IOException {
        Path file = directory.resolve(path).normalize();
        if (!file.startsWith(directory)) {
            throw new ConfigException("the path \"" + path + "\" leaves the volume; write it without '..'");
        }
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}

package io.jenkins.plugins.k8sdag.definition;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.k8sdag.definition.Shape.Keys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shape of a Kubernetes PodTemplateSpec and of all it holds. The resource {@code pod-shape.json} has the fields and their
 * types, generated from the Kubernetes client's model classes; what those do not know stands here.
 */
final class PodShape {
    /** Fields without which Kubernetes cannot tell one item of a list from another, or refuses it. */
    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "EnvVar", Set.of("name"),
            "Volume", Set.of("name"),
            "VolumeMount", Set.of("mountPath"),
            "VolumeDevice", Set.of("devicePath"),
            "ContainerPort", Set.of("containerPort"),
            "HostAlias", Set.of("ip"),
            "TopologySpreadConstraint", Set.of("topologyKey"),
            "SecretKeySelector", Set.of("key"),
            "ConfigMapKeySelector", Set.of("key"),
            "HostPathVolumeSource", Set.of("path"));

    private static final Map<String, List<String>> WORDS = Map.of(
            "Container.imagePullPolicy", List.of("Always", "IfNotPresent", "Never"),
            "Toleration.operator", List.of("Exists", "Equal"),
            "Toleration.effect", List.of("NoSchedule", "PreferNoSchedule", "NoExecute"),
            "EmptyDirVolumeSource.medium", List.of("", "Memory", "HugePages"));

    private static final Map<String, Keys> TYPES = new PodShape().load();

    private final Map<String, Keys> types = new HashMap<>();
    private Map<String, Map<String, String>> raw;

    private PodShape() {}

    /** The shape of a Kubernetes type, such as {@code Container}. */
    static Keys type(String name) {
        Keys keys = TYPES.get(name);
        if (keys == null) {
            throw new IllegalArgumentException("pod-shape.json has no type " + name);
        }
        return keys;
    }

    /** One field of a Kubernetes type. */
    static Field field(String type, String name) {
        Field field = type(type).fields().get(name);
        if (field == null) {
            throw new IllegalArgumentException("the type " + type + " in pod-shape.json has no field " + name);
        }
        return field;
    }

    private Map<String, Keys> load() {
        try (InputStream in = PodShape.class.getResourceAsStream("pod-shape.json")) {
            raw = new ObjectMapper().readValue(in, new TypeReference<LinkedHashMap<String, Map<String, String>>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("pod-shape.json cannot be read", e);
        }
        raw.keySet().forEach(this::build);
        return types;
    }

    /** Types refer to each other but never in a circle, so that building one may build others first. */
    private Keys build(String type) {
        Keys known = types.get(type);
        if (known != null) {
            return known;
        }
        Map<String, Field> fields = new LinkedHashMap<>();
        raw.get(type).forEach((name, shape) -> {
            boolean required = REQUIRED.getOrDefault(type, Set.of()).contains(name);
            List<String> words = WORDS.get(type + "." + name);
            Shape built = words == null ? shape(shape) : new Shape.Choice(words);
            fields.put(name, new Field(name, built, "", null, required, !required, ""));
        });
        fields.put(
                "$patch",
                Field.of(
                        "$patch",
                        new Shape.Choice(List.of("delete", "replace", "merge")),
                        "How this is merged with the layers below."));
        Keys keys = new Keys(type, "Kubernetes' " + type + ".", fields);
        types.put(type, keys);
        return keys;
    }

    private Shape shape(String text) {
        if (text.startsWith("[")) {
            return Field.list(shape(text.substring(1, text.length() - 1)));
        }
        if (text.startsWith("{")) {
            return new Shape.MapOf(Format.KEY, nullable(shape(text.substring(1, text.length() - 1))));
        }
        return switch (text) {
            case "string" -> Field.text(Format.TEXT);
            case "integer" -> Shape.Whole.ANY;
            case "number" -> Shape.Decimal.ANY;
            case "boolean" -> new Shape.Flag();
            case "quantity" -> new Shape.TextOrNumber(Format.QUANTITY);
            case "intOrString" -> new Shape.TextOrNumber(Format.TEXT);
            case "any" -> new Shape.Anything();
            default -> build(text);
        };
    }

    /** An empty value in a map of strings removes the key from the layers below. */
    private static Shape nullable(Shape shape) {
        return new Shape.Either(shape.noun(), List.of(shape, new Shape.Nothing()));
    }
}

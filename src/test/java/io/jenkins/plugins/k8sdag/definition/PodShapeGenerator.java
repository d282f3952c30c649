package io.jenkins.plugins.k8sdag.definition;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes {@code pod-shape.json}: the fields of a PodTemplateSpec and of all it holds, read from the client's model classes. A
 * test compares the file with what comes out here, so that a new client version cannot go unnoticed.
 */
final class PodShapeGenerator {
    private static final Map<Class<?>, String> SIMPLE = Map.of(
            String.class, "string",
            Integer.class, "integer",
            Long.class, "integer",
            Double.class, "number",
            Boolean.class, "boolean",
            Quantity.class, "quantity",
            IntOrString.class, "intOrString",
            Object.class, "any");

    private final Map<String, Map<String, String>> definitions = new TreeMap<>();
    private final Deque<Class<?>> open = new ArrayDeque<>(List.of(PodTemplateSpec.class));

    private PodShapeGenerator() {}

    /** The file's text: one line per type. */
    static String generate() {
        PodShapeGenerator generator = new PodShapeGenerator();
        while (!generator.open.isEmpty()) {
            generator.define(generator.open.pop());
        }
        return generator.definitions.entrySet().stream()
                .map(e -> "  \"" + e.getKey() + "\": {" + fields(e.getValue()) + "}")
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private static String fields(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(f -> "\"" + f.getKey() + "\": \"" + f.getValue() + "\"")
                .collect(Collectors.joining(", "));
    }

    private void define(Class<?> type) {
        if (definitions.containsKey(type.getSimpleName())) {
            return;
        }
        Map<String, String> fields = new TreeMap<>();
        definitions.put(type.getSimpleName(), fields);
        for (Field field : type.getDeclaredFields()) {
            JsonProperty property = field.getAnnotation(JsonProperty.class);
            if (property != null && field.getAnnotation(JsonIgnore.class) == null) {
                fields.put(property.value(), name(field.getGenericType()));
            }
        }
    }

    private String name(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class ? "[" + name(arguments[0]) + "]" : "{" + name(arguments[1]) + "}";
        }
        Class<?> plain = (Class<?>) type;
        if (SIMPLE.containsKey(plain)) {
            return SIMPLE.get(plain);
        }
        if (!KubernetesResource.class.isAssignableFrom(plain)) {
            throw new IllegalStateException("no shape for " + plain);
        }
        open.push(plain);
        return plain.getSimpleName();
    }
}

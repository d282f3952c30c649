package io.jenkins.plugins.k8sdag.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.jenkins.plugins.k8sdag.definition.Shape.Keys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints the tables of keys as a JSON Schema for editors; draft-07, the newest that the editors' YAML extensions know in full.
 *
 * <p>It accepts what {@link ShapeCheck} accepts and nothing else. What a schema cannot say is checked after the shape, and has
 * codes of its own ({@link Problem#code}): names that lead nowhere or stand twice ({@code unknown-*}, {@code duplicate-name},
 * {@code self-need}, {@code not-needed}, {@code cycle}), expressions ({@code expression}, {@code interpolated-script}), keys that
 * exclude or require each other ({@code conflict}, {@code incomplete}), values of parameters ({@code param-value},
 * {@code missing-param}), and what the engine keeps for itself ({@code reserved}).
 */
public final class JsonSchema {
    private final Map<String, Object> definitions = new TreeMap<>();

    private JsonSchema() {}

    /** The schema of a DAG file. */
    public static String text() {
        JsonSchema schema = new JsonSchema();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("title", "k8s-dag, " + DagShape.API_VERSION);
        root.putAll(schema.of(DagShape.DAG));
        root.put("definitions", schema.definitions);
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values cannot be printed", e);
        }
    }

    private Map<String, Object> of(Shape shape) {
        if (shape instanceof Keys keys) {
            return reference(keys);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        if (shape instanceof Shape.MapOf map) {
            schema.put("type", "object");
            schema.putAll(ofOthers(map));
        } else if (shape instanceof Shape.ListOf list) {
            schema.put("type", "array");
            schema.put("items", of(list.item()));
            if (list.min() > 0) {
                schema.put("minItems", list.min());
            }
            if (list.unique()) {
                schema.put("uniqueItems", true);
            }
        } else if (shape instanceof Shape.Either either) {
            schema.put("anyOf", either.shapes().stream().map(this::of).toList());
        } else {
            scalar(shape, schema);
        }
        return schema;
    }

    private Map<String, Object> ofOthers(Shape.MapOf map) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (!map.key().any()) {
            schema.put("propertyNames", Map.of("pattern", map.key().schemaPattern()));
        }
        schema.put("additionalProperties", of(map.value()));
        return schema;
    }

    private static void scalar(Shape shape, Map<String, Object> schema) {
        if (shape instanceof Shape.Text text) {
            schema.put("type", "string");
            pattern(text.format(), schema);
        } else if (shape instanceof Shape.Word word) {
            schema.put("type", List.of("string", "number", "boolean"));
            pattern(word.format(), schema);
        } else if (shape instanceof Shape.TextOrNumber number) {
            schema.put("type", List.of("string", "number"));
            pattern(number.format(), schema);
            if (!number.format().any()) {
                schema.put("minimum", 0);
            }
        } else if (shape instanceof Shape.Choice choice) {
            schema.put("enum", choice.words());
        } else if (shape instanceof Shape.Whole whole) {
            schema.put("type", "integer");
            bounds(whole, schema);
        } else if (shape instanceof Shape.Decimal decimal) {
            schema.put("type", "number");
            if (decimal.min() != Double.NEGATIVE_INFINITY) {
                schema.put(decimal.over() ? "exclusiveMinimum" : "minimum", decimal.min());
            }
        } else if (shape instanceof Shape.Flag) {
            schema.put("type", "boolean");
        } else if (shape instanceof Shape.Nothing) {
            schema.put("type", "null");
        }
    }

    private static void bounds(Shape.Whole whole, Map<String, Object> schema) {
        if (whole.min() != Long.MIN_VALUE) {
            schema.put("minimum", whole.min());
            schema.put("maximum", whole.max());
        }
    }

    private static void pattern(Format format, Map<String, Object> schema) {
        if (!format.any()) {
            schema.put("pattern", format.schemaPattern());
        }
    }

    private Map<String, Object> reference(Keys keys) {
        if (!definitions.containsKey(keys.name())) {
            Map<String, Object> definition = new LinkedHashMap<>();
            definitions.put(keys.name(), definition);
            definition.put("description", keys.description());
            definition.put("type", "object");
            Map<String, Object> properties = new LinkedHashMap<>();
            keys.fields().values().stream()
                    .filter(f -> !f.isRefused())
                    .forEach(f -> properties.put(f.name(), field(f)));
            definition.put("properties", properties);
            List<String> required = keys.fields().values().stream()
                    .filter(Field::required)
                    .map(Field::name)
                    .toList();
            if (!required.isEmpty()) {
                definition.put("required", required);
            }
            keys.others()
                    .ifPresentOrElse(
                            others -> definition.putAll(ofOthers(others)),
                            () -> definition.put("additionalProperties", false));
        }
        return Map.of("$ref", "#/definitions/" + keys.name());
    }

    private Map<String, Object> field(Field field) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (!field.description().isEmpty()) {
            schema.put("description", field.description());
        }
        if (field.byDefault() != null) {
            schema.put("default", field.byDefault());
        }
        if (field.nullable()) {
            schema.put("anyOf", List.of(of(field.shape()), Map.of("type", "null")));
        } else {
            schema.putAll(of(field.shape()));
        }
        return schema;
    }
}

package io.jenkins.plugins.k8sdag.embedded.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException;
import io.jenkins.plugins.k8sdag.embedded.store.ApiException.Cause;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of Kubernetes' validation that a wrong manifest meets first: names, labels, containers, restart policies. It collects
 * every problem, as the real one does; fields it does not know pass.
 */
final class Validation {
    private final Resource resource;
    private final ObjectNode object;
    private final List<Cause> causes = new ArrayList<>();

    private Validation(Resource resource, ObjectNode object) {
        this.resource = resource;
        this.object = object;
    }

    /** @throws ApiException 422 with one cause for each problem */
    static void check(Resource resource, ObjectNode object) {
        Validation validation = new Validation(resource, object);
        validation.metadata(object.path("metadata"), "metadata");
        if (resource == Resource.JOBS) {
            validation.job();
        } else if (resource == Resource.PODS) {
            validation.podSpec(object.path("spec"), "spec");
        }
        if (!validation.causes.isEmpty()) {
            throw ApiException.invalid(resource, Json.text("", object, "metadata", "name"), validation.causes);
        }
    }

    /** @throws ApiException 422 when what may not change of a Job did */
    static void checkJobUpdate(ObjectNode before, ObjectNode after) {
        Validation validation = new Validation(Resource.JOBS, after);
        for (String field : List.of("completions", "selector", "template", "completionMode", "podFailurePolicy")) {
            JsonNode now = after.path("spec").path(field);
            if (!before.path("spec").path(field).equals(now)) {
                validation.causes.add(new Cause(
                        "FieldValueInvalid", "spec." + field, "Invalid value: " + now + ": field is immutable"));
            }
        }
        if (!validation.causes.isEmpty()) {
            throw ApiException.invalid(Resource.JOBS, Json.text("", after, "metadata", "name"), validation.causes);
        }
    }

    private void metadata(JsonNode metadata, String at) {
        String name = Json.text("", metadata, "name");
        if (name.isEmpty()) {
            required(at + ".name", "name or generateName is required");
        } else {
            boolean label = resource == Resource.NAMESPACES;
            invalid(at + ".name", name, label ? Names.labelProblem(name) : Names.subdomainProblem(name));
        }
        labels(metadata, at);
    }

    private void labels(JsonNode metadata, String at) {
        Json.map(metadata, "labels").forEach((key, value) -> {
            invalid(at + ".labels", key, Names.keyProblem(key));
            invalid(at + ".labels", value, Names.valueProblem(value));
        });
        long size = 0;
        for (var entry : Json.map(metadata, "annotations").entrySet()) {
            invalid(at + ".annotations", entry.getKey(), Names.keyProblem(entry.getKey()));
            size += entry.getKey().length() + entry.getValue().length();
        }
        if (size > 256 * 1024) {
            causes.add(
                    new Cause("FieldValueTooLong", at + ".annotations", "Too long: may not be more than 262144 bytes"));
        }
    }

    private void job() {
        JsonNode spec = object.path("spec");
        String name = Json.text("", object, "metadata", "name");
        if (name.length() > 63) {
            invalid("metadata.name", name, "must be no more than 63 bytes");
        }
        for (String field : List.of("parallelism", "completions", "backoffLimit", "ttlSecondsAfterFinished")) {
            notNegative(spec, field, "spec.");
        }
        if (spec.hasNonNull("activeDeadlineSeconds")) {
            notNegative(spec, "activeDeadlineSeconds", "spec.");
        }
        if (!"NonIndexed".equals(Json.text(spec, "completionMode"))) {
            unsupported(
                    "spec.completionMode",
                    Json.text("", spec, "completionMode"),
                    "the embedded cluster runs only \"NonIndexed\" Jobs");
        }
        labels(spec.path("template").path("metadata"), "spec.template");
        podSpec(spec.path("template").path("spec"), "spec.template.spec");
        String policy = Json.text("", spec, "template", "spec", "restartPolicy");
        if (!policy.equals("Never") && !policy.equals("OnFailure")) {
            causes.add(new Cause(
                    "FieldValueRequired",
                    "spec.template.spec.restartPolicy",
                    "Required value: valid values: \"OnFailure\", \"Never\""));
        }
    }

    private void podSpec(JsonNode spec, String at) {
        if (spec.path("containers").isEmpty()) {
            required(at + ".containers", null);
        }
        String policy = Json.text("", spec, "restartPolicy");
        if (resource == Resource.PODS
                && !List.of("Always", "OnFailure", "Never").contains(policy)) {
            unsupported(at + ".restartPolicy", policy, "supported values: \"Always\", \"OnFailure\", \"Never\"");
        }
        Set<String> volumes = new HashSet<>();
        for (ObjectNode volume : Json.objects(spec, "volumes")) {
            volumes.add(Json.text("", volume, "name"));
        }
        Set<String> names = new HashSet<>();
        for (String list : List.of("initContainers", "containers")) {
            int index = 0;
            for (ObjectNode container : Json.objects(spec, list)) {
                container(container, at + "." + list + "[" + index++ + "]", names, volumes);
            }
        }
    }

    private void container(ObjectNode container, String at, Set<String> names, Set<String> volumes) {
        String name = Json.text("", container, "name");
        if (name.isEmpty()) {
            required(at + ".name", null);
        } else {
            invalid(at + ".name", name, Names.labelProblem(name));
            if (!names.add(name)) {
                causes.add(new Cause("FieldValueDuplicate", at + ".name", "Duplicate value: \"" + name + "\""));
            }
        }
        if (Json.text("", container, "image").isEmpty()) {
            required(at + ".image", null);
        }
        int index = 0;
        for (ObjectNode variable : Json.objects(container, "env")) {
            if (Json.text("", variable, "name").isEmpty()) {
                required(at + ".env[" + index + "].name", null);
            }
            index++;
        }
        index = 0;
        for (ObjectNode mount : Json.objects(container, "volumeMounts")) {
            String volume = Json.text("", mount, "name");
            if (!volumes.contains(volume)) {
                causes.add(new Cause(
                        "FieldValueNotFound",
                        at + ".volumeMounts[" + index + "].name",
                        "Not found: \"" + volume + "\""));
            }
            index++;
        }
    }

    private void notNegative(JsonNode spec, String field, String at) {
        long value = Json.number(0, spec, field);
        if (value < 0) {
            causes.add(new Cause(
                    "FieldValueInvalid",
                    at + field,
                    "Invalid value: " + value + ": must be greater than or equal to 0"));
        }
    }

    private void required(String field, String why) {
        causes.add(new Cause("FieldValueRequired", field, "Required value" + (why == null ? "" : ": " + why)));
    }

    private void invalid(String field, String value, String problem) {
        if (problem != null) {
            causes.add(new Cause("FieldValueInvalid", field, "Invalid value: \"" + value + "\": " + problem));
        }
    }

    private void unsupported(String field, String value, String why) {
        causes.add(new Cause("FieldValueNotSupported", field, "Unsupported value: \"" + value + "\": " + why));
    }
}

package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Shape.Keys;
import java.util.List;

/** The keys of a DAG file, above its stages. */
final class DagShape {
    static final String API_VERSION = "k8sdag.jenkins.io/v1";
    static final List<String> TYPES = List.of("string", "number", "boolean", "list", "enum");

    private static final Shape WORD = new Shape.Word(Format.LITERAL);

    static final Keys PARAM = Keys.of(
            "Param",
            "A value that a run can be given.",
            Field.required("name", Field.text(Format.WORD), "The name expressions read it by: params.NAME."),
            Field.of("type", new Shape.Choice(TYPES), "string by default."),
            Field.of(
                    "default",
                    Field.either("a value", WORD, Field.list(WORD)),
                    "Its value where the run is given none."),
            Field.of("required", new Shape.Flag(), "True: a run must be given a value."),
            Field.of("values", new Shape.ListOf(WORD, 1, true), "The words an enum may be."),
            Field.of(
                    "pattern",
                    Field.text(Format.REGEX),
                    "A regular expression (RE2) that the whole string must match."),
            Field.of("description", Field.text(Format.LITERAL), "For people."));

    private static final Keys METADATA = Keys.of(
            "Metadata",
            "What the DAG is called.",
            Field.required("name", Field.text(Format.DAG_NAME), "Part of the names of Jobs."));

    private static final Keys SPEC = Keys.of(
            "Spec",
            "What the DAG does.",
            Field.of("params", Field.list(PARAM), "Typed values that a run can be given."),
            Field.of(
                    "maxParallel",
                    new Shape.Whole(1, 100_000),
                    "How many stages may be in flight at once; 50 by default."),
            Field.of("failFast", new Shape.Flag(), "True: the first failure cancels what runs and omits what waits."),
            Field.of("timeout", Field.text(Format.LIMIT), "Limit for the whole run; none by default."),
            Field.of("defaults", StageShape.DEFAULTS, "Fields of a stage, applied under every stage."),
            Field.of(
                    "podTemplate",
                    PodShape.type("PodTemplateSpec"),
                    "A PodTemplateSpec, merged under every stage's pod."),
            Field.of("lint", StageShape.LINT, "Warnings that are accepted for the whole file."),
            Field.required("stages", new Shape.ListOf(StageShape.STAGE, 1, false), "The nodes of the graph."),
            Field.refused("finally", "use needs: [{stage: a, when: always}] for what must run last"),
            Field.refused("concurrency", "use maxParallel for this run"),
            Field.refused("templates", "use spec.defaults for what stages share"),
            Field.refused("queueName", "submit without Kueue for now"),
            Field.refused("secrets", "use env with valueFrom.secretKeyRef, or envFrom with secretRef"),
            Field.refused("source", "clone in the script, or in an init container"),
            Field.refused("workspace", "clone in the script, or mount a volume"),
            Field.refused("files", "mount a ConfigMap by volumes and volumeMounts"),
            Field.refused("podTemplateRef", "write the template into podTemplate"));

    /** The whole file. */
    static final Keys DAG = Keys.of(
            "Dag",
            "A graph of stages, each run as a Kubernetes Job.",
            Field.required("apiVersion", new Shape.Choice(List.of(API_VERSION)), "The version of this format."),
            Field.required("kind", new Shape.Choice(List.of("Dag")), "Always Dag."),
            Field.required("metadata", METADATA, "What the DAG is called."),
            Field.required("spec", SPEC, "What the DAG does."));

    private DagShape() {}
}

package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Shape.Keys;
import java.util.List;
import java.util.Map;

/** The keys of a DAG file, above its stages. */
final class DagShape {
    static final String API_VERSION = "k8sdag.jenkins.io/v1";
    static final List<String> TYPES = List.of("string", "number", "boolean", "list", "enum");

    private static final String NO_SECRETS = "parameters are shown: keep it in a Secret, and read it in a stage by env:"
            + " {TOKEN: {valueFrom: {secretKeyRef: {name: ..., key: ...}}}}";

    private static final Shape WORD = new Shape.Word(Format.LITERAL);

    private static final Map<String, String> NO_TYPES = Map.of(
            "secret", NO_SECRETS,
            "password", NO_SECRETS,
            "bool", "write boolean",
            "int", "write number",
            "integer", "write number",
            "float", "write number",
            "choice", "write enum, with values: [first, second]",
            "array", "write list");

    static final Keys PARAM = Keys.of(
            "Param",
            "A value that a run can be given.",
            Field.required("name", Field.text(Format.WORD), "Expressions read it as params.NAME."),
            Field.of("type", new Shape.Choice(TYPES, NO_TYPES), "string, or enum where there are values."),
            Field.of(
                    "default",
                    Field.either("a value of its type", WORD, Field.list(WORD)),
                    "What it is where the run is given none; else it is the empty string, 0, false, an empty list or the first of"
                            + " the values. For a string it counts as it is written: 1.0 is \"1.0\"."),
            Field.of(
                    "required",
                    new Shape.Flag(),
                    false,
                    "True: a run must be given a value; there can be no default then."),
            Field.of("values", new Shape.ListOf(WORD, 1, true), "The words that an enum may be."),
            Field.of(
                    "pattern",
                    Field.text(Format.REGEX),
                    "A regular expression (RE2) that the whole of a string must match, be it given or the default."),
            Field.of("description", Field.text(Format.LITERAL), "For people."));

    static final Keys METADATA = Keys.of(
            "Metadata",
            "What the DAG is called.",
            Field.required("name", Field.text(Format.DAG_NAME), "The DAG's name, a part of the names of its Jobs."));

    /** The keys of {@code spec.concurrency}. */
    static final Keys CONCURRENCY = Keys.of(
            "Concurrency",
            "A group of runs of which only some may be under way at a time.",
            Field.required(
                    "group", Field.text(Format.GROUP), "Its name. What it reads in ${{ }} must be params, env or run."),
            Field.of("limit", new Shape.Whole(1, 100_000), 1, "How many runs of it may be under way at once."),
            Field.of(
                    "cancelSuperseded",
                    new Shape.Flag(),
                    false,
                    "True: a new run of the group cancels the older ones that wait or run."));

    static final Keys SPEC = Keys.of(
            "Spec",
            "What the DAG does.",
            Field.of("params", Field.list(PARAM), "Typed values that a run can be given."),
            Field.of(
                    "maxParallel",
                    new Shape.Whole(1, 100_000),
                    DagReader.MAX_PARALLEL,
                    "How many stages of a run may be in flight at once."),
            Field.of(
                    "failFast",
                    new Shape.Flag(),
                    false,
                    "True: the first failure cancels what runs and omits what waits."),
            Field.of("timeout", Field.text(Format.LIMIT), "The limit for the whole run."),
            Field.of(
                    "concurrency",
                    Field.either("the name of a group or a map", Field.text(Format.GROUP), CONCURRENCY),
                    "A group of runs of which only some may be under way at a time. A name alone is a group with a limit of 1."),
            Field.of(
                    "defaults",
                    StageShape.DEFAULTS,
                    "Any key of a stage but name, description, needs, template, matrix, forEach, uses, with and lint: it lies under every stage."),
            Field.of(
                    "templates",
                    new Shape.MapOf(Format.NAME, StageShape.TEMPLATE),
                    "By name, what several stages share: any key of a stage but name, needs, template, matrix, forEach, uses and with. A stage that says"
                            + " template: NAME has it above the defaults and under its own keys."),
            Field.of(
                    "podTemplate",
                    PodShape.type("PodTemplateSpec"),
                    "As in Kubernetes; it lies under the pod of every stage."),
            Field.of("lint", StageShape.LINT, "Warnings that are accepted for the whole file."),
            Field.required(
                    "stages", new Shape.ListOf(StageShape.STAGE, 1, false), "The nodes of the graph, at least one."),
            Field.of(
                    "finally",
                    new Shape.ListOf(StageShape.STAGE, 1, false),
                    "Stages that run when all others have ended, however they did; they may need each other, and read run.status and"
                            + " every stage."),
            Field.of(
                    "finallyTimeout",
                    Field.text(Format.LIMIT),
                    "1h",
                    "The limit for all stages in finally together, from the moment they may start."),
            Field.of(
                    "outputs",
                    new Shape.MapOf(Format.WORD, Field.text(Format.INTERPOLATION)),
                    "What a file that uses this one may read of it as outputs of its stage; each is one ${{ }}."),
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

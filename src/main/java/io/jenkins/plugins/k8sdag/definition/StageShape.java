package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Shape.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of a stage and of {@code spec.defaults}: one table for the reader, the JSON Schema and the reference. */
final class StageShape {
    private static final List<String> ENDS = List.of("succeeded", "failed", "completed", "always");

    /** One edge written out. */
    static final Keys NEED = Keys.of(
            "Need",
            "A stage to wait for.",
            Field.required("stage", Field.text(Format.LITERAL), "The stage to wait for."),
            Field.of("when", new Shape.Choice(ENDS), "succeeded", "What its end must be for this stage to go on."));

    static final Keys BACKOFF = Keys.of(
            "Backoff",
            "How long to wait between attempts.",
            Field.of("initial", Field.text(Format.DURATION), "10s", "The first wait."),
            Field.of("factor", new Shape.Decimal(1, false), 2, "Growth from wait to wait."),
            Field.of(
                    "max",
                    Field.text(Format.DURATION),
                    "5m",
                    "The longest wait; where initial is longer than 5m, it is initial."));

    static final Keys MEMORY = Keys.of(
            "MemoryGrowth",
            "A memory limit that grows after running out of memory.",
            Field.required("factor", new Shape.Decimal(1, true), "Growth after each attempt that ran out of memory."),
            Field.required("max", new Shape.TextOrNumber(Format.MEMORY), "The largest limit, a quantity."));

    static final Keys RETRY = Keys.of(
            "Retry",
            "Further attempts after a failure of the stage's own.",
            Field.required(
                    "limit",
                    new Shape.Whole(0, 100),
                    "Further attempts after the first; retry: 2 is short for retry: {limit: 2}."),
            Field.of(
                    "on",
                    new Shape.ListOf(new Shape.Choice(List.of("failure", "timeout", "outOfMemory")), 1, true),
                    List.of("failure", "timeout"),
                    "The ends that are tried again; failure includes running out of memory."),
            Field.of("backoff", BACKOFF, "The waits between attempts."),
            Field.of("memory", MEMORY, "How the memory limit grows after running out of memory."));

    static final Keys TIMEOUTS = Keys.of(
            "Timeouts",
            "Limits of a stage's clocks.",
            Field.of(
                    "pending",
                    Field.text(Format.LIMIT),
                    "15m",
                    "Until a node is found, and until what the pod mounts is there."),
            Field.of(
                    "pull",
                    Field.text(Format.LIMIT),
                    "30m",
                    "From then until the main container runs: images and init containers."),
            Field.of("run", Field.text(Format.LIMIT), "The main container."));

    static final Keys LINT = Keys.of(
            "Lint",
            "Warnings that are known and accepted.",
            Field.required(
                    "ignore",
                    Field.list(Keys.of(
                            "LintIgnore",
                            "One accepted warning.",
                            Field.required("code", new Shape.Choice(LintCode.codes()), "The code of the warning."),
                            Field.required("reason", Field.text(Format.REASON), "Why it is accepted."))),
                    "The accepted warnings."));

    private static final Keys VALUE_FROM = Keys.of(
            "EnvValueFrom",
            "A variable whose value Kubernetes finds.",
            Field.required(
                    "valueFrom",
                    PodShape.type("EnvVarSource"),
                    "As in Kubernetes: the key of a Secret or ConfigMap, or a field of the pod."));

    /** The keys of an entry of {@code spec.stages}. */
    static final Keys STAGE = stage();

    /** The keys of an entry of {@code spec.templates}. */
    static final Keys TEMPLATE = template();

    /** The keys of {@code spec.defaults}. */
    static final Keys DEFAULTS = defaults();

    private StageShape() {}

    private static Keys stage() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.required("name", Field.text(Format.NAME), "Unique in the file."));
        fields.add(Field.of("description", Field.text(Format.LITERAL), "For people."));
        fields.add(Field.of("needs", needs(), "The stages it waits for: a name, {stage, when}, or a list of those."));
        fields.add(Field.of(
                "template",
                Field.text(Format.NAME),
                "One of spec.templates: what it says lies under this stage's own keys."));
        fields.addAll(FanOutShape.fields());
        fields.addAll(behaviour());
        fields.addAll(container());
        fields.addAll(pod());
        fields.addAll(refused());
        return Keys.of("Stage", "One node of the graph, run as one pod.", fields.toArray(Field[]::new));
    }

    private static Keys template() {
        Map<String, Field> fields = new LinkedHashMap<>(STAGE.fields());
        String why = "cannot stand in a template";
        fields.put("name", Field.misplaced("name", why, "its name is the key in spec.templates"));
        fields.put("needs", Field.misplaced("needs", why, "write the needs of each stage at the stage"));
        String flat = "write what both share into spec.defaults, or write it twice";
        fields.put("template", Field.misplaced("template", why, flat));
        FanOutShape.misplace(fields, why);
        return new Keys("Template", "What several stages share, between the defaults and their own keys.", fields);
    }

    private static Keys defaults() {
        Map<String, Field> fields = new LinkedHashMap<>(STAGE.fields());
        List.of("name", "description", "lint").forEach(fields::remove);
        String why = "cannot stand in spec.defaults";
        fields.put("needs", Field.misplaced("needs", why, "write the needs of each stage at the stage"));
        fields.put("template", Field.misplaced("template", why, "name the template at each stage"));
        FanOutShape.misplace(fields, why);
        return new Keys("Defaults", "Fields of a stage, applied under every stage.", fields);
    }

    private static Shape needs() {
        Shape one = Field.text(Format.LITERAL);
        return Field.either(
                "a list of stages", one, NEED, Field.list(Field.either("a stage's name or {stage, when}", one, NEED)));
    }

    private static List<Field> behaviour() {
        Shape condition = Field.either("a CEL expression", Field.text(Format.EXPRESSION), new Shape.Flag());
        return List.of(
                Field.of(
                        "when",
                        condition,
                        true,
                        "Asked when all its needs have ended; where it is false, the stage is SKIPPED."),
                Field.of(
                        "outputs",
                        new Shape.ListOf(Field.text(Format.WORD), 0, true),
                        "Names it writes as KEY=value lines to the file $K8SDAG_OUTPUT, 4096 bytes in all."),
                Field.of(
                        "retry",
                        Field.either("a number of attempts or a map", new Shape.Whole(0, 100), RETRY),
                        0,
                        "Further attempts after a failure of its own."),
                Field.of(
                        "timeout",
                        Field.either("a duration or a map", Field.text(Format.LIMIT), TIMEOUTS),
                        "Limits of its clocks; a single duration is the run clock."),
                Field.of(
                        "allowFailure",
                        condition,
                        false,
                        "Where it is true, a failure makes the stage UNSTABLE, and its dependents go on. An expression may stand in"
                                + " ${{ }}."),
                Field.of(
                        "priority",
                        new Shape.Whole(-1000, 1000),
                        0,
                        "Where more stages are ready than may start, those of a higher priority start first."),
                Field.of("lint", LINT, "Warnings that are accepted for this stage."));
    }

    private static List<Field> container() {
        Shape word = new Shape.Word(Format.TEXT);
        Shape variable =
                Field.either("a string, a number, a boolean or {valueFrom}", word, VALUE_FROM, new Shape.Nothing());
        Shape env = Field.either(
                "a map of variables or Kubernetes' list",
                new Shape.MapOf(Format.ENV_NAME, variable),
                Field.list(PodShape.type("EnvVar")));
        List<Field> fields = new ArrayList<>(
                List.of(
                        Field.of(
                                "image",
                                Field.text(Format.IMAGE),
                                "The image of its main container; required here, in its template, in the defaults or in a pod template."),
                        Field.of("script", Field.text(Format.TEXT), "Run by shell; not together with command or args."),
                        Field.of(
                                "shell",
                                new Shape.ListOf(Field.text(Format.TEXT), 1, false),
                                List.of("sh", "-ec"),
                                "What runs the script, which is its last argument."),
                        Field.of(
                                "env",
                                env,
                                "Variables of the main container. A number or boolean counts as it is written; NAME: {valueFrom: ...} takes"
                                        + " it from a Secret, a ConfigMap or the pod; an empty value removes what lower layers say.")));
        addKubernetes(
                fields,
                "Container",
                List.of(
                        "command",
                        "args",
                        "envFrom",
                        "resources",
                        "workingDir",
                        "imagePullPolicy",
                        "securityContext",
                        "volumeMounts"),
                "As in a container in Kubernetes; for the main container.");
        return fields;
    }

    private static List<Field> pod() {
        List<Field> fields = new ArrayList<>();
        addKubernetes(
                fields,
                "PodSpec",
                List.of(
                        "volumes",
                        "initContainers",
                        "nodeSelector",
                        "tolerations",
                        "affinity",
                        "topologySpreadConstraints",
                        "serviceAccountName",
                        "priorityClassName",
                        "runtimeClassName",
                        "imagePullSecrets",
                        "hostname",
                        "terminationGracePeriodSeconds"),
                "As in a pod's spec in Kubernetes.");
        fields.add(Field.of(
                "podTemplate",
                PodShape.type("PodTemplateSpec"),
                "As in Kubernetes, for whatever has no key of its own; it lies under the stage's other keys."));
        return fields;
    }

    private static void addKubernetes(List<Field> fields, String type, List<String> names, String description) {
        for (String name : names) {
            Shape shape = PodShape.field(type, name).shape();
            fields.add(Field.pod(name, shape, description));
        }
    }

    private static List<Field> refused() {
        return List.of(
                Field.misplaced("finally", "belongs to spec, not to a stage", "write spec.finally: [stages]"),
                Field.misplaced(
                        "concurrency", "cannot stand in a stage", "write spec.concurrency: it is for whole runs"),
                Field.misplaced(
                        "templates",
                        "cannot stand in a stage",
                        "write spec.templates, and template: NAME at the stage"),
                Field.refused("queueName", "submit without Kueue for now"),
                Field.refused("secrets", "use env with valueFrom.secretKeyRef, or envFrom with secretRef"),
                Field.refused("source", "clone in the script, or in an init container"),
                Field.refused("artifacts", "upload from the script"),
                Field.refused("reports", "upload from the script"),
                Field.refused("services", "use an init container with restartPolicy: Always in podTemplate"),
                Field.refused("workspace", "clone in the script, or mount a volume"),
                Field.refused("files", "mount a ConfigMap by volumes and volumeMounts"),
                Field.refused("podTemplateRef", "write the template into podTemplate"));
    }
}

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
            Field.of("when", new Shape.Choice(ENDS), "What its end must be; succeeded by default."));

    static final Keys BACKOFF = Keys.of(
            "Backoff",
            "How long to wait between attempts.",
            Field.of("initial", Field.text(Format.DURATION), "The first wait; 10s by default."),
            Field.of("factor", new Shape.Decimal(1, false), "Growth from wait to wait; 2 by default."),
            Field.of("max", Field.text(Format.DURATION), "The longest wait; 5m by default."));

    static final Keys MEMORY = Keys.of(
            "MemoryGrowth",
            "A memory limit that grows after running out of memory.",
            Field.required("factor", new Shape.Decimal(1, true), "Growth per attempt that ran out of memory."),
            Field.required("max", new Shape.TextOrNumber(Format.MEMORY), "The largest limit, a quantity."));

    static final Keys RETRY = Keys.of(
            "Retry",
            "Further attempts after a failure of the stage's own.",
            Field.required("limit", new Shape.Whole(0, 100), "Further attempts after the first."),
            Field.of(
                    "on",
                    new Shape.ListOf(new Shape.Choice(List.of("failure", "timeout", "outOfMemory")), 1, true),
                    "The ends that are tried again; [failure, timeout] by default."),
            Field.of("backoff", BACKOFF, "The waits between attempts."),
            Field.of("memory", MEMORY, "How the memory limit grows, if it does."));

    static final Keys TIMEOUTS = Keys.of(
            "Timeouts",
            "Limits of a stage's clocks.",
            Field.of("pending", Field.text(Format.LIMIT), "Until a node is found; 15m by default."),
            Field.of("pull", Field.text(Format.LIMIT), "Images and init containers; 30m by default."),
            Field.of("run", Field.text(Format.LIMIT), "The main container; no limit by default."));

    static final Keys LINT = Keys.of(
            "Lint",
            "Warnings that are known and accepted.",
            Field.required(
                    "ignore",
                    Field.list(Keys.of(
                            "LintIgnore",
                            "One accepted warning.",
                            Field.required("code", new Shape.Choice(LintCode.codes()), "The warning's code."),
                            Field.required("reason", Field.text(Format.REASON), "Why it is accepted."))),
                    "The accepted warnings."));

    private static final Keys VALUE_FROM = Keys.of(
            "EnvValueFrom",
            "A variable whose value Kubernetes finds.",
            Field.required(
                    "valueFrom",
                    PodShape.type("EnvVarSource"),
                    "A Secret's or ConfigMap's key, or a field of the pod."));

    /** The keys of an entry of {@code spec.stages}. */
    static final Keys STAGE = stage();

    /** The keys of {@code spec.defaults}. */
    static final Keys DEFAULTS = defaults();

    private StageShape() {}

    private static Keys stage() {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.required("name", Field.text(Format.NAME), "Unique in the file."));
        fields.add(Field.of("description", Field.text(Format.LITERAL), "For people."));
        fields.add(Field.of("needs", needs(), "The stages it waits for."));
        fields.addAll(behaviour());
        fields.addAll(container());
        fields.addAll(pod());
        fields.addAll(refused());
        return Keys.of("Stage", "One node of the graph, run as one pod.", fields.toArray(Field[]::new));
    }

    private static Keys defaults() {
        Map<String, Field> fields = new LinkedHashMap<>(STAGE.fields());
        List.of("name", "description", "lint").forEach(fields::remove);
        fields.put("needs", Field.refused("needs", "write the needs of each stage at the stage"));
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
                Field.of("when", condition, "CEL that must be true for the stage to run; else it is SKIPPED."),
                Field.of(
                        "outputs",
                        new Shape.ListOf(Field.text(Format.WORD), 0, true),
                        "Names it writes as KEY=value lines to $K8SDAG_OUTPUT."),
                Field.of(
                        "retry",
                        Field.either("a number of attempts or a map", new Shape.Whole(0, 100), RETRY),
                        "Further attempts after a failure."),
                Field.of(
                        "timeout",
                        Field.either("a duration or a map", Field.text(Format.LIMIT), TIMEOUTS),
                        "Limits of its clocks; a single duration is the run clock."),
                Field.of(
                        "allowFailure",
                        condition,
                        "True, or an expression that is: a failure makes it UNSTABLE and its dependents go on."),
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
        List<Field> fields = new ArrayList<>(List.of(
                Field.of("image", Field.text(Format.IMAGE), "The main container's image."),
                Field.of("script", Field.text(Format.TEXT), "Run by the shell; instead of command and args."),
                Field.of(
                        "shell",
                        new Shape.ListOf(Field.text(Format.TEXT), 1, false),
                        "What runs the script; [sh, -ec] by default."),
                Field.of("env", env, "Environment variables of the main container.")));
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
                "main container");
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
                "pod");
        fields.add(Field.of(
                "podTemplate",
                PodShape.type("PodTemplateSpec"),
                "A PodTemplateSpec for whatever has no key of its own."));
        return fields;
    }

    private static void addKubernetes(List<Field> fields, String type, List<String> names, String owner) {
        for (String name : names) {
            Shape shape = PodShape.field(type, name).shape();
            fields.add(Field.pod(name, shape, "As in Kubernetes' " + type + "; for the stage's " + owner + "."));
        }
    }

    private static List<Field> refused() {
        return List.of(
                Field.refused("matrix", "write one stage for each combination"),
                Field.refused("forEach", "write one stage for each item"),
                Field.refused("finally", "it belongs to spec and is to come; use needs: [{stage: a, when: always}]"),
                Field.refused("concurrency", "it belongs to spec and is to come; use maxParallel for this run"),
                Field.refused("uses", "write the stages of the other DAG into this file"),
                Field.refused("templates", "use spec.defaults for what stages share"),
                Field.refused("queueName", "submit without Kueue for now"),
                Field.refused("secrets", "use env with valueFrom.secretKeyRef, or envFrom with secretRef"),
                Field.refused("source", "clone in the script, or in an init container"),
                Field.refused("artifacts", "upload from the script"),
                Field.refused("reports", "upload from the script"),
                Field.refused("services", "use an init container with restartPolicy: Always in podTemplate"),
                Field.refused("workspace", "clone in the script, or mount a volume"),
                Field.refused("files", "mount a ConfigMap by volumes and volumeMounts"),
                Field.refused("podTemplateRef", "write the template into podTemplate"),
                Field.refused("priority", "stages start in the file's order"));
    }
}

package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a stage that uses a file says of it.
 *
 * @param path as the stage names it
 * @param arguments what the file is given
 */
record UsedStage(String path, UsedFile file, List<Group.Argument> arguments) {
    private static final Set<String> KEYS =
            Set.of("name", "description", "needs", "when", "allowFailure", "matrix", "forEach", "uses", "with", "lint");

    /** Reads {@code uses} and {@code with}; empty if the stage uses nothing, or something that cannot be used. */
    static Optional<UsedStage> read(Mapping stage, String what, UsedFiles files, Problems problems) {
        if (!stage.has("uses")) {
            if (stage.has("with")) {
                problems.error(
                        stage.keyAt("with"), "conflict", what + " has with and no uses", "add uses: ./FILE.yaml");
            }
            return Optional.empty();
        }
        stage.entries().forEach((key, entry) -> {
            if (!KEYS.contains(key) && StageShape.STAGE.fields().containsKey(key)) {
                problems.error(
                        entry.keyAt(),
                        "conflict",
                        what + " uses a file and has '" + key + "', which is for a stage that runs a pod of its own",
                        "write it in the file, or pass it through with");
            }
        });
        Optional<Scalar> uses = Trees.string(stage, "uses").filter(u -> Format.USED_FILE.matches(u.text()));
        return uses.flatMap(u -> files.read(u, problems)
                .map(file -> new UsedStage(u.text(), file, arguments(stage, u, file, problems))));
    }

    private static List<Group.Argument> arguments(Mapping stage, Scalar uses, UsedFile file, Problems problems) {
        Mapping with = Trees.map(stage, "with");
        with.entries().forEach((name, entry) -> {
            if (!file.params().containsKey(name)) {
                problems.error(
                        entry.keyAt(),
                        "unknown-name",
                        uses.text() + " has no parameter '" + name + "'",
                        problems.didYouMean(name, file.params().keySet(), "parameters"));
            }
        });
        List<Group.Argument> arguments = new ArrayList<>();
        for (Map.Entry<String, UsedFile.Declared> param : file.params().entrySet()) {
            Node given = with.get(param.getKey());
            if (given == null && param.getValue().required()) {
                problems.error(
                        uses.at(),
                        "missing-param",
                        uses.text() + " requires the parameter '" + param.getKey() + "'",
                        "add with: {" + param.getKey() + ": VALUE}");
            }
            arguments.add(argument(param.getKey(), param.getValue(), given, problems));
        }
        return arguments;
    }

    private static Group.Argument argument(String name, UsedFile.Declared param, Node given, Problems problems) {
        ParamType type = param.type();
        String kind = type.type().equals("enum") ? "string" : type.type();
        if (given != null && !Interpolation.sources(Trees.plain(given)).isEmpty()) {
            return new Group.Argument(name, written(given), kind, check(type));
        }
        ParamType here = new ParamType(type.type(), type.words(), type.pattern(), problems);
        Object value = given == null
                ? param.value()
                : here.ofNode(given, name, "the parameter '" + name + "'").orElse(param.value());
        return new Group.Argument(name, value, kind, "");
    }

    /** Text as it is written, as all parameters are read. */
    private static Object written(Node node) {
        if (node instanceof Node.Sequence list) {
            return list.items().stream().map(UsedStage::written).toList();
        }
        return node instanceof Scalar scalar ? scalar.text() : "";
    }

    /** What only the run can tell of a value that is computed. */
    private static String check(ParamType type) {
        if (type.type().equals("enum")) {
            return "item in [" + type.words().stream().map(CelText::quoted).collect(Collectors.joining(", ")) + "]";
        }
        return type.pattern()
                .map(p -> "item.matches(" + CelText.quoted("^(?:" + p + ")$") + ")")
                .orElse("");
    }
}

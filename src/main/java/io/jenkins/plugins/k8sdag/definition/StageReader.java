package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.StrategicMerge;
import io.jenkins.plugins.k8sdag.dag.Timeouts;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import io.jenkins.plugins.k8sdag.definition.Node.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the stages of a file, each over the defaults or over its template. What those say of the pod is made once and shared by all:
 * there is one reader for the defaults, and one for each template.
 */
final class StageReader {
    /** Where a file's stages stand. */
    private static final List<String> LISTS = List.of("stages", "finally");

    private final Frame frame;
    private final Map<String, Object> lowest;
    private final Problems problems;
    private final Command command;
    private final RetryReader retries;
    private final Mapping defaults;
    private final Map<String, Object> under;
    private final Map<String, Object> podTemplate;
    private final Templates templates;
    private final Optional<Template> base;
    private final Map<String, StageReader> byTemplate = new HashMap<>();
    private final Set<Place> mountsTold = new HashSet<>();

    /**
     * What entries of a file are read with beside the file.
     *
     * @param used whether others use the file: its pod template is then a layer under its own stages only
     */
    record Frame(MatrixReader matrices, UsedFiles files, boolean used) {}

    StageReader(Problems problems, SourceText text, Mapping spec, Templates templates, Frame frame) {
        this.frame = frame;
        this.problems = problems;
        this.command = new Command(problems, text);
        this.retries = new RetryReader(problems);
        this.defaults = Trees.map(spec, "defaults");
        Map<String, Object> pod = Layer.podTemplate(spec);
        this.lowest = frame.used() ? pod : Map.of();
        this.under = StrategicMerge.compose(lowest, Layer.of(defaults));
        this.podTemplate = frame.used() ? Map.of() : pod;
        this.templates = templates;
        this.base = Optional.empty();
        command.check(defaults, "spec.defaults");
        templates.all().forEach(t -> command.check(t, defaults));
    }

    /** The same over a template. */
    private StageReader(StageReader plain, Template template) {
        this.problems = plain.problems;
        this.command = plain.command;
        this.retries = plain.retries;
        this.defaults = template.fields();
        this.frame = plain.frame;
        this.lowest = plain.lowest;
        this.under = StrategicMerge.compose(lowest, template.pod());
        this.podTemplate = plain.podTemplate;
        this.templates = plain.templates;
        this.base = Optional.of(template);
    }

    private StageReader over(Optional<Template> template) {
        return template.map(t -> byTemplate.computeIfAbsent(t.name(), n -> new StageReader(this, t)))
                .orElse(this);
    }

    /** The pod template under all stages, its main container named. */
    Map<String, Object> podTemplate() {
        return podTemplate;
    }

    /** All entries of a file: its stages, then those in finally. */
    List<StageDraft> read(Mapping spec) {
        Set<String> names = new HashSet<>();
        for (String list : LISTS) {
            Trees.maps(spec, list).forEach(s -> Trees.string(s, "name").ifPresent(n -> names.add(n.text())));
        }
        List<StageDraft> drafts = new ArrayList<>();
        for (String list : LISTS) {
            for (Mapping stage : Trees.maps(spec, list)) {
                drafts.add(over(templates.of(stage)).read(stage, Trees.string(stage, "name"), names, list));
            }
        }
        return drafts;
    }

    private StageDraft read(Mapping stage, Optional<Scalar> name, Set<String> names, String list) {
        String what = name.map(n -> "stage '" + n.text() + "'").orElse("a stage");
        FanOut fanOut = FanOut.read(
                problems, frame.matrices(), stage, name.map(Scalar::text).orElse(""), names);
        boolean inFinally = list.equals("finally");
        if (stage.has("uses")) {
            Optional<UsedStage> used = UsedStage.read(stage, what, frame.files(), problems);
            return user(stage, name, fanOut, used, inFinally);
        }
        UsedStage.read(stage, what, frame.files(), problems);
        command.check(stage, what);
        Map<String, Object> template = StrategicMerge.compose(under, Layer.of(stage));
        boolean argsBelow = Layer.main(podTemplate).containsKey("args")
                || Layer.main(template).containsKey("args");
        template = Layer.overMain(template, command.of(stage, defaults, argsBelow, what));
        boolean unknownBelow = stage.has("template") && base.isEmpty();
        if (image(template) == null && !stage.has("image") && !unknownBelow) {
            problems.error(
                    name.map(Scalar::at).orElse(stage.at()),
                    "incomplete",
                    what + " has no image",
                    "add image: NAME:TAG to it, to its template or to spec.defaults");
        }
        mounts(stage, template, what, what);
        if (base.isPresent()) {
            mounts(base.get().node(), template, base.get().what(), what);
        }
        return new StageDraft(
                stage,
                name.map(Scalar::text).orElse(""),
                name.map(Scalar::at).orElse(stage.at()),
                NeedDraft.read(stage),
                condition(stage, "when"),
                condition(stage, "allowFailure"),
                outputs(stage),
                retries.read(layered(stage, "retry")),
                TimeoutReader.read(
                        Optional.ofNullable(stage.get("timeout")), Optional.ofNullable(defaults.get("timeout"))),
                template,
                fanOut,
                Optional.empty(),
                inFinally,
                Trees.number(stage, "priority")
                        .or(() -> Trees.number(defaults, "priority"))
                        .map(Number::intValue)
                        .orElse(0));
    }

    /** A stage that uses a file has nothing of the defaults: they are for pods of this file. */
    private StageDraft user(
            Mapping stage, Optional<Scalar> name, FanOut fanOut, Optional<UsedStage> used, boolean inFinally) {
        Place uses = stage.keyAt("uses");
        return new StageDraft(
                stage,
                name.map(Scalar::text).orElse(""),
                name.map(Scalar::at).orElse(stage.at()),
                NeedDraft.read(stage),
                own(stage, "when"),
                own(stage, "allowFailure"),
                used.map(u -> u.file().outputs().keySet().stream()
                                .sorted()
                                .map(o -> new Located(o, uses))
                                .toList())
                        .orElse(List.of()),
                RetryPolicy.NONE,
                Timeouts.DEFAULT,
                Map.of(),
                fanOut,
                used,
                inFinally,
                0);
    }

    private static Optional<Scalar> own(Mapping stage, String key) {
        return Optional.ofNullable(stage.get(key)).flatMap(StageReader::condition);
    }

    private static Optional<Scalar> condition(Node node) {
        return Optional.of(node)
                .filter(Scalar.class::isInstance)
                .map(Scalar.class::cast)
                .filter(s -> s.isString() || s.value() instanceof Boolean);
    }

    private Object image(Map<String, Object> template) {
        Map<?, ?> main = Layer.main(template);
        return main.containsKey("image")
                ? main.get("image")
                : Layer.main(podTemplate).get("image");
    }

    /** What a layer of a stage mounts is one of its volumes. Of a template each mount is told of once. */
    private void mounts(Mapping layer, Map<String, Object> template, String who, String what) {
        for (Mapping mount : Trees.maps(layer, "volumeMounts")) {
            Optional<Scalar> volume =
                    Trees.string(mount, "name").filter(v -> !v.text().contains(Format.OPEN));
            if (volume.isPresent() && !mount.has("$patch")) {
                Set<String> known = Layer.volumes(template);
                known.addAll(Layer.volumes(podTemplate));
                String name = volume.get().text();
                if (!known.contains(name) && mountsTold.add(volume.get().at())) {
                    String pod = who.equals(what) ? "its pod" : "the pod of " + what;
                    problems.error(
                            volume.get().at(),
                            "unknown-volume",
                            who + " mounts the volume '" + name + "', which " + pod + " does not have",
                            problems.didYouMean(name, known, "volumes"));
                }
            }
        }
    }

    private Optional<Node> layered(Mapping stage, String key) {
        return Optional.ofNullable(stage.has(key) ? stage.get(key) : defaults.get(key));
    }

    private Optional<Scalar> condition(Mapping stage, String key) {
        return layered(stage, key).flatMap(StageReader::condition);
    }

    private List<Located> outputs(Mapping stage) {
        List<Located> outputs = new ArrayList<>();
        Node node = layered(stage, "outputs").orElse(null);
        if (node instanceof Sequence list) {
            for (Node item : list.items()) {
                if (item instanceof Scalar scalar && scalar.isString() && Format.WORD.matches(scalar.text())) {
                    outputs.add(new Located(scalar.text(), scalar.at()));
                }
            }
        }
        return outputs;
    }
}

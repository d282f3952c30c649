package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The templates of a file, and which of them its stages use. One object per file. */
final class Templates {
    private final Problems problems;
    private final Map<String, Template> byName = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    Templates(Problems problems, Mapping spec) {
        this.problems = problems;
        Mapping defaults = Trees.map(spec, "defaults");
        Mapping templates = Trees.map(spec, "templates");
        templates.entries().forEach((name, entry) -> {
            if (entry.value() instanceof Mapping node) {
                byName.put(name, Template.of(name, entry.keyAt(), node, defaults));
            }
        });
    }

    Collection<Template> all() {
        return byName.values();
    }

    /** The templates that no stage asked for. */
    List<Template> unused() {
        return all().stream().filter(t -> !used.contains(t.name())).toList();
    }

    /** The template of a stage; empty if it has none, or one that the file does not have, which is a problem. */
    Optional<Template> of(Mapping stage) {
        Optional<Scalar> name = Trees.string(stage, "template").filter(n -> Format.NAME.matches(n.text()));
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Template template = byName.get(name.get().text());
        if (template == null) {
            problems.error(
                    name.get().at(),
                    "unknown-template",
                    "there is no template '" + name.get().text() + "'",
                    problems.didYouMean(name.get().text(), byName.keySet(), "templates"));
        }
        used.add(name.get().text());
        return Optional.ofNullable(template);
    }
}

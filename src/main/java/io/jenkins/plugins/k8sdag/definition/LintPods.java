package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.dag.Interpolation;
import io.jenkins.plugins.k8sdag.definition.Node.Entry;
import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import io.jenkins.plugins.k8sdag.definition.Node.Sequence;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Warns of what a pod may do to its node, of literal secrets, and of images that change under their name. */
final class LintPods {
    private static final Set<String> HOST_NAMESPACES = Set.of("hostNetwork", "hostPID", "hostIPC");
    private static final Pattern SECRET =
            Pattern.compile(".*(password|passwd|secret|token|credential|api_?key|access_?key|private_?key).*");
    private static final Pattern PARAM = Pattern.compile("\\bparams(?:\\.\\??|\\[[\"'])(\\w+)");
    private static final Pattern NO_SECRET = Pattern.compile(".*_(file|path|dir|name|url|id|type|ttl|length)");

    private final Lint lint;

    LintPods(Lint lint) {
        this.lint = lint;
    }

    void check(Mapping spec, Templates templates) {
        walk(Set.of(), Trees.map(spec, "defaults"));
        walk(Set.of(), Trees.map(spec, "podTemplate"));
        templates.all().forEach(t -> walk(Lint.ignored(t.node()), t.node()));
        for (int i = 0; i < lint.graph().stages().size(); i++) {
            walk(lint.ignored(i), lint.graph().stages().get(i).node());
        }
    }

    /** Whether a name says that its value is a secret. */
    static boolean namesSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return SECRET.matcher(lower).matches() && !NO_SECRET.matcher(lower).matches();
    }

    private void walk(Set<String> accepted, Node node) {
        if (node instanceof Sequence list) {
            list.items().forEach(item -> walk(accepted, item));
        } else if (node instanceof Mapping map) {
            map.entries().forEach((key, entry) -> {
                look(accepted, key, entry);
                walk(accepted, entry.value());
            });
        }
    }

    private void look(Set<String> accepted, String key, Entry entry) {
        Object value = entry.value() instanceof Scalar scalar ? scalar.value() : null;
        if (key.equals("hostPath")) {
            warn(
                    accepted,
                    entry.keyAt(),
                    LintCode.HOST_PATH,
                    "hostPath gives the pod a folder of its node",
                    "use emptyDir, a claim or a ConfigMap");
        } else if (key.equals("privileged") && Boolean.TRUE.equals(value)) {
            warn(
                    accepted,
                    entry.keyAt(),
                    LintCode.PRIVILEGED,
                    "a privileged container owns its node",
                    "add the one capability it needs");
        } else if (HOST_NAMESPACES.contains(key) && Boolean.TRUE.equals(value)) {
            warn(
                    accepted,
                    entry.keyAt(),
                    LintCode.PRIVILEGED,
                    "'" + key + "' gives the pod a namespace of its node",
                    "remove it");
        } else if (key.equals("runAsUser") && Long.valueOf(0).equals(value)
                || key.equals("runAsNonRoot") && Boolean.FALSE.equals(value)) {
            warn(
                    accepted,
                    entry.keyAt(),
                    LintCode.ROOT_USER,
                    "the container runs as root",
                    "use an image that runs as another user, or runAsUser");
        } else if (key.equals("image") && entry.value() instanceof Scalar image && image.isString()) {
            image(accepted, image);
        } else if (key.equals("env")) {
            env(accepted, entry.value());
        }
    }

    private void image(Set<String> accepted, Scalar image) {
        String name = image.text().replaceAll("\\$\\{\\{.*?}}", "1");
        String last = name.substring(name.lastIndexOf('/') + 1);
        if (!last.contains(":") && !last.contains("@")) {
            warn(
                    accepted,
                    image.at(),
                    LintCode.LATEST_TAG,
                    "the image '" + image.text() + "' has no tag and means latest",
                    "add a version, as in " + image.text() + ":1.2.3");
        } else if (last.endsWith(":latest")) {
            warn(
                    accepted,
                    image.at(),
                    LintCode.LATEST_TAG,
                    "the image '" + image.text() + "' changes from run to run",
                    "write a version in place of latest");
        }
    }

    private void env(Set<String> accepted, Node env) {
        if (env instanceof Mapping map) {
            map.entries().forEach((name, entry) -> variable(accepted, name, entry.value()));
        } else if (env instanceof Sequence list) {
            for (Node item : list.items()) {
                if (item instanceof Mapping variable) {
                    Trees.string(variable, "name")
                            .ifPresent(name -> variable(accepted, name.text(), variable.get("value")));
                }
            }
        }
    }

    private void variable(Set<String> accepted, String name, Node value) {
        if (!(value instanceof Scalar scalar) || scalar.text().isEmpty() || !namesSecret(name)) {
            return;
        }
        if (scalar.text().contains(Format.OPEN)) {
            secretParam(accepted, name, scalar);
        } else {
            warn(
                    accepted,
                    value.at(),
                    LintCode.LITERAL_SECRET,
                    "the variable '" + name + "' looks like a secret and its value is in the file",
                    "use valueFrom.secretKeyRef");
        }
    }

    /** A parameter by a name of its own that ends up in a secret's place; one that is named like a secret is told of there. */
    private void secretParam(Set<String> accepted, String name, Scalar value) {
        for (String source : Interpolation.sources(value.text())) {
            Matcher param = PARAM.matcher(source);
            if (param.find() && !namesSecret(param.group(1))) {
                warn(
                        accepted,
                        value.at(),
                        LintCode.SECRET_PARAM,
                        "the variable '" + name + "' looks like a secret and takes its value from the parameter '"
                                + param.group(1) + "', and parameters are shown",
                        "keep it in a Secret and use valueFrom.secretKeyRef");
            }
        }
    }

    private void warn(Set<String> accepted, Place at, LintCode code, String message, String remedy) {
        if (!accepted.contains(code.code())) {
            lint.warn(at, code, message, remedy);
        }
    }
}

package io.jenkins.plugins.k8sdag.definition;

import io.jenkins.plugins.k8sdag.definition.Node.Mapping;
import io.jenkins.plugins.k8sdag.definition.Node.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the main container runs: a script by a shell, or a command with arguments as in Kubernetes. A stage's script takes the place
 * of whatever its template or the defaults run, and so does its command.
 */
final class Command {
    private static final List<String> SHELL = List.of("sh", "-ec");

    /** Of one script; finding the place of each takes a search from the script's start. */
    private static final int MOST_TOLD = 20;

    private final Problems problems;
    private final SourceText text;

    Command(Problems problems, SourceText text) {
        this.problems = problems;
        this.text = text;
    }

    /** What is wrong with what one layer says: the stage, or the defaults. */
    void check(Mapping layer, String what) {
        Optional<Scalar> script = Trees.string(layer, "script");
        for (String other : List.of("command", "args")) {
            if (script.isPresent() && layer.has(other)) {
                problems.error(
                        layer.keyAt(other),
                        "conflict",
                        what + " has both script and " + other,
                        "keep one; a script is run by shell: [sh, -ec]");
            }
        }
        script.ifPresent(s -> checkScript(s, what));
    }

    /** What is wrong with what a template says, by itself and above the defaults. */
    void check(Template template, Mapping defaults) {
        check(template.node(), template.what());
        boolean replaced = template.node().has("script") || template.node().has("command");
        if (!replaced && template.node().has("args")) {
            Trees.string(defaults, "script").ifPresent(s -> argsOfScript(template.node(), s, template.what()));
        }
    }

    private void argsOfScript(Mapping layer, Scalar script, String what) {
        problems.error(
                layer.keyAt("args"),
                "conflict",
                what + " has args, and what it runs is the script in line "
                        + script.at().line(),
                "write command, too, or a script");
    }

    private void checkScript(Scalar script, String what) {
        if (script.text().isBlank()) {
            problems.error(
                    script.at(),
                    "empty-script",
                    "the script of " + what + " is empty",
                    "write a command, such as true");
        }
        int nth = 0;
        int told = 0;
        int at = script.text().indexOf(Format.OPEN);
        while (at >= 0 && told < MOST_TOLD) {
            if (at == 0 || script.text().charAt(at - 1) != '$') {
                problems.error(
                        text.find(script, Format.OPEN, nth),
                        "interpolated-script",
                        "a script cannot hold ${{ }}: a value could be run as a command",
                        "pass it through env: {VALUE: \"${{ ... }}\"} and write \"$VALUE\" in the script");
                told++;
            }
            nth++;
            at = script.text().indexOf(Format.OPEN, at + 1);
        }
    }

    /**
     * The {@code command} and {@code args} of a stage's main container.
     *
     * @param defaults the defaults, or the fields of the stage's template
     * @param below whether a pod template below says args, which a script must not get
     */
    Map<String, Object> of(Mapping stage, Mapping defaults, boolean below, String what) {
        Optional<Scalar> own = Trees.string(stage, "script");
        Optional<Scalar> inherited = stage.has("command") ? Optional.empty() : Trees.string(defaults, "script");
        Optional<Scalar> script = own.or(() -> inherited);
        if (own.isEmpty() && inherited.isPresent() && stage.has("args")) {
            argsOfScript(stage, inherited.get(), what);
        }
        if (script.isEmpty() && stage.has("shell")) {
            problems.error(
                    stage.keyAt("shell"),
                    "conflict",
                    what + " has a shell and no script",
                    "add a script, or remove shell");
        }
        Map<String, Object> main = new LinkedHashMap<>();
        if (script.isPresent()) {
            List<Object> command = new ArrayList<>(shell(stage, defaults));
            command.add(unexpanded(script.get().text()));
            main.put("command", command);
            if (below) {
                main.put("args", null);
            }
            return main;
        }
        for (String key : List.of("command", "args")) {
            Node value = stage.has(key) ? stage.get(key) : defaults.get(key);
            if (value != null) {
                main.put(key, Trees.plain(value));
            }
        }
        return main;
    }

    /**
     * Kubernetes replaces <code>$(NAME)</code> and <code>$$</code> in a command (k8s.io/kubernetes, third_party/forked/golang/expansion);
     * in a script they are the shell's.
     */
    private static String unexpanded(String script) {
        return script.replaceAll("\\$(?=[$(])", "\\$\\$");
    }

    private static List<String> shell(Mapping stage, Mapping defaults) {
        List<String> own = Trees.strings(stage, "shell");
        List<String> shell = own.isEmpty() ? Trees.strings(defaults, "shell") : own;
        return shell.isEmpty() ? SHELL : shell;
    }
}

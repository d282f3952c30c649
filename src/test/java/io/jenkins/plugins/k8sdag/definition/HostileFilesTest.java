package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Dag;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files made to cost much. The bound on time is far above what they take, and far below what they took if something were squared. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostileFilesTest {
    private static final int MANY = 40_000;

    static List<Arguments> files() {
        String long1 = "a".repeat(300_000);
        return List.of(
                file(
                        "two long words",
                        Files.spec("params: [{name: p, values: [" + long1 + "b], default: " + long1 + "}]\nstages: []"),
                        "cannot be \"aaa"),
                file(
                        "interpolations in a string",
                        Files.stages("- {name: a, image: \"" + "${{a}}".repeat(MANY) + "\"}"),
                        "a string holds 40000 ${{ }}, more than 100"),
                file(
                        "openings in a string",
                        Files.stages("- {name: a, image: \"" + "${{".repeat(MANY) + "\"}"),
                        "a string holds 40000 ${{ }}, more than 100"),
                file(
                        "interpolations in a script",
                        Files.stages("- {name: a, image: x, script: \"" + "${{a}}".repeat(MANY) + "\"}"),
                        "a script cannot hold ${{ }}"),
                file(
                        "unknown keys",
                        Files.stages("- {name: a, image: x, " + join("kex%d: 1", MANY) + "}"),
                        "unknown key 'kex0'"),
                file(
                        "unknown needs",
                        Files.stages(lines("- {name: stage-%1$d, image: x, needs: [stagee-%1$d]}", 5000)),
                        "did you mean"),
                file("equal names", Files.stages(lines("- {name: a, image: x}", 5000)), "two stages are named 'a'"),
                file(
                        "a long cycle",
                        Files.stages("- {name: s0, image: x, needs: [s4999]}\n"
                                + IntStream.range(1, 5000)
                                        .mapToObj(i -> "- {name: s" + i + ", image: x, needs: [s" + (i - 1) + "]}")
                                        .collect(Collectors.joining("\n"))),
                        "the needs form a cycle: s0 → s4999 → s4998"),
                file(
                        "many cycles",
                        Files.stages(lines("- {name: s%d, image: x, needs: [" + join("s%d", 100) + "]}", 100)),
                        "the needs form a cycle"),
                file(
                        "deep brackets",
                        Files.stages("- {name: a, image: x, when: \"" + "(".repeat(4000) + "\"}"),
                        "in '((("),
                file(
                        "a long expression",
                        Files.stages("- {name: a, image: x, when: \"" + "1 == 1 && ".repeat(1000) + "true\"}"),
                        "in '1 == 1"),
                file(
                        "white space",
                        Files.stages("- {name: a, image: x, when: \"" + " ".repeat(300_000) + "\"}"),
                        "'when' must be an expression"),
                file(
                        "a long duration",
                        Files.stages("- {name: a, image: x, timeout: \"" + "1".repeat(300_000) + "\"}"),
                        "'timeout' must be a duration"),
                file(
                        "nested needs",
                        Files.stages("- {name: a, image: x, needs: " + "[".repeat(1000)),
                        "more than 64 deep"));
    }

    private static Arguments file(String what, String text, String problem) {
        return Arguments.of(what, text, problem);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isRefusedWithFewWords(String what, String text, String problem) {
        List<String> errors = Files.errors("f.yaml", text, Options.NONE.withLimits(Limits.DEFAULT.withBytes(4 << 20)));

        assertThat(errors)
                .hasSizeLessThanOrEqualTo(1001)
                .anyMatch(e -> e.contains(problem))
                .allMatch(e -> e.length() < 4200);
    }

    @Test
    void tenThousandStagesAreNoBurden() {
        String stages = IntStream.range(1, 10_000)
                .mapToObj(i -> "- {name: s" + i + ", script: 'true', needs: [s" + (i - 1)
                        + "], outputs: [o], env: {X: \"${{ stages.s" + (i - 1) + ".outputs.o }}\"}}")
                .collect(Collectors.joining("\n"));
        String text =
                Files.spec("defaults: {image: x}\nstages:\n" + ("- {name: s0, outputs: [o]}\n" + stages).indent(2));

        Dag dag = Files.load(text, Options.NONE.withLimits(Limits.DEFAULT.withBytes(4 << 20)))
                .dag();

        assertThat(dag.size()).isEqualTo(10_000);
        assertThat(dag.stage(9_999).readsOutputs()).containsExactly("s9998");
    }

    @Test
    void tooManyStagesAreRefused() {
        String text = Files.stages(lines("- {name: s%d, image: x}", 11));

        assertThat(Files.errors("f.yaml", text, Options.NONE.withLimits(new Limits(1 << 20, 64, 9999, 10))))
                .containsExactly(
                        "f.yaml:5:3: error: the file has 11 stages, more than the limit of 10 (split it into several DAGs)");
    }

    private static String join(String item, int count) {
        return IntStream.range(0, count).mapToObj(item::formatted).collect(Collectors.joining(", "));
    }

    private static String lines(String line, int count) {
        return IntStream.range(0, count).mapToObj(line::formatted).collect(Collectors.joining("\n"));
    }
}

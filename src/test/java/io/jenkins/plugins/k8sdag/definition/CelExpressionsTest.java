package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.dag.Scope;
import io.jenkins.plugins.k8sdag.dag.Scope.StageResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CelExpressionsTest {
    private static final Scope SCOPE = new Scope(
            Map.of("version", "1.0", "count", 3L, "ratio", 0.5, "publish", false, "tags", List.of("eu", "us")),
            Map.of(
                    "build", new StageResult("SUCCEEDED", Map.of("digest", "sha256:1", "regions", "eu,us"), 2),
                    "test-all", new StageResult("FAILED", Map.of(), 1)),
            Map.of("id", "r1", "name", "release", "status", "SUCCEEDED"),
            Map.of("JOB_NAME", "j"),
            Map.of("matrix", Map.of("jdk", "17"), "item", "eu"));

    private final CelExpressions expressions = new CelExpressions();

    static List<Arguments> values() {
        return List.of(
                Arguments.of("params.version", "1.0"),
                Arguments.of("params.count + 1", 4L),
                Arguments.of("params.ratio * 2.0", 1.0),
                Arguments.of("params.count > params.ratio", true),
                Arguments.of("params.tags.join('-')", "eu-us"),
                Arguments.of("stages.build.outputs.regions.split(',')", List.of("eu", "us")),
                Arguments.of("stages[\"test-all\"].status == 'FAILED' && stages.build.attempts == 2", true),
                Arguments.of("stages[\"test-all\"].outputs.?x.orValue('none')", "none"),
                Arguments.of("matrix.?experimental.orValue('') == 'true'", false),
                Arguments.of("'jdk' + matrix.jdk + item + run.id + env.JOB_NAME", "jdk17eur1j"),
                Arguments.of(
                        "{'a': [1, 2.5, true], 'b': {'c': 'd'}}",
                        Map.of("a", List.of(1L, 2.5, true), "b", Map.of("c", "d"))),
                Arguments.of("params.tags.filter(t, t.startsWith('e')).map(t, t.upperAscii())", List.of("EU")),
                Arguments.of("'a.b.c'.replace('.', '/').replace('/', '-', 1)", "a-b/c"),
                Arguments.of("duration('90s')", "90s"),
                Arguments.of("timestamp('2024-01-02T03:04:05Z')", "2024-01-02T03:04:05Z"),
                Arguments.of("1u", 1L));
    }

    @ParameterizedTest
    @MethodSource("values")
    void evaluates(String source, Object value) throws ExpressionException {
        assertThat(expressions.evaluate(source, SCOPE)).isEqualTo(value);
        assertThat(expressions.evaluate(source, SCOPE)).as("from the cache").isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "stages.build.outputs.nope|there is no 'nope' (write .?name.orValue('') for what may be missing; stages that can be read here: build, test-all)",
                "stages.gone.status|there is no 'gone' (write .?name.orValue('') for what may be missing; stages that can be read here: build, test-all)",
                "{'a': 1}.b|there is no 'b' (write .?name.orValue('') for what may be missing; stages that can be read here: build, test-all)",
                "int(params.version + 'x')|no number can be made of \"1.0x\"",
                "params.version + params.count|'+' does not work on values of these types",
                "1 / 0|it divides by zero",
                "matrix.?x|it may have no value; write what to take then, as in .orValue('')",
                "null|its value is null",
                "b'x'|its value is of a kind that cannot be used here; turn it into a string by string(...)",
                "'x'.replace('', 'y')|replace takes a text to look for, and it is empty",
            })
    void saysWhyThereIsNoValue(String source, String why) {
        assertThatThrownBy(() -> expressions.evaluate(source, SCOPE))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("the expression '" + source + "' cannot be evaluated: " + why);
    }

    @Test
    void aSourceThatDoesNotCompileIsNamed() {
        assertThatThrownBy(() -> expressions.evaluate("1 +", SCOPE))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("the expression '1 +' is not valid: it ends too early");
    }

    /** Each of these would take ages or gigabytes. */
    static List<String> bombs() {
        String ten = IntStream.range(0, 10).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        String loops = "true";
        String doubled = "['x']";
        String nested = "['x']";
        for (int i = 0; i < 8; i++) {
            loops = ten + ".all(a" + i + ", " + loops + ")";
        }
        for (int i = 0; i < 60; i++) {
            doubled = doubled + ".map(s, s + s)";
            nested = "[" + nested + "].map(l, [l, l])";
        }
        String replaced = "'aaaaaaaaaa'" + ".replace('a', 'aaaaaaaaaa')".repeat(12);
        String joined = "['aaaaaaaaaa']" + ".map(s, [s, s, s, s, s, s, s, s, s, s].join(s))".repeat(12);
        return List.of(loops, doubled, nested, replaced, joined);
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void anExpressionThatCostsTooMuchIsStopped(String bomb) {
        assertThatThrownBy(() -> expressions.evaluate(bomb, SCOPE))
                .isInstanceOf(ExpressionException.class)
                .hasMessageMatching(
                        "(?s)the expression '.*' cannot be evaluated: it"
                                + "(s value is too large| (takes|goes through|makes a string of) more than \\d+ (steps|items|characters) \\(make it simpler, .*)");
    }

    @Test
    void aRegularExpressionCannotExplode() throws ExpressionException {
        assertThat(expressions.evaluate("'" + "a".repeat(2000) + "!'.matches('^(a+)+$')", SCOPE))
                .isEqualTo(false);
    }
}

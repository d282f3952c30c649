package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Scope;
import io.jenkins.plugins.k8sdag.dag.Scope.StageResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people read of a stage that was skipped. */
class WhyFalseTest {
    private static final String LONG = "0123456789".repeat(10);
    private static final Scope SCOPE = new Scope(
            Map.of(
                    "publish",
                    false,
                    "dry",
                    true,
                    "target",
                    "dev",
                    "other",
                    "test",
                    "count",
                    3L,
                    "tags",
                    List.of("eu", "us"),
                    "long",
                    LONG,
                    "lines",
                    "a\nb"),
            Map.of(
                    "build", new StageResult("SUCCEEDED", Map.of("digest", "", "modules", "core,web"), 1),
                    "test-all", new StageResult("FAILED", Map.of(), 2)),
            Map.of("id", "r1", "name", "release", "status", "FAILED"),
            Map.of("USER", "ada"),
            Map.of());

    private final CelExpressions expressions = new CelExpressions();

    static List<Arguments> conditions() {
        return List.of(
                // What was read.
                row("params.publish", "params.publish is false"),
                row("(params.publish)", "params.publish is false"),
                row("params['publish']", "params.publish is false"),
                row("!params.dry", "params.dry is true"),
                row("!!params.publish", "params.publish is false"),
                row("! ( params.dry )", "params.dry is true"),
                row("false", "false"),
                row("has(params.gone)", "params.gone is not set"),
                row("!has(params.dry)", "params.dry is set"),
                // What was compared with what.
                row("params.target == 'prod'", "params.target is 'dev' (wanted == 'prod')"),
                row("params.target != \"dev\"", "params.target is 'dev' (wanted != \"dev\")"),
                row("stages.build.outputs.digest != ''", "stages.build.outputs.digest is '' (wanted != '')"),
                row(
                        "stages[\"test-all\"].status == 'SUCCEEDED'",
                        "stages[\"test-all\"].status is 'FAILED' (wanted == 'SUCCEEDED')"),
                row("'' != stages.build.outputs.digest", "stages.build.outputs.digest is '' (wanted != '')"),
                row("params.count > 5", "params.count is 3 (wanted > 5)"),
                row("5 < params.count", "params.count is 3 (wanted > 5)"),
                row("!(params.count < 5)", "params.count is 3 (wanted >= 5)"),
                row("!(params.target == 'dev')", "params.target is 'dev' (wanted != 'dev')"),
                row(
                        "params.target == params.other",
                        "params.target is 'dev' (wanted == params.other, which is 'test')"),
                row("params.target in ['prod', 'test']", "params.target is 'dev' (wanted in ['prod', 'test'])"),
                row("!(params.target in ['dev'])", "params.target is 'dev' (wanted not in ['dev'])"),
                row("'ap' in params.tags", "params.tags is [\"eu\",\"us\"] (wanted with 'ap')"),
                row("!('eu' in params.tags)", "params.tags is [\"eu\",\"us\"] (wanted without 'eu')"),
                row("1 == 2", "1 is 1 (wanted == 2)"),
                row("params.publish == true", "params.publish is false (wanted == true)"),
                // What was computed, and of what.
                row("size(params.tags) > 2", "size(params.tags) is 2 (wanted > 2); params.tags is [\"eu\",\"us\"]"),
                row(
                        "'api' in stages.build.outputs.modules.split(',')",
                        "stages.build.outputs.modules.split(',') is [\"core\",\"web\"] (wanted with 'api'); stages.build.outputs.modules is 'core,web'"),
                row(
                        "env.?HOME.orValue('') == '/root'",
                        "env.?HOME.orValue('') is '' (wanted == '/root'); env.HOME is not set"),
                row(
                        "params.tags.exists(t, t == 'ap')",
                        "params.tags.exists(t, t == 'ap') is false: params.tags is [\"eu\",\"us\"]"),
                row("params.target.startsWith('p')", "params.target.startsWith('p') is false: params.target is 'dev'"),
                row("!params.target.startsWith('d')", "params.target.startsWith('d') is true: params.target is 'dev'"),
                row(
                        "params.publish ? true : params.target == 'x'",
                        "params.publish ? true : params.target == 'x' is false: params.publish is false, params.target is 'dev'"),
                // The first part of && that is false; all of ||.
                row("params.publish && params.target == 'dev'", "params.publish is false"),
                row("params.dry && params.target == 'prod'", "params.target is 'dev' (wanted == 'prod')"),
                row(
                        "params.dry && params.count == 3 && params.publish && params.target == 'x'",
                        "params.publish is false"),
                row("(params.dry && (params.count == 3)) && (params.publish)", "params.publish is false"),
                row("params.gone == 1 && params.publish", "params.publish is false"),
                row(
                        "params.publish || params.target == 'prod'",
                        "params.publish is false and params.target is 'dev' (wanted == 'prod')"),
                row("params.dry && (params.publish || !params.dry)", "params.publish is false and params.dry is true"),
                row("!(params.publish || params.dry)", "params.dry is true"),
                row("!(params.dry && params.count == 3)", "params.dry is true and params.count is 3 (wanted != 3)"),
                row(
                        "params.count == 1 || params.count == 2 || params.count == 4 || params.count == 5 || params.count == 6",
                        "params.count is 3 (wanted == 1) and params.count is 3 (wanted == 2) and params.count is 3 (wanted == 4) and 2 more"),
                // Strings, comments and lines that look like something else.
                row("params.dry && params.target == 'a && b' && true", "params.target is 'dev' (wanted == 'a && b')"),
                row(
                        "params.dry && params.target == \"it's (\" && true",
                        "params.target is 'dev' (wanted == \"it's (\")"),
                row("(params.target == r'\\d)') && params.dry", "params.target is 'dev' (wanted == r'\\d)')"),
                row("(params.target == '''a'b)''') && params.dry", "params.target is 'dev' (wanted == '''a'b)''')"),
                row("'\uD83D\uDE00' != '' && params.publish && params.dry", "params.publish is false"),
                row("params.dry // always (true\n  && params.publish // never\n", "params.publish is false"),
                row("params.target ==\n    'x'", "params.target is 'dev' (wanted == 'x')"),
                row("params.target == 'http://x'", "params.target is 'dev' (wanted == 'http://x')"),
                // Long values and lines in values.
                row("params.long == ''", "params.long is '" + LONG.substring(0, 57) + "...' (wanted == '')"),
                row("params.lines == ''", "params.lines is 'a\\nb' (wanted == '')"));
    }

    private static Arguments row(String condition, String why) {
        return Arguments.of(condition, why);
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void namesTheValueThatMadeItFalse(String condition, String why) {
        assertThat(expressions.whyFalse(condition, SCOPE)).isEqualTo(why);
    }

    /** What is not false, or not an expression, is repeated. */
    @ParameterizedTest
    @MethodSource("others")
    void saysNothingOfWhatIsNotFalse(String condition) {
        assertThat(expressions.whyFalse(condition, SCOPE)).isEqualTo(condition);
    }

    static List<String> others() {
        return List.of(
                "true", "params.dry", "1 +", "", "params.gone == 1", "params.target", "params.dry || params.gone");
    }

    @Test
    void aLongChainIsGoneThroughInItsOrder() {
        String chain = IntStream.range(0, 120)
                .mapToObj(i -> "params.count != " + (i < 60 ? -1 : 3))
                .collect(Collectors.joining(" && "));

        assertThat(expressions.whyFalse(chain, SCOPE)).isEqualTo("params.count is 3 (wanted != 3)");
    }

    @Test
    void anyDamageToAConditionIsSurvived() {
        String condition =
                "params.dry && (stages.build.outputs.digest != '' || !(params.target in ['dev', \"x\"])) // why";
        for (long seed = 0; seed < 3000; seed++) {
            String damaged = new Mutations(seed).text(condition);
            assertThat(expressions.whyFalse(damaged, SCOPE))
                    .as("seed %d: %s", seed, damaged)
                    .isNotNull();
        }
    }
}

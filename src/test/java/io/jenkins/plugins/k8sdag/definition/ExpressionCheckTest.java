package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionCheckTest {
    /** Line 9 is {@code when} of stage {@code last}. */
    private static String when(String expression) {
        return Files.spec("""
                params: [{name: version}, {name: count, type: number}, {name: publish, type: boolean}, {name: tags, type: list}]
                stages:
                  - {name: build-all, image: x, outputs: [digest]}
                  - {name: first, image: x, needs: [build-all], outputs: [digest, regions]}
                  - name: last
                    when: %s
                    needs: [first]
                    image: x
                  - {name: other, image: x, outputs: [o]}
                """.formatted(expression));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "params.versoin == 'x'~13: error: there is no parameter 'versoin' (did you mean 'version'?)",
                "params[\"nope\"] == 'x'~13: error: there is no parameter 'nope' (parameters: version, count, publish, tags)",
                "parms.version == 'x'~13: error: in 'parms.version == 'x'': there is no variable 'parms' (did you mean 'params'?)",
                "true && publish~21: error: in 'true && publish': there is no variable 'publish' (variables: params, stages, run, env; a string stands in quotes)",
                "params.version~13: error: 'when' must be true or false, and 'params.version' is of type string (compare it with something, as in params.version == ...)",
                "params.version == 1~28: error: in 'params.version == 1': '==' does not work on (string, int) (convert with string(x), int(x), double(x), or compare values of one type)",
                "params.count + 1 > 'a'~30: error: in 'params.count + 1 > 'a'': '>' does not work on (int, string) (convert with string(x), int(x), double(x), or compare values of one type)",
                "params.publish and true~28: error: in 'params.publish and true': mismatched input 'and' (CEL writes && for and, || for or, ! for not)",
                "params.version = 'x'~28: error: in 'params.version = 'x'': token recognition error at: '= ' (CEL compares with ==)",
                "params.version == ~30: error: in 'params.version ==': it ends too early (see docs/dag-file.md for the language of expressions)",
                "params.version.lowerAsci() == ''~37: error: in 'params.version.lowerAsci() == ''': there is no function 'lowerAsci' (did you mean 'lowerAscii'?)",
                "run.stat == ''~13: error: the run has no 'stat' (fields: id, name, status)",
                "env.HOME == ''~13: error: the host passes no variable 'HOME' (write env.?HOME.orValue('') if it may be missing)",
                "matrix.jdk == ''~13: error: 'matrix' is there only in a stage with matrix, and stage 'last' has none (add matrix to it, or write the value out)",
                "stages.frist.status == ''~13: error: there is no stage 'frist' (did you mean 'first'?)",
                "stages.last.status == ''~13: error: stage 'last' reads its own result (read stages it needs)",
                "stages.other.status == ''~13: error: stage 'last' reads stage 'other', which it does not need (add other to its needs)",
                "stages.first.stauts == ''~13: error: a stage has no 'stauts' (did you mean 'status'?)",
                "stages.first.outputs.digset == ''~13: error: stage 'first' has no output 'digset' (did you mean 'digest'?)",
                "stages.first.outputs.?foo.orValue('') == ''~13: error: stage 'first' has no output 'foo' (outputs: digest, regions)",
                "stages.build-all.status == ''~13: error: in 'stages.build-all.status == ''': the name of stage 'build-all' has a dash, which here means minus (write stages[\"build-all\"])",
                "stages.exists(s, true)~13: error: 'stages' stands without the name of a stage (write stages.NAME.outputs.KEY)",
                "stages[params.version].status == ''~13: error: 'stages' stands without the name of a stage (write stages.NAME.outputs.KEY)",
                "${{ params.publish }}~13: error: 'when' is an expression already, without ${{ }} (write when: params.publish)",
            })
    void refuses(String expression, String problem) {
        assertThat(Files.errors(when(expression))).containsExactly("dag.yaml:10:" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "params.publish",
                "true",
                "params.count > 1.5 || params.tags.size() == 2 && 'eu' in params.tags",
                "params.tags.join(',').replace('a', 'b') == 'x'",
                "stages[\"build-all\"].outputs.digest != '' && stages.first.outputs.regions.split(',').size() > 1",
                "stages['build-all'].attempts > 2",
                "has(params.version) && !has(env.HOME) && env.?HOME.orValue('') == ''",
                "params.tags.exists(params, params == 'x')",
                "stages.first.outputs.digest.matches('^sha256:[0-9a-f]+$')",
                "run.status == 'FAILED'"
            })
    void accepts(String expression) {
        assertThat(Files.load(when(expression)).dag().size()).isEqualTo(4);
    }

    @Test
    void whatAStageReadsIsKnown() {
        String text = Files.stages("""
                - {name: a, image: x, outputs: [o]}
                - {name: b-c, image: x, outputs: [o], needs: [a]}
                - {name: d, image: x, needs: [b-c]}
                - name: e
                  image: x:${{ stages.a.outputs.o }}
                  needs: [d]
                  when: stages["b-c"].status == 'SUCCEEDED' && stages.d.attempts > 0
                  allowFailure: ${{ stages["b-c"].outputs.o == 'y' }}
                  env: {A: "${{stages.a.outputs.o}}-${{ run.id }}", B: "$${{ no }}"}
                """);
        Stage stage = Files.stage(text, "e");

        assertThat(stage.reads()).containsExactlyInAnyOrder("a", "b-c", "d");
        assertThat(stage.readsOutputs()).containsExactlyInAnyOrder("a", "b-c");
        assertThat(stage.interpolations()).containsExactlyInAnyOrder("stages.a.outputs.o", "run.id");
        assertThat(stage.when()).contains("stages[\"b-c\"].status == 'SUCCEEDED' && stages.d.attempts > 0");
        assertThat(stage.allowFailure()).contains("stages[\"b-c\"].outputs.o == 'y'");
        assertThat(Files.stage(text, "a").hasExpressions()).isFalse();
    }

    @Test
    void interpolationsHaveTheirPlaces() {
        String text = Files.stages("""
                - name: a
                  image: x:${{ parms.a }}
                  args:
                    - one
                    - "two ${{ 'fine' }} ${{  params.b }}"
                    - |
                      block
                      ${{ params.c }}
                    - "${{ open"
                    - ${{ }}
                    - ${{ params.?d }}
                    - ${{ null }}
                """);

        assertThat(Files.errors(text))
                .containsExactly(
                        "dag.yaml:7:20: error: in 'parms.a': there is no variable 'parms' (did you mean 'params'?)",
                        "dag.yaml:10:35: error: there is no parameter 'b' (there are no parameters)",
                        "dag.yaml:13:15: error: there is no parameter 'c' (there are no parameters)",
                        "dag.yaml:14:12: error: the }} of this ${{ is missing (close it, or write $${{ for a literal ${{)",
                        "dag.yaml:15:15: error: in '': it is empty (write an expression)",
                        "dag.yaml:16:15: error: 'params.?d' may have no value (write what to take then, as in params.?d.orValue(''))",
                        "dag.yaml:16:15: error: there is no parameter 'd' (there are no parameters)",
                        "dag.yaml:17:15: error: 'null' has no value (write '' for an empty string)");
    }

    @Test
    void whatTheDefaultsReadIsCheckedForEachStage() {
        String text = Files.spec("""
                defaults: {env: {O: "${{ stages.a.outputs.o }}"}}
                stages:
                  - {name: a, image: x, outputs: [o], env: {O: none}}
                  - {name: b, image: x, needs: [a]}
                  - {name: c, image: x}
                """);

        assertThat(Files.errors(text))
                .containsExactly(
                        "dag.yaml:5:28: error: stage 'c' reads stage 'a', which it does not need (add a to its needs)");
    }

    @Test
    void thePodTemplateReadsParametersAndNoStages() {
        String good = Files.spec("""
                params: [{name: pool, default: ci}]
                podTemplate: {spec: {nodeSelector: {pool: "${{ params.pool }}"}}}
                stages: [{name: a, image: x}]
                """);
        assertThat(Files.stage(good, "a").interpolations()).containsExactly("params.pool");
        assertThat(Files.errors(good.replace("params.pool", "stages.a.status")))
                .containsExactly(
                        "dag.yaml:6:50: error: spec.podTemplate cannot read stages: it is there before any of them"
                                + " (read them at a stage that needs them)");
    }

    @Test
    void theHostsVariablesAreKnown() {
        Options options =
                new Options(Map.of(), Map.of("BUILD_URL", "u"), OptionalInt.empty(), Optional.empty(), Limits.DEFAULT);

        assertThat(Files.load(Files.stages("- {name: a, image: x, when: env.BUILD_URL != ''}"), options)
                        .dag()
                        .stage(0)
                        .when())
                .contains("env.BUILD_URL != ''");
    }

    @Test
    void plainConditionsCostNothing() {
        String text = Files.stages("""
                - {name: a, image: x, when: true, allowFailure: false}
                - {name: b, image: x, when: false, allowFailure: true}
                """);

        assertThat(Files.stage(text, "a").hasExpressions()).isFalse();
        assertThat(List.of(
                        Files.stage(text, "b").when().get(),
                        Files.stage(text, "b").allowFailure().get()))
                .containsExactly("false", "true");
    }
}

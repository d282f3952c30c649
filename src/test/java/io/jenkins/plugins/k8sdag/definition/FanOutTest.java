package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Stage;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matrix, forEach and finally as files write them. */
class FanOutTest {
    private static List<String> names(Dag dag) {
        return dag.stages().stream().map(Stage::name).toList();
    }

    private static Dag dag(String stages) {
        return Files.load(Files.stages(stages)).dag();
    }

    @Test
    void aMatrixIsTheProductOfItsAxes() {
        Dag dag = dag("- {name: test, image: 'jdk:${{ matrix.jdk }}', matrix: {jdk: [17, '21'], os: [linux, Mac OS]}}");

        assertThat(names(dag))
                .containsExactly("test", "test-17-linux", "test-17-mac-os", "test-21-linux", "test-21-mac-os");
        assertThat(dag.stage(0).group()).contains(new Group.Matrix());
        assertThat(dag.stage(2).vars()).isEqualTo(Map.of("matrix", Map.of("jdk", "17", "os", "Mac OS")));
        assertThat(dag.stage(2).parent()).contains("test");
        assertThat(dag.stage(2).interpolations()).containsExactly("matrix.jdk");
        assertThat(dag.stage(0).interpolations()).isEmpty();
    }

    /** The example of GitHub's reference, with its result. */
    @Test
    void includeAddsToWhatItAgreesWithAndIsElseACombinationOfItsOwn() {
        Dag dag = dag("""
                - name: t
                  image: x
                  matrix:
                    fruit: [apple, pear]
                    animal: [cat, dog]
                    include:
                      - {color: green}
                      - {color: pink, animal: cat}
                      - {fruit: apple, shape: circle}
                      - {fruit: banana}
                      - {fruit: banana, animal: cat}
                """);

        assertThat(dag.stages().stream().skip(1).map(s -> s.vars().get("matrix")))
                .containsExactly(
                        Map.of("fruit", "apple", "animal", "cat", "color", "pink", "shape", "circle"),
                        Map.of("fruit", "apple", "animal", "dog", "color", "green", "shape", "circle"),
                        Map.of("fruit", "pear", "animal", "cat", "color", "pink"),
                        Map.of("fruit", "pear", "animal", "dog", "color", "green"),
                        Map.of("fruit", "banana"),
                        Map.of("fruit", "banana", "animal", "cat"));
        assertThat(names(dag)).contains("t-banana", "t-banana-cat", "t-apple-dog");
    }

    @Test
    void excludeLeavesOutBeforeIncludeAdds() {
        Dag dag = dag(
                "- {name: t, image: x, matrix: {a: [1, 2], b: [1, 2], exclude: [{a: 1}], include: [{a: 1, b: 9}]}}");
        assertThat(names(dag)).containsExactly("t", "t-2-1", "t-2-2", "t-1-9");
    }

    @Test
    void anAxisMayBeMadeOfParameters() throws Exception {
        String text = Files.spec("""
                params: [{name: jdks, type: list, default: [17]}]
                stages: [{name: t, image: x, matrix: {jdk: "${{ params.jdks }}"}}]
                """);
        Options options = Options.NONE.withParams(Map.of("jdks", "11,21"));
        assertThat(names(DagFile.load("dag.yaml", text, options).dag())).containsExactly("t", "t-11", "t-21");
    }

    @Test
    void instancesAreNeededAndReadOneByOneOrTogether() {
        Dag dag = dag("""
                - {name: t, image: x, outputs: [n], matrix: {jdk: [17, 21]}}
                - {name: one, image: x, needs: [t-17], env: {N: '${{ stages["t-17"].outputs.n }}'}}
                - {name: all, image: x, needs: [t], env: {N: '${{ stages.t.outputs.n.join() }}'}}
                """);
        assertThat(dag.stage(dag.indexOf("one")).readsOutputs()).containsExactly("t-17");
        assertThat(dag.needsOf(dag.indexOf("one"))).containsExactly(dag.indexOf("t-17"));
        assertThat(dag.needsOf(dag.indexOf("all"))).containsExactly(0);
    }

    @Test
    void aConditionThatReadsTheMatrixIsAskedForEachInstanceAnyOtherOnce() {
        Dag dag = dag("""
                - {name: a, image: x, when: "matrix.jdk != '17'", matrix: {jdk: [17, 21]}}
                - {name: b, image: x, when: run.name != '', matrix: {jdk: [17, 21]}}
                """);
        assertThat(dag.stages().stream().map(s -> s.when().isPresent()))
                .containsExactly(false, true, true, true, false, false);
    }

    @Test
    void forEachIsAnExpressionOrAListOrBoth() {
        Dag dag = dag("""
                - {name: a, image: x, outputs: [r]}
                - {name: b, image: x, needs: [a], forEach: "stages.a.outputs.r.split(',')", env: {R: '${{ item }}'}}
                - {name: c, image: x, forEach: [eu, "it's"], env: {R: '${{ item }}'}}
                - {name: d, image: x, forEach: {items: "[1, 2]", limit: 5}, when: item > 1}
                """);
        Group.ForEach b = (Group.ForEach) dag.stage(1).group().orElseThrow();
        assertThat(b.expression()).isEqualTo("stages.a.outputs.r.split(',')");
        assertThat(b.limit()).isEqualTo(1000);
        assertThat(dag.stage(1).readsOutputs()).containsExactly("a");
        assertThat(((Group.ForEach) dag.stage(2).group().orElseThrow()).expression())
                .isEqualTo("['eu', 'it\\'s']");
        Group.ForEach d = (Group.ForEach) dag.stage(3).group().orElseThrow();
        assertThat(d.limit()).isEqualTo(5);
        assertThat(dag.stage(3).when()).isEmpty();
        assertThat(d.template().get(0).when()).contains("item > 1");
    }

    @Test
    void finallyStandsBehindAllAndMayReadAll() {
        Dag dag = Files.load(Files.spec("""
                stages: [{name: a, image: x, outputs: [o]}]
                finally:
                  - {name: tell, image: x, env: {S: "${{ run.status }} ${{ stages.a.status }} ${{ stages.a.outputs.?o.orValue('') }}"}}
                  - {name: end, image: x, needs: [tell]}
                """)).dag();
        assertThat(dag.stages().stream().map(Stage::inFinally)).containsExactly(false, true, true);
        assertThat(dag.finallyTimeout()).contains(java.time.Duration.ofHours(1));
        assertThat(dag.stage(1).reads()).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {name: a, image: x, matrix: {}} ~ the matrix of stage 'a' has no combination (add an axis)
            {name: a, image: x, matrix: {jdk: [1, 1]}} ~ '1' stands twice in 'jdk' (remove one of them)
            {name: a, image: x, matrix: {jdk: []}} ~ 'jdk' is an empty list (add at least one item, or remove the key)
            {name: a, image: x, matrix: {jdk: [1], exclude: [{jkd: 1}]}} ~ 'exclude' of stage 'a' names 'jkd', which is no axis of its matrix (did you mean 'jdk'?)
            {name: a, image: x, matrix: {jdk: [1], exclude: [{jdk: 2}]}} ~ 'exclude' of stage 'a' leaves out {jdk=2}, which is no combination of its matrix (correct or remove it)
            {name: a, image: x, matrix: {jdk: [1]}, forEach: [a]} ~ stage 'a' has both matrix and forEach (keep one; a forEach may list maps of several values)
            {name: a, image: 'x:${{ matrix.jkd }}', matrix: {jdk: [1]}} ~ the matrix of stage 'a' has no 'jkd' (did you mean 'jdk'?)
            {name: a, image: 'x:${{ matrix.v }}', matrix: {jdk: [1], include: [{jdk: 2, v: 3}]}} ~ the instance 'a-1' has no 'v' (write matrix.?v.orValue('') where some have none)
            {name: a, image: x, matrix: {jdk: '${{ stages.b.outputs }}'}} ~ 'jdk': the expression 'stages.b.outputs' cannot be evaluated
            {name: a, image: x, matrix: {jdk: '${{ 1 }}'}} ~ 'jdk' must be a list of values, not 1 (an axis may read params and env; for what stages write use forEach)
            {name: a, image: x, forEach: run.name} ~ 'forEach' must be a list, and 'run.name' is of type string (split a string, as in run.name.split(','))
            {name: a, image: x, forEach: '${{ [1] }}'} ~ 'forEach' is an expression already, without ${{ }}
            {name: a, image: x, forEach: item} ~ forEach cannot read 'item'
            {name: a, image: 'x:${{ item }}'} ~ 'item' is there only in a stage with forEach, and stage 'a' has none
            {name: a, image: x, needs: [a-1], matrix: {jdk: [1]}} ~ stage 'a' needs itself (remove this need)
            {name: a, image: x, when: matrix.jdk == 17, matrix: {jdk: [17]}} ~ in 'matrix.jdk == 17': '==' does not work on (string, int)
            {name: a, image: x, with: {a: 1}} ~ stage 'a' has with and no uses (add uses: ./FILE.yaml)
            """)
    void saysWhatIsWrong(String stage, String message) {
        assertThat(Files.errors(Files.stages("- " + stage)))
                .anySatisfy(e -> assertThat(e).contains(message.strip()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {name: f, image: x, needs: [a]} ~ stage 'f' in finally needs 'a', which has always ended by then (remove this need)
            {name: f, image: 'x:${{ stages.a.outputs.o }}'} ~ in finally stage 'a' may have no output 'o': it may not have succeeded (write stages.a.outputs.?o.orValue(''))
            {name: a, image: x} ~ two stages are named 'a', the first in line 5
            """)
    void saysWhatIsWrongInFinally(String stage, String message) {
        String text = Files.spec("stages: [{name: a, image: x, outputs: [o]}]\nfinally: [" + stage + "]\n");
        assertThat(Files.errors(text)).anySatisfy(e -> assertThat(e).contains(message.strip()));
    }

    @Test
    void aStageCannotNeedOneInFinally() {
        String text = Files.spec("stages: [{name: a, image: x, needs: [f]}]\nfinally: [{name: f, image: x}]\n");
        assertThat(Files.errors(text))
                .containsExactly(
                        "dag.yaml:5:40: error: stage 'a' needs 'f', which is in finally and runs after it (remove this need)");
    }

    @Test
    void aFewLinesCannotStandForMillions() {
        String values =
                IntStream.range(0, 200).mapToObj(Integer::toString).toList().toString();
        String one = "- {name: a, image: x, matrix: {a: %s, b: %s}}".formatted(values, values);
        assertThat(Files.errors(Files.stages(one)))
                .anySatisfy(e -> assertThat(e).contains("more than 20000"));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            many.append("- {name: s%d, image: x, matrix: {a: %s, b: [1, 2, 3, 4]}}\n".formatted(i, values));
        }
        assertThat(Files.errors(Files.stages(many.toString())))
                .anySatisfy(e -> assertThat(e).contains("there are more than 20000 stages"));
    }
}

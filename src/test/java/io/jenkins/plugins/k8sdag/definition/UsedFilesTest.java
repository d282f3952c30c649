package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Group;
import io.jenkins.plugins.k8sdag.dag.Stage;
import java.io.FileNotFoundException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that use other files. */
class UsedFilesTest {
    private static final String DEPLOY = Files.spec("""
            params:
              - {name: region, required: true, pattern: '[a-z]+'}
              - {name: kind, type: enum, values: [blue, green]}
              - {name: count, type: number, default: 2}
            podTemplate: {spec: {priorityClassName: "of-${{ params.region }}"}}
            defaults: {env: {REGION: "${{ params.region }}"}}
            outputs: {url: "${{ stages.go.outputs.url }}"}
            stages:
              - {name: go, image: deployer, outputs: [url]}
              - {name: check, image: curl, needs: [go], env: {URL: "${{ stages.go.outputs.url }}"}}
            """);

    private final Map<String, String> files = new HashMap<>();
    private final List<String> read = new ArrayList<>();

    UsedFilesTest() {
        files.put("ci/deploy.yaml", DEPLOY);
    }

    private Options options() {
        return Options.NONE.withFiles(path -> {
            read.add(path);
            if (!files.containsKey(path)) {
                throw new FileNotFoundException("there is no such file");
            }
            return files.get(path);
        });
    }

    private Dag load(String spec) throws DefinitionException {
        return DagFile.load("ci/dag.yaml", Files.spec(spec), options()).dag();
    }

    private List<String> errors(String spec) {
        return Files.errors("ci/dag.yaml", Files.spec(spec), options());
    }

    private static Stage stage(Dag dag, String name) {
        return dag.stage(dag.indexOf(name));
    }

    @Test
    void itsStagesStandUnderTheNameOfTheStageThatUsesIt() throws Exception {
        Dag dag = load("""
                stages:
                  - {name: build, image: x, outputs: [n]}
                  - {name: deploy, needs: [build], uses: ./deploy.yaml, with: {region: eu, count: "${{ stages.build.outputs.n }}"}}
                  - {name: tell, image: x, needs: [deploy], env: {URL: "${{ stages.deploy.outputs.url }}"}}
                """);

        assertThat(dag.stages().stream().map(Stage::name))
                .containsExactly("build", "deploy", "deploy.go", "deploy.check", "tell");
        Group.Uses uses = (Group.Uses) stage(dag, "deploy").group().orElseThrow();
        assertThat(uses.outputs()).isEqualTo(Map.of("url", "stages.go.outputs.url"));
        assertThat(uses.params())
                .containsExactly(
                        new Group.Argument("region", "eu", "string", ""),
                        new Group.Argument("kind", "blue", "string", ""),
                        new Group.Argument("count", "${{ stages.build.outputs.n }}", "number", ""));
        assertThat(stage(dag, "deploy").readsOutputs()).containsExactly("build");
        assertThat(stage(dag, "deploy.check").needs().get(0).stage()).isEqualTo("deploy.go");
        assertThat(stage(dag, "deploy.check").reads()).containsExactly("deploy.go");
        assertThat(stage(dag, "deploy.go").interpolations()).contains("params.region");
        assertThat(stage(dag, "deploy.go").template().toString()).contains("of-${{ params.region }}");
    }

    @Test
    void whatIsComputedIsCheckedByTheRun() throws Exception {
        Dag dag = load("""
                stages:
                  - {name: a, image: x, outputs: [r]}
                  - {name: d, needs: [a], uses: ./deploy.yaml, with: {region: "${{ stages.a.outputs.r }}", kind: "${{ run.name }}"}}
                """);
        Group.Uses uses = (Group.Uses) stage(dag, "d").group().orElseThrow();
        assertThat(uses.params().stream().map(Group.Argument::check))
                .containsExactly("item.matches('^(?:[a-z]+)$')", "item in ['blue', 'green']", "");
    }

    @Test
    void aMatrixOrForEachOfFilesHasAllTheirStagesEach() throws Exception {
        Dag dag = load("""
                stages:
                  - {name: m, uses: ./deploy.yaml, matrix: {r: [eu, us]}, with: {region: "${{ matrix.r }}"}}
                  - {name: f, uses: ./deploy.yaml, forEach: [eu, us], with: {region: "${{ item }}"}}
                """);
        assertThat(dag.stages().stream().map(Stage::name))
                .containsExactly("m", "m-eu", "m-eu.go", "m-eu.check", "m-us", "m-us.go", "m-us.check", "f");
        Group.ForEach f = (Group.ForEach) stage(dag, "f").group().orElseThrow();
        assertThat(f.template().stream().map(Stage::name)).containsExactly("f", "f.go", "f.check");
        assertThat(read).containsExactly("ci/deploy.yaml");
    }

    @Test
    void thePodTemplateOfTheFirstFileLiesUnderAllWithItsOwnParameters() throws Exception {
        Dag dag = load("""
                params: [{name: region, default: "top ${x"}]
                podTemplate: {metadata: {annotations: {a: "${{ params.region }} $${{ b }}", r: "${{ run.id }}"}}}
                stages: [{name: deploy, uses: ./deploy.yaml, with: {region: eu}}]
                """);
        assertThat(dag.podTemplate().toString()).contains("a=top ${x $${{ b }}", "r=${{ run.id }}");
        assertThat(stage(dag, "deploy.go").interpolations()).contains("run.id");
    }

    @Test
    void filesUseFilesFromWhereTheyAre() throws Exception {
        files.put("ci/more/a.yaml", Files.spec("stages: [{name: x, uses: ../deploy.yaml, with: {region: eu}}]"));
        Dag dag = load("stages: [{name: top, uses: ./more/a.yaml}]");
        assertThat(dag.stages().stream().map(Stage::name)).containsExactly("top", "top.x", "top.x.go", "top.x.check");
        assertThat(stage(dag, "top.x.go").parent()).contains("top.x");
        assertThat(dag.frameOf(dag.indexOf("top.x.go"))).isEqualTo(dag.indexOf("top.x"));
    }

    @Test
    void aCircleIsShown() {
        files.put("ci/a.yaml", Files.spec("stages: [{name: x, uses: ./b.yaml}]"));
        files.put("ci/b.yaml", Files.spec("stages: [{name: x, uses: ./a.yaml}]"));
        assertThat(errors("stages: [{name: x, uses: ./a.yaml}]"))
                .containsExactly(
                        "ci/b.yaml:5:28: error: the files use each other in a circle: ci/a.yaml → ci/b.yaml → ci/a.yaml"
                                + " (take one of these uses out)");
        assertThat(errors("stages: [{name: x, uses: ./dag.yaml}]"))
                .containsExactly(
                        "ci/dag.yaml:5:28: error: the files use each other in a circle: ci/dag.yaml → ci/dag.yaml"
                                + " (take one of these uses out)");
    }

    @Test
    void problemsOfTheUsedFileAreToldAtItsOwnPlaceOnce() {
        files.put("ci/bad.yaml", Files.spec("stages: [{name: x, imag: y}]"));
        assertThat(errors("stages: [{name: x, uses: ./bad.yaml}, {name: y, uses: ./bad.yaml}]"))
                .contains("ci/bad.yaml:5:22: error: unknown key 'imag' in stage 'x' (did you mean 'image'?)")
                .contains("ci/dag.yaml:5:57: error: ci/bad.yaml cannot be used, see there (correct that file first)");
    }

    @Test
    void filesInFilesEndSomewhere() {
        for (int i = 1; i < 9; i++) {
            files.put("ci/f" + i + ".yaml", Files.spec("stages: [{name: x, uses: ./f" + (i + 1) + ".yaml}]"));
        }
        assertThat(errors("stages: [{name: x, uses: ./f1.yaml}]"))
                .anySatisfy(e -> assertThat(e).contains("more than 5 deep"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            {name: a, uses: ./nope.yaml} ~ ci/nope.yaml cannot be read: there is no such file (name a file beside this one, as in ./deploy.yaml)
            {name: a, uses: deploy.yaml} ~ 'uses' must be the path of a DAG file, not "deploy.yaml"
            {name: a, uses: /etc/deploy.yaml} ~ 'uses' must be the path of a DAG file
            {name: a, uses: ./deploy.yaml} ~ ./deploy.yaml requires the parameter 'region' (add with: {region: VALUE})
            {name: a, uses: ./deploy.yaml, with: {region: EU}} ~ the parameter 'region' is "EU", which does not match the pattern '[a-z]+'
            {name: a, uses: ./deploy.yaml, with: {region: eu, kind: red}} ~ the parameter 'kind' cannot be "red"
            {name: a, uses: ./deploy.yaml, with: {region: eu, count: many}} ~ the parameter 'count' must be a number
            {name: a, uses: ./deploy.yaml, with: {regoin: eu}} ~ ./deploy.yaml has no parameter 'regoin' (did you mean 'region'?)
            {name: a, uses: ./deploy.yaml, image: x, with: {region: eu}} ~ stage 'a' uses a file and has 'image', which is for a stage that runs a pod of its own (write it in the file, or pass it through with)
            {name: a, uses: ./deploy.yaml, with: {region: '${{ params.x }}'}} ~ there is no parameter 'x'
            """)
    void saysWhatIsWrong(String stage, String message) {
        assertThat(errors("stages: [" + stage + "]"))
                .anySatisfy(e -> assertThat(e).contains(message.strip()));
    }

    @Test
    void stagesOfTheUsedFileAreItsOwn() {
        assertThat(errors("""
                        stages:
                          - {name: d, uses: ./deploy.yaml, with: {region: eu}}
                          - {name: a, image: x, needs: [d], env: {A: "${{ stages.d.outputs.nope }}", B: "${{ stages['d.go'].status }}"}}
                        """))
                .anySatisfy(e -> assertThat(e).contains("stage 'd' has no output 'nope'"))
                .anySatisfy(e -> assertThat(e).contains("there is no stage 'd.go'"));
    }

    @Test
    void outputsOfAUsedFileAreChecked() {
        files.put("ci/o.yaml", Files.spec("""
                outputs: {a: "${{ stages.nope.status }}", b: "x ${{ run.id }} ${{ run.id }}", c: "${{ item }}"}
                stages: [{name: x, image: y}]
                """));
        assertThat(errors("stages: [{name: x, uses: ./o.yaml}]"))
                .anySatisfy(e -> assertThat(e).contains("ci/o.yaml:5:", "there is no stage 'nope'"))
                .anySatisfy(e -> assertThat(e).contains("'b' must be one ${{ }}"))
                .anySatisfy(e -> assertThat(e).contains("an output cannot read 'item'"));
    }

    @Test
    void withoutAFolderNoFileIsUsedAndThatIsTheOneProblem() {
        String text = Files.stages("- {name: a, uses: ./b.yaml}\n"
                + "- {name: b, image: x, needs: [a], env: {U: '${{ stages.a.outputs.u }}'}}");
        assertThat(Files.errors(text))
                .singleElement()
                .satisfies(e -> assertThat(e).contains("b.yaml cannot be read: there is no folder"));
    }
}

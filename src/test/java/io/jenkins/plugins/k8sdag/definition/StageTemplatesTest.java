package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.dag.Stage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code spec.templates}: between the defaults and a stage's own keys. */
class StageTemplatesTest {
    /** A file with a template {@code t} in line 7 and a stage {@code a} in line 9. */
    private static String file(String defaults, String template, String stage) {
        return Files.spec("""
                defaults: {%s}
                templates:
                  t: {%s}
                stages:
                  - {name: a, template: t%s}
                """.formatted(defaults, template, stage.isEmpty() ? "" : ", " + stage));
    }

    private static Map<String, Object> main(String text) {
        return main(text, "a");
    }

    private static Map<String, Object> main(String text, String stage) {
        Map<String, Object> main = new LinkedHashMap<>();
        Layer.main(Files.stage(text, stage).template()).forEach((key, value) -> main.put((String) key, value));
        return main;
    }

    @Test
    void lieOverTheDefaultsAndUnderTheStage() {
        Map<String, Object> main = main(file(
                "image: 'd:1', env: {A: d, B: d, C: d}, resources: {limits: {memory: 1Gi, cpu: 1}}",
                "image: 't:1', env: {B: t, C: t}, resources: {limits: {memory: 2Gi}}",
                "env: {C: s}"));

        assertThat(main.get("image")).isEqualTo("t:1");
        assertThat(main.get("env"))
                .isEqualTo(List.of(
                        Map.of("name", "A", "value", "d"),
                        Map.of("name", "B", "value", "t"),
                        Map.of("name", "C", "value", "s")));
        assertThat(main.get("resources")).isEqualTo(Map.of("limits", Map.of("memory", "2Gi", "cpu", 1L)));
    }

    /** Expected: the command and the arguments. */
    static List<Arguments> commands() {
        return List.of(
                Arguments.of("script: d", "script: t", "", List.of("sh", "-ec", "t"), null),
                Arguments.of("script: d", "script: t", "script: s", List.of("sh", "-ec", "s"), null),
                Arguments.of("command: [d], args: [d]", "script: t", "", List.of("sh", "-ec", "t"), null),
                Arguments.of("script: d", "command: [t]", "", List.of("t"), null),
                Arguments.of("script: d", "command: [t]", "args: [s]", List.of("t"), List.of("s")),
                Arguments.of("command: [d], args: [d]", "args: [t]", "", List.of("d"), List.of("t")),
                Arguments.of("shell: [bash, -c]", "script: t", "", List.of("bash", "-c", "t"), null),
                Arguments.of("shell: [bash, -c], script: d", "shell: [zsh, -c]", "", List.of("zsh", "-c", "d"), null),
                Arguments.of("", "shell: [zsh, -c]", "script: s", List.of("zsh", "-c", "s"), null));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatRunsIsOfTheHighestLayerThatSaysIt(
            String defaults, String template, String stage, List<String> command, List<String> args) {
        Map<String, Object> main =
                main(file("image: 'd:1'" + (defaults.isEmpty() ? "" : ", " + defaults), template, stage));

        assertThat(main.get("command")).isEqualTo(command);
        assertThat(main.get("args")).isEqualTo(args);
    }

    @Test
    void behaviourIsOfTheHighestLayerThatSaysIt() {
        Stage stage = Files.stage(
                file(
                        "image: 'd:1', retry: 1, timeout: {pending: 1m, run: 2m}, outputs: [d], allowFailure: true",
                        "retry: 2, timeout: 3m, outputs: [t, u], when: run.name != ''",
                        "timeout: {pull: 4m}, outputs: [s]"),
                "a");

        assertThat(stage.retry().limit()).isEqualTo(2);
        assertThat(stage.timeouts().pending()).isEqualTo(Duration.ofMinutes(1));
        assertThat(stage.timeouts().pull()).isEqualTo(Duration.ofMinutes(4));
        assertThat(stage.timeouts().run()).contains(Duration.ofMinutes(3));
        assertThat(stage.outputs()).containsExactly("s");
        assertThat(stage.when()).contains("run.name != ''");
        assertThat(stage.allowFailure()).contains("true");
    }

    @Test
    void serveSeveralStagesAndLeaveOthersAlone() {
        String text = Files.spec("""
                defaults: {image: "d:1"}
                templates:
                  t: {image: "t:1", when: "false"}
                stages:
                  - {name: a, template: t}
                  - {name: b, template: t, image: "s:1"}
                  - {name: c}
                """);

        assertThat(List.of("a", "b", "c"))
                .extracting(name -> main(text, name).get("image"))
                .containsExactly("t:1", "s:1", "d:1");
        assertThat(Files.stage(text, "c").when()).isEqualTo(Optional.empty());
    }

    static List<Arguments> mistakes() {
        return List.of(
                Arguments.of(
                        "templates: {maven: {image: 'm:1'}}\nstages: [{name: a, template: mavne}]",
                        "6:32: error: there is no template 'mavne' (did you mean 'maven'?)"),
                Arguments.of(
                        "stages: [{name: a, template: t}]",
                        "5:32: error: there is no template 't' (there are no templates)"),
                Arguments.of(
                        "templates: {b: {image: 'm:1'}, t: {template: b}}\nstages: [{name: a, template: t, image: x}]",
                        "5:38: error: 'template' cannot stand in a template (write what both share into spec.defaults, or write it twice)"),
                Arguments.of(
                        "templates: {t: {needs: [b]}}\nstages: [{name: a, template: t, image: x}]",
                        "5:19: error: 'needs' cannot stand in a template (write the needs of each stage at the stage)"),
                Arguments.of(
                        "templates: {t: {name: b}}\nstages: [{name: a, template: t, image: x}]",
                        "5:19: error: 'name' cannot stand in a template (its name is the key in spec.templates)"),
                Arguments.of(
                        "templates: {T: {image: 'm:1'}}\nstages: [{name: a, image: x}]",
                        "5:15: error: 'T' is not a DNS label of at most 63 characters (use lower-case letters, digits and dashes, as in build-all)"),
                Arguments.of(
                        "templates: [{name: t}]\nstages: [{name: a, image: x}]",
                        "5:14: error: 'templates' must be a map, not a list (write a map)"),
                Arguments.of(
                        "defaults: {template: t}\nstages: [{name: a, image: x}]",
                        "5:14: error: 'template' cannot stand in spec.defaults (name the template at each stage)"),
                Arguments.of(
                        "templates: {t: {script: a, args: [b]}}\nstages: [{name: a, template: t, image: x}]",
                        "5:30: error: template 't' has both script and args (keep one; a script is run by shell: [sh, -ec])"),
                Arguments.of(
                        "defaults: {script: d}\ntemplates: {t: {args: [b]}}\nstages: [{name: a, template: t, image: x}]",
                        "6:19: error: template 't' has args, and what it runs is the script in line 5 (write command, too, or a script)"),
                Arguments.of(
                        "templates: {t: {script: d}}\nstages: [{name: a, template: t, image: x, args: [b]}]",
                        "6:45: error: stage 'a' has args, and what it runs is the script in line 5 (write command, too, or a script)"),
                Arguments.of(
                        "templates: {t: {script: d}}\nstages: [{name: a, template: t}]",
                        "6:19: error: stage 'a' has no image (add image: NAME:TAG to it, to its template or to spec.defaults)"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void oneMistakeIsOneProblem(String spec, String problem) {
        assertThat(Files.errors(Files.spec(spec))).containsExactly("dag.yaml:" + problem);
    }

    /** Stages {@code b} and {@code c} use the template. */
    static List<Arguments> mistakesInside() {
        return List.of(
                Arguments.of("imgae: x", "7:9: error: unknown key 'imgae' in template 't' (did you mean 'image'?)"),
                Arguments.of("when: params.x", "7:15: error: there is no parameter 'x' (there are no parameters)"),
                Arguments.of(
                        "allowFailure: run.name",
                        "7:23: error: 'allowFailure' must be true or false, and 'run.name' is of type string (compare it with something, as in run.name == ...)"),
                Arguments.of(
                        "env: {A: '${{ stages.a.outputs.x }}'}",
                        "7:23: error: stage 'a' has no output 'x' (outputs: o)"),
                Arguments.of(
                        "env: {A: '${{ stages.z.status }}'}", "7:23: error: there is no stage 'z' (stages: a, b, c)"),
                Arguments.of("when: stages.z.status == 'x'", "7:15: error: there is no stage 'z' (stages: a, b, c)"),
                Arguments.of(
                        "env: {A: '${{ 1 + }}'}",
                        "7:26: error: in '1 +': it ends too early (see docs/dag-file.md for the language of expressions)"),
                Arguments.of(
                        "volumeMounts: [{name: v, mountPath: /v}]",
                        "7:31: error: template 't' mounts the volume 'v', which the pod of stage 'b' does not have (there are no volumes)"),
                Arguments.of(
                        "env: {K8SDAG_X: y}",
                        "7:15: error: the variable 'K8SDAG_X' is set by the engine (use a name that does not start with K8SDAG_)"),
                Arguments.of(
                        "script: 'echo ${{ params.x }}'",
                        "7:23: error: a script cannot hold ${{ }}: a value could be run as a command (pass it through env: {VALUE: \"${{ ... }}\"} and write \"$VALUE\" in the script)"),
                Arguments.of(
                        "retry: -1",
                        "7:16: error: 'retry' must be a whole number from 0 to 100, not -1 (change the number)"));
    }

    @ParameterizedTest
    @MethodSource("mistakesInside")
    void aMistakeInsideOneIsToldOnceAtItsPlace(String template, String problem) {
        String text = Files.spec("""
                defaults: {image: "d:1"}
                templates:
                  t: {%s}
                stages:
                  - {name: a, outputs: [o]}
                  - {name: b, template: t, needs: [a]}
                  - {name: c, template: t, needs: [a]}
                """.formatted(template));

        assertThat(Files.errors(text)).containsExactly("dag.yaml:" + problem);
    }

    /** Only the first hundred unknown names get a suggestion, but here it is the same one again and again. */
    @Test
    void soItIsIfManyStagesUseIt() {
        StringBuilder text = new StringBuilder("templates: {t: {image: x, when: stages.frist.status == 'FAILED'}}\n");
        text.append("stages:\n  - {name: first, image: x}\n");
        IntStream.range(0, 300).forEach(i -> text.append("  - {name: s" + i + ", template: t, needs: [first]}\n"));

        assertThat(Files.errors(Files.spec(text.toString())))
                .containsExactly("dag.yaml:5:35: error: there is no stage 'frist' (did you mean 'first'?)");
    }

    @Test
    void aMistakeInsideAnUnusedOneIsToldToo() {
        String text = Files.spec("""
                templates:
                  t: {when: params.x, env: {A: "${{ params.y }}"}}
                stages:
                  - {name: a, image: x}
                """);

        assertThat(Files.errors(text))
                .containsExactly(
                        "dag.yaml:6:15: error: there is no parameter 'x' (there are no parameters)",
                        "dag.yaml:6:39: error: there is no parameter 'y' (there are no parameters)");
    }

    @Test
    void aStageThatLacksANeedOfItsTemplateIsToldWhereItNamesIt() {
        String text = Files.spec("""
                defaults: {image: "d:1"}
                templates:
                  t: {when: "stages.a.outputs.o != ''", env: {A: "${{ stages.a.status }}"}}
                stages:
                  - {name: a, outputs: [o]}
                  - {name: b, template: t, needs: [a]}
                  - {name: c, template: t}
                """);

        assertThat(Files.errors(text))
                .containsExactly(
                        "dag.yaml:11:27: error: stage 'c' reads stage 'a', which it does not need (add a to its needs)");
    }

    @Test
    void aStageHasTheVolumeThatItsTemplateMounts() {
        assertThat(main(file(
                        "image: 'd:1'",
                        "volumeMounts: [{name: v, mountPath: /v}]",
                        "volumes: [{name: v, emptyDir: {}}]")))
                .containsKey("volumeMounts");
    }

    @Test
    void lintLooksInsideAndSaysItOnce() {
        String text = Files.spec("""
                timeout: 1h
                defaults: {resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}
                templates:
                  t: {image: "x:latest"%s}
                  u: {image: "x:1"}
                stages:
                  - {name: a, template: t}
                  - {name: b, template: t}
                """);

        assertThat(Files.warnings(text.formatted("")))
                .containsExactly(
                        "dag.yaml:8:16: warning: the image 'x:latest' changes from run to run (write a version in place of latest) [latest-tag]",
                        "dag.yaml:9:5: warning: no stage uses the template 'u' (write template: u at a stage, or remove it) [unused-template]");
        assertThat(Files.warnings(text.formatted(", lint: {ignore: [{code: latest-tag, reason: known}]}")))
                .containsExactly(
                        "dag.yaml:9:5: warning: no stage uses the template 'u' (write template: u at a stage, or remove it) [unused-template]");
    }

    @Test
    void whatATemplateAcceptsIsAcceptedForItsStages() {
        String text = Files.spec("""
                timeout: 1h
                templates:
                  t: {image: "x:1", lint: {ignore: [{code: no-resources, reason: small}]}}
                stages:
                  - {name: a, template: t}
                  - {name: b, template: t}
                """);

        assertThat(Files.warnings(text)).isEmpty();
    }
}

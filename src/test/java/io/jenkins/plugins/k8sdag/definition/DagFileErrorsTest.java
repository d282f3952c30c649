package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DagFileErrorsTest {
    @Test
    void tenMistakesAreTenProblemsWithTheirLines() {
        String text = """
                apiVersion: k8sdag.jenkins.io/v1
                kind: Dag
                metadata:
                  name: My Release
                spec:
                  params:
                    - {name: version, default: "1.0"}
                  timeout: 2 hours
                  maxParallel: many
                  defaults:
                    resources: {limits: {memory: 1 GB}}
                  stages:
                    - name: build
                      image: maven:3.9.9
                      script: mvn -Drevision=${{ params.version }} package
                    - name: test
                      imgae: maven:3.9.9
                      image: maven:3.9.9
                      needs: [biuld]
                    - name: deploy
                      image: deployer:1
                      needs: [test, smoke]
                      when: params.versoin != ''
                    - name: smoke
                      image: smoke:1
                      needs: [deploy]
                    - name: test
                      image: maven:3.9.9
                """;

        assertThat(Files.errors(text))
                .containsExactly(
                        "dag.yaml:4:9: error: 'name' must be a DNS label of at most 40 characters, not \"My Release\""
                                + " (use lower-case letters, digits and dashes, as in release)",
                        "dag.yaml:8:12: error: 'timeout' must be a duration over zero, not \"2 hours\""
                                + " (write it as in 90s, 15m or 1h30m)",
                        "dag.yaml:9:16: error: 'maxParallel' must be a whole number from 1 to 100000, not the string \"many\""
                                + " (write the number without quotes)",
                        "dag.yaml:11:34: error: 'memory' must be a quantity, not \"1 GB\""
                                + " (write it as in 250m or 0.5 for cpu, 512Mi or 2Gi for memory)",
                        "dag.yaml:15:30: error: a script cannot hold ${{ }}: a value could be run as a command"
                                + " (pass it through env: {VALUE: \"${{ ... }}\"} and write \"$VALUE\" in the script)",
                        "dag.yaml:17:7: error: unknown key 'imgae' in stage 'test' (did you mean 'image'?)",
                        "dag.yaml:19:15: error: stage 'test' needs 'biuld', which is no stage (did you mean 'build'?)",
                        "dag.yaml:22:21: error: the needs form a cycle: deploy → smoke → deploy; deploy needs smoke in line 22,"
                                + " smoke needs deploy in line 26 (remove one of these needs)",
                        "dag.yaml:23:13: error: there is no parameter 'versoin' (did you mean 'version'?)",
                        "dag.yaml:27:13: error: two stages are named 'test', the first in line 16 (rename one of them)");
    }

    static List<Arguments> singleMistakes() {
        return List.of(
                stage(
                        "{name: a, image: x, script: x, timeout: -3s}",
                        "6:47: error: 'timeout' must be a duration over zero, not \"-3s\" (write it as in 90s, 15m or 1h30m)"),
                stage(
                        "{name: a, image: x, timeout: 0s}",
                        "6:36: error: 'timeout' must be a duration over zero, not \"0s\" (write it as in 90s, 15m or 1h30m)"),
                stage(
                        "{name: a, image: x, timeout: 90}",
                        "6:36: error: 'timeout' must be a duration or a map, not the number 90 (write a duration or a map)"),
                stage(
                        "{name: a, image: x, timeout: {runs: 3m}}",
                        "6:37: error: unknown key 'runs' in 'timeout' (did you mean 'run'?)"),
                stage(
                        "{name: a, image: x, retry: {limit: -1}}",
                        "6:42: error: 'limit' must be a whole number from 0 to 100, not -1 (change the number)"),
                stage(
                        "{name: a, image: x, retry: {limit: 2, on: [failure, failure]}}",
                        "6:59: error: 'failure' stands twice in 'on' (remove one of them)"),
                stage(
                        "{name: a, image: x, retry: {limit: 2, on: [fail]}}",
                        "6:50: error: an item of 'on' cannot be \"fail\" (allowed: failure, timeout, outOfMemory)"),
                stage(
                        "{name: a, image: x, retry: {limit: 2, on: []}}",
                        "6:49: error: 'on' is an empty list (add at least one item, or remove the key)"),
                stage(
                        "{name: a, image: x, retry: {limit: 2, backoff: {factor: 0.5}}}",
                        "6:63: error: 'factor' must be a number of at least 1.0, not 0.5 (change the number)"),
                stage(
                        "{name: a, image: x, retry: {limit: 2, backoff: {initial: 1m, max: 1s}}}",
                        "6:68: error: 'max' is shorter than the first wait (make max at least as long as initial, or remove it)"),
                stage(
                        "{name: a, image: x, retry: {limit: 1, on: [timeout], memory: {factor: 2, max: 1Gi}}}",
                        "6:60: error: 'memory' has no effect: running out of memory is not tried again (add outOfMemory to on, or remove memory)"),
                stage(
                        "{name: a, image: x, retry: {on: [failure]}}",
                        "6:34: error: the key 'limit' is missing in 'retry' (add limit: a whole number from 0 to 100)"),
                stage(
                        "{name: a, image: x, outputs: [a-b]}",
                        "6:37: error: an item of 'outputs' must be a word of letters, digits and '_', not \"a-b\" (use letters, digits and '_', with no digit first)"),
                stage(
                        "{name: a, image: x, outputs: [b, b]}",
                        "6:40: error: 'b' stands twice in 'outputs' (remove one of them)"),
                stage("{name: a, image: x, needs: [a]}", "6:35: error: stage 'a' needs itself (remove this need)"),
                stage(
                        "{name: a, image: x, needs: [{stage: b, whenn: always}]}\n- {name: b, image: x}",
                        "6:46: error: unknown key 'whenn' in an item of 'needs' (did you mean 'when'?)"),
                stage(
                        "{name: a, image: x, needs: \"${{ params.x }}\"}",
                        "6:34: error: a need cannot hold ${{ }} (write the stage's name)"),
                stage(
                        "{name: A_b, image: x}",
                        "6:14: error: 'name' must be a DNS label of at most 63 characters, not \"A_b\" (use lower-case letters, digits and dashes, as in build-all)"),
                stage(
                        "{name: 17, image: x}",
                        "6:14: error: 'name' must be a DNS label of at most 63 characters, not the number 17 (write \"17\" in quotes)"),
                stage(
                        "{name: \"a-${{ params.x }}\", image: x}",
                        "6:14: error: 'name' cannot hold ${{ }}: it must be known before the run starts (use lower-case letters, digits and dashes, as in build-all)"),
                stage(
                        "{name: a, script: x}",
                        "6:14: error: stage 'a' has no image (add image: NAME:TAG to it, to its template or to spec.defaults)"),
                stage(
                        "{name: a, image: }",
                        "6:23: error: 'image' is empty; it must be an image (give it a value, or remove the key)"),
                stage(
                        "{name: a, image: x, script: x, args: [y]}",
                        "6:38: error: stage 'a' has both script and args (keep one; a script is run by shell: [sh, -ec])"),
                stage(
                        "{name: a, image: x, script: ' '}",
                        "6:35: error: the script of stage 'a' is empty (write a command, such as true)"),
                stage(
                        "{name: a, image: x, shell: [bash]}",
                        "6:27: error: stage 'a' has a shell and no script (add a script, or remove shell)"),
                stage(
                        "{name: a, image: x, command: ls}",
                        "6:36: error: 'command' must be a list, not the string \"ls\" (write a list: [ls])"),
                stage(
                        "{name: a, image: x, args: [8080]}",
                        "6:34: error: an item of 'args' must be a string, not the number 8080 (write \"8080\" in quotes)"),
                stage(
                        "{name: a, image: x, env: {a b: c}}",
                        "6:33: error: 'a b' is not a name for an environment variable (use letters, digits and '_', with no digit first, as in REGION)"),
                stage(
                        "{name: a, image: x, env: {K8SDAG_RUN: c}}",
                        "6:33: error: the variable 'K8SDAG_RUN' is set by the engine (use a name that does not start with K8SDAG_)"),
                stage(
                        "{name: a, image: x, env: [{name: A, valu: c}]}",
                        "6:43: error: unknown key 'valu' in the item 'A' of 'env' (did you mean 'value'?)"),
                stage(
                        "{name: a, image: x, allowFailure: maybe}",
                        "6:41: error: in 'maybe': there is no variable 'maybe' (variables: params, stages, run, env; a string stands in quotes)"),
                stage(
                        "{name: a, image: x, services: [db]}",
                        "6:27: error: 'services' is not supported yet (use an init container with restartPolicy: Always in podTemplate)"),
                stage(
                        "{name: a, image: x, podTemplate: {spec: {restartPolicy: OnFailure}}}",
                        "6:63: error: restartPolicy must be Never: attempts are counted by the engine, not by the kubelet (remove it; use retry)"),
                stage(
                        "{name: a, image: x, podTemplate: {spec: {containers: [{name: main, terminationMessagePath: /x}]}}}",
                        "6:74: error: terminationMessagePath cannot be set for main: outputs come by it (remove it)"),
                stage(
                        "{name: a, image: x, podTemplate: {metadata: {labels: {k8sdag.jenkins.io/run: x}}}}",
                        "6:61: error: 'k8sdag.jenkins.io/run' is set by the engine, which finds its pods by it (use another prefix)"),
                stage(
                        "{name: a, image: x, initContainers: [{name: main, image: y}]}",
                        "6:44: error: an init container cannot be named main: the stage's own container is (rename it)"),
                stage(
                        "{name: a, image: x, volumes: [{name: v}, {name: v}]}",
                        "6:55: error: two items of volumes are named 'v', the first in line 6 (rename one of them)"),
                stage(
                        "{name: a, image: x, volumes: [{name: v, configMap: {name: c, defaultMode: 0644}}]}",
                        "6:81: error: 'defaultMode' must be a whole number, not the string \"0644\" (write 420, which is what 0644 means in octal, or 0o644)"),
                stage(
                        "{name: a, image: x, volumeMounts: [{name: cahce, mountPath: /c}], volumes: [{name: cache, emptyDir: {}}]}",
                        "6:49: error: stage 'a' mounts the volume 'cahce', which its pod does not have (did you mean 'cache'?)"),
                stage(
                        "{name: a, image: x, imagePullPolicy: always}",
                        "6:44: error: 'imagePullPolicy' cannot be \"always\" (did you mean 'Always'?)"),
                spec(
                        "failFast: yes",
                        "5:13: error: 'failFast' must be true or false, not the string \"yes\" (write true)"),
                spec(
                        "finally: []",
                        "5:12: error: 'finally' is an empty list (add at least one item, or remove the key)"),
                spec(
                        "defaults: {needs: [a]}",
                        "5:14: error: 'needs' cannot stand in spec.defaults (write the needs of each stage at the stage)"),
                spec(
                        "podTemplate: {spec: {serviceAcountName: x}}",
                        "5:24: error: unknown key 'serviceAcountName' in 'spec' (did you mean 'serviceAccountName'?)"),
                spec(
                        "podTemplate: {spec: {nodeSelector: {gpu: true}}}",
                        "5:44: error: 'gpu' must be a string, not the boolean true (write \"true\" in quotes)"),
                spec(
                        "lint: {ignore: [{code: latest-tag, reason: ''}]}",
                        "5:46: error: 'reason' must be a sentence, not \"\" (write why)"));
    }

    private static Arguments stage(String stage, String problem) {
        return Arguments.of(Files.stages("- " + stage), problem);
    }

    private static Arguments spec(String line, String problem) {
        return Arguments.of(Files.spec(line + "\nstages: [{name: a, image: x}]"), problem);
    }

    @ParameterizedTest
    @MethodSource("singleMistakes")
    void oneMistakeIsOneProblem(String text, String problem) {
        assertThat(Files.errors(text)).containsExactly("dag.yaml:" + problem);
    }

    @Test
    void whatIsMissingAtTheTopIsNamed() {
        assertThat(Files.errors("kind: Dag\nspec: {}"))
                .containsExactly(
                        "dag.yaml:1:1: error: the key 'apiVersion' is missing in the file (add apiVersion: k8sdag.jenkins.io/v1)",
                        "dag.yaml:1:1: error: the key 'metadata' is missing in the file (add metadata: a map)",
                        "dag.yaml:2:7: error: the key 'stages' is missing in 'spec' (add stages: a list)");
    }

    @Test
    void aListIsNoDag() {
        assertThat(Files.errors("- a"))
                .containsExactly(
                        "dag.yaml:1:1: error: the file must be a map, not a list (write a map with keys such as apiVersion)");
    }

    @Test
    void theSameInJsonHasTheSamePlaces() {
        String json = """
                {
                  "apiVersion": "k8sdag.jenkins.io/v1", "kind": "Dag", "metadata": {"name": "j"},
                  "spec": {"stages": [
                    {"name": "a", "image": "x", "needs": ["b"]}
                  ]}
                }
                """;

        assertThat(Files.errors("dag.json", json, Options.NONE))
                .containsExactly("dag.json:4:43: error: stage 'a' needs 'b', which is no stage (stages: a)");
    }
}

package io.jenkins.plugins.k8sdag.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LintTest {
    /** A file that has nothing to be warned of, but for what is put in its stage {@code b}. Line 9 is that stage. */
    private static String file(String more) {
        return Files.spec("""
                timeout: 1h
                defaults: {image: "x:1", resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}
                stages:
                  - {name: a, script: x}
                  - {name: b, needs: [a]%s}
                """.formatted(more.isEmpty() ? "" : ", " + more));
    }

    static List<Arguments> warnings() {
        return List.of(
                row(
                        "image: maven",
                        "9:36: warning: the image 'maven' has no tag and means latest (add a version, as in maven:1.2.3) [latest-tag]"),
                row(
                        "image: reg:5000/maven",
                        "9:36: warning: the image 'reg:5000/maven' has no tag and means latest (add a version, as in reg:5000/maven:1.2.3) [latest-tag]"),
                row(
                        "image: maven:latest",
                        "9:36: warning: the image 'maven:latest' changes from run to run (write a version in place of latest) [latest-tag]"),
                row(
                        "env: {DB_PASSWORD: hunter2}",
                        "9:48: warning: the variable 'DB_PASSWORD' looks like a secret and its value is in the file (use valueFrom.secretKeyRef) [literal-secret]"),
                row(
                        "env: [{name: apiKey, value: x}]",
                        "9:57: warning: the variable 'apiKey' looks like a secret and its value is in the file (use valueFrom.secretKeyRef) [literal-secret]"),
                row(
                        "volumes: [{name: v, hostPath: {path: /}}]",
                        "9:49: warning: hostPath gives the pod a folder of its node (use emptyDir, a claim or a ConfigMap) [host-path]"),
                row(
                        "securityContext: {privileged: true}",
                        "9:47: warning: a privileged container owns its node (add the one capability it needs) [privileged]"),
                row(
                        "podTemplate: {spec: {hostNetwork: true}}",
                        "9:50: warning: 'hostNetwork' gives the pod a namespace of its node (remove it) [privileged]"),
                row(
                        "securityContext: {runAsUser: 0}",
                        "9:47: warning: the container runs as root (use an image that runs as another user, or runAsUser) [root-user]"),
                row(
                        "outputs: [o]",
                        "9:39: warning: no expression reads the output 'o' of stage 'b' (read it, remove it, or say in lint.ignore who else reads it) [unused-output]"),
                row(
                        "when: false",
                        "9:35: warning: stage 'b' never runs: its when is false (remove the stage, or make when an expression) [unreachable]"),
                row(
                        "resources: {limits: {memory: null}}",
                        "9:14: warning: stage 'b' has a memory request and no limit (add resources.limits.memory) [no-resources]"),
                row(
                        "resources: {limits: null, requests: null}",
                        "9:14: warning: stage 'b' has no memory request and no limit (add resources: {requests: {memory: 256Mi}, limits: {memory: 1Gi}}) [no-resources]"));
    }

    @Test
    void secretsAreNoParametersWhateverTheyAreCalled() {
        String text = Files.spec("""
                timeout: 1h
                params: [{name: password, default: hunter2}, {name: pw}, {name: user, default: ci}, {name: secret_name, default: s}]
                defaults: {image: "x:1", resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}
                stages:
                  - name: a
                    env:
                      DB_PASSWORD: ${{ params.pw }}
                      OTHER_PASSWORD: ${{ params.password }}
                      DB_USER: ${{ params.user }}
                      SECRET: {valueFrom: {secretKeyRef: {name: "${{ params.secret_name }}", key: k}}}
                """);

        assertThat(Files.warnings(text))
                .containsExactly(
                        "dag.yaml:6:38: warning: the parameter 'password' looks like a secret, and its default is in the file"
                                + " (keep it in a Secret and use valueFrom.secretKeyRef) [secret-param]",
                        "dag.yaml:11:22: warning: the variable 'DB_PASSWORD' looks like a secret and takes its value from the parameter 'pw',"
                                + " and parameters are shown (keep it in a Secret and use valueFrom.secretKeyRef) [secret-param]");
    }

    private static Arguments row(String more, String warning) {
        return Arguments.of(more, warning);
    }

    @ParameterizedTest
    @MethodSource("warnings")
    void warnsOf(String more, String warning) {
        assertThat(Files.warnings(file(more))).containsExactly("dag.yaml:" + warning);
    }

    @ParameterizedTest
    @MethodSource("warnings")
    void isSilencedByItsCodeWithAReason(String more, String warning) {
        String code = warning.substring(warning.lastIndexOf('[') + 1, warning.lastIndexOf(']'));
        String lint = "lint: {ignore: [{code: " + code + ", reason: known}]}";

        assertThat(Files.warnings(file(more + ", " + lint))).isEmpty();
        assertThat(Files.warnings(file(more).replace("timeout: 1h", lint + "\n  timeout: 1h")))
                .isEmpty();
    }

    @Test
    void aCleanFileHasNone() {
        assertThat(Files.warnings(file(""))).isEmpty();
        assertThat(Files.warnings(file("image: 'x@sha256:0'"))).isEmpty();
        assertThat(Files.warnings(file("image: 'x:${{ run.id }}'"))).isEmpty();
        assertThat(
                        Files.warnings(
                                file(
                                        "env: {TOKEN_FILE: /t, PASSWORD: '${{ run.id }}', SECRET: {valueFrom: {secretKeyRef: {name: a, key: b}}}}")))
                .isEmpty();
    }

    @Test
    void whatEveryStageLacksIsSaidOnce() {
        assertThat(Files.warnings(Files.stages("- {name: a, image: 'x:1'}\n- {name: b, image: 'x:1'}")))
                .containsExactly(
                        "dag.yaml:5:3: warning: every stage has no memory request and no limit"
                                + " (add resources: {requests: {memory: 256Mi}, limits: {memory: 1Gi}}) [no-resources]",
                        "dag.yaml:5:3: warning: every stage has no timeout, and the run has none"
                                + " (add timeout: 30m to it, to spec.defaults or to spec) [no-timeout]");
    }

    @Test
    void needsAndParametersThatSayNothingAreFound() {
        String text = Files.spec("""
                timeout: 1h
                params: [{name: unused}, {name: apiToken}]
                defaults: {image: "x:1", allowFailure: true, resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}
                stages:
                  - {name: a, when: params.apiToken != ''}
                  - {name: b, needs: [a]}
                  - {name: c, needs: [{stage: a, when: failed}, b]}
                  - {name: d, needs: [c, a, b]}
                """);

        assertThat(Files.warnings(text))
                .containsExactly(
                        "dag.yaml:6:19: warning: nothing reads the parameter 'unused' (use params.unused, or remove it) [unused-param]",
                        "dag.yaml:6:35: warning: the parameter 'apiToken' looks like a secret, and parameters are shown"
                                + " (keep it in a Secret and use valueFrom.secretKeyRef) [secret-param]",
                        "dag.yaml:9:14: warning: every stage may fail, so the run never does (leave allowFailure to the stages that may) [all-may-fail]",
                        "dag.yaml:11:33: warning: stage 'c' never runs: 'a' is allowed to fail and ends UNSTABLE, never FAILED"
                                + " (write when: completed and read its status) [unreachable]",
                        "dag.yaml:12:28: warning: stage 'd' needs 'a' through 'c' already (remove this need) [redundant-need]",
                        "dag.yaml:12:31: warning: stage 'd' needs 'b' through 'c' already (remove this need) [redundant-need]");
    }

    @Test
    void everyCodeIsWordsWithDashes() {
        assertThat(LintCode.codes())
                .allMatch(c -> c.matches("[a-z]+(-[a-z]+)*"))
                .doesNotHaveDuplicates();
    }
}

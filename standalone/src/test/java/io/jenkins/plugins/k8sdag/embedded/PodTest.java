package io.jenkins.plugins.k8sdag.embedded;

import static io.jenkins.plugins.k8sdag.embedded.TestCluster.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kubelet makes of a pod's spec. */
class PodTest {
    @TempDir
    Path directory;

    private TestCluster test;

    @BeforeEach
    void start() {
        test = new TestCluster(directory);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    /** Creates a pod from the YAML of its spec. */
    private Pod pod(String spec) {
        String yaml =
                "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n  labels: {color: red}\n  annotations: {note: hi}\nspec:\n"
                        + spec.indent(2);
        assertThat(test.send("POST", "/api/v1/namespaces/default/pods", "application/yaml", yaml)
                        .statusCode())
                .isEqualTo(201);
        return test.client.pods().inNamespace("default").withName("p").get();
    }

    private Pod await(Predicate<Pod> wanted) {
        return test.client
                .pods()
                .inNamespace("default")
                .withName("p")
                .waitUntilCondition(
                        pod -> pod != null && wanted.test(pod), TestCluster.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Pod awaitPhase(String phase) {
        return await(pod -> phase.equals(pod.getStatus().getPhase()));
    }

    private String log(String container) {
        return test.client
                .pods()
                .inNamespace("default")
                .withName("p")
                .inContainer(container)
                .getLog();
    }

    private static String reason(ContainerStatus status) {
        return status.getState().getWaiting() == null
                ? ""
                : status.getState().getWaiting().getReason();
    }

    @Test
    void environmentIsItsOwn() {
        pod("""
                restartPolicy: Never
                containers:
                  - name: main
                    image: x
                    command: [sh, -c, 'env | sort']
                    args: []
                    resources: {limits: {memory: 64Mi}, requests: {cpu: 250m}}
                    env:
                      - {name: A, value: one}
                      - {name: B, value: '$(A) $(NOPE) $$(A)'}
                      - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                      - {name: NS, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}
                      - {name: COLOR, valueFrom: {fieldRef: {fieldPath: "metadata.labels['color']"}}}
                      - {name: NOTE, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['note']"}}}
                      - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                      - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                      - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
                      - {name: CPU, valueFrom: {resourceFieldRef: {resource: requests.cpu, divisor: 1m}}}
                """);
        awaitPhase("Succeeded");
        assertThat(log("main").lines().map(line -> line.replaceAll("=.*/pods/.*", "=…")))
                .filteredOn(line -> !line.matches("(PATH|PWD|OLDPWD|SHLVL|_|K8SDAG_EMBEDDED_CONTAINER)=.*"))
                .containsExactly(
                        "A=one",
                        "B=one $(NOPE) $(A)",
                        "COLOR=red",
                        "CPU=250",
                        "HOME=…",
                        "HOSTNAME=p",
                        "IP=127.0.0.1",
                        "MEMORY=64",
                        "NAME=p",
                        "NODE=embedded",
                        "NOTE=hi",
                        "NS=default",
                        "TMPDIR=…");
    }

    @Test
    void waitsForAMissingSecretAndThenRuns() {
        pod("""
                restartPolicy: Never
                containers:
                  - name: main
                    image: x
                    command: [sh, -c, 'echo "$PASSWORD $cfg_a"']
                    env:
                      - {name: PASSWORD, valueFrom: {secretKeyRef: {name: creds, key: password}}}
                    envFrom:
                      - {prefix: cfg_, configMapRef: {name: settings, optional: true}}
                """);
        Pod waiting = await(pod -> pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> reason(status).equals("CreateContainerConfigError")));
        assertThat(waiting.getStatus()
                        .getContainerStatuses()
                        .get(0)
                        .getState()
                        .getWaiting()
                        .getMessage())
                .isEqualTo("secret \"creds\" not found");
        test.client
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("settings")
                        .endMetadata()
                        .addToData("a", "b")
                        .build())
                .inNamespace("default")
                .create();
        SecretBuilder secret =
                new SecretBuilder().withNewMetadata().withName("creds").endMetadata();
        test.client
                .resource(secret.addToStringData("user", "x").build())
                .inNamespace("default")
                .create();
        await(pod -> pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getState().getWaiting() != null
                        && status.getState()
                                .getWaiting()
                                .getMessage()
                                .equals("couldn't find key password in Secret default/creds")));
        test.client
                .resource(secret.addToStringData("password", "secret").build())
                .inNamespace("default")
                .update();
        awaitPhase("Succeeded");
        assertThat(log("main")).isEqualTo("secret b\n");
    }

    @Test
    void initContainersInTheirOrder() {
        pod("""
                restartPolicy: Never
                volumes: [{name: shared, emptyDir: {}}]
                initContainers:
                  - {name: one, image: x, command: [sh, -c, 'echo one >> /shared/f'], volumeMounts: &m [{name: shared, mountPath: /shared}]}
                  - {name: two, image: x, command: [sh, -c, 'echo two >> /shared/f'], volumeMounts: [{name: shared, mountPath: /shared}]}
                containers:
                  - {name: main, image: x, command: [cat, /shared/f], volumeMounts: [{name: shared, mountPath: /shared}]}
                """.replace("&m ", ""));
        Pod pod = awaitPhase("Succeeded");
        assertThat(log("main")).isEqualTo("one\ntwo\n");
        assertThat(pod.getStatus().getInitContainerStatuses())
                .extracting(status -> status.getState().getTerminated().getReason())
                .containsExactly("Completed", "Completed");
    }

    @Test
    void aFailedInitContainerFailsThePod() {
        pod("""
                restartPolicy: Never
                initContainers:
                  - {name: one, image: x, command: [sh, -c, 'exit 4']}
                  - {name: two, image: x, command: ['true']}
                containers:
                  - {name: main, image: x, command: ['true']}
                """);
        Pod pod = awaitPhase("Failed");
        assertThat(pod.getStatus()
                        .getInitContainerStatuses()
                        .get(0)
                        .getState()
                        .getTerminated()
                        .getExitCode())
                .isEqualTo(4);
        assertThat(pod.getStatus().getContainerStatuses())
                .extracting(PodTest::reason)
                .containsExactly("PodInitializing");
        assertThat(pod.getStatus().getConditions())
                .filteredOn(condition -> condition.getType().equals("Initialized"))
                .extracting(condition -> condition.getReason() + " " + condition.getMessage())
                .containsExactly("ContainersNotInitialized containers with incomplete status: [one two]");
    }

    @Test
    void initContainersAreTriedAgainWhereThePodRestarts() {
        pod("""
                restartPolicy: OnFailure
                initContainers:
                  - {name: one, image: x, command: [sh, -c, 'echo x >> tries; test $(wc -l < tries) -eq 3']}
                containers:
                  - {name: main, image: x, command: ['true']}
                """);
        Pod pod = awaitPhase("Succeeded");
        assertThat(pod.getStatus().getInitContainerStatuses().get(0).getRestartCount())
                .isEqualTo(2);
    }

    @Test
    void containersAreRestartedOnFailure() {
        pod("""
                restartPolicy: OnFailure
                containers:
                  - {name: main, image: x, command: [sh, -c, 'echo x >> tries; echo try $(wc -l < tries); test $(wc -l < tries) -eq 3']}
                """);
        Pod backoff = await(pod -> pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> reason(status).equals("CrashLoopBackOff") && status.getRestartCount() == 1));
        assertThat(backoff.getStatus().getPhase()).isEqualTo("Running");
        assertThat(backoff.getStatus()
                        .getContainerStatuses()
                        .get(0)
                        .getLastState()
                        .getTerminated()
                        .getExitCode())
                .isEqualTo(1);
        Pod pod = awaitPhase("Succeeded");
        assertThat(pod.getStatus().getContainerStatuses().get(0).getRestartCount())
                .isEqualTo(2);
        assertThat(log("main")).isEqualTo("try 3\n");
        assertThat(test.send("GET", "/api/v1/namespaces/default/pods/p/log?previous=true", null, null)
                        .body())
                .isEqualTo("try 2\n");
    }

    @Test
    void sidecarsEndWithTheMainContainer() {
        pod("""
                restartPolicy: Never
                terminationGracePeriodSeconds: 5
                initContainers:
                  - {name: side, image: x, restartPolicy: Always, command: [sh, -c, 'echo up; trap "echo down; exit 0" TERM; while :; do sleep 0.01; done']}
                containers:
                  - {name: main, image: x, command: [sh, -c, 'sleep 0.3; exit 5']}
                """);
        Pod pod = awaitPhase("Failed");
        assertThat(log("side")).isEqualTo("up\ndown\n");
        assertThat(pod.getStatus()
                        .getContainerStatuses()
                        .get(0)
                        .getState()
                        .getTerminated()
                        .getExitCode())
                .isEqualTo(5);
    }

    @Test
    void twoContainersAreBothWaitedFor() {
        pod("""
                restartPolicy: Never
                containers:
                  - {name: main, image: x, command: ['true']}
                  - {name: other, image: x, command: [sh, -c, 'sleep 0.2; exit 1']}
                """);
        Pod pod = awaitPhase("Failed");
        assertThat(pod.getStatus().getContainerStatuses())
                .extracting(status -> status.getState().getTerminated().getReason())
                .containsExactly("Completed", "Error");
        assertThat(test.send("GET", "/api/v1/namespaces/default/pods/p/log", null, null)
                        .body())
                .contains("a container name must be specified for pod p, choose one of: [main other]");
    }

    @Test
    void terminationMessageIsTheEndOfTheFile() {
        pod("""
                restartPolicy: Never
                containers:
                  - name: main
                    image: x
                    command: [sh, -c, 'head -c 5000 /dev/zero | tr "\\0" a > "$OUT"; printf end >> /dev/termination-log']
                    env: [{name: OUT, value: /dev/termination-log}]
                """);
        String message = awaitPhase("Succeeded")
                .getStatus()
                .getContainerStatuses()
                .get(0)
                .getState()
                .getTerminated()
                .getMessage();
        assertThat(message).hasSize(4096).endsWith("aend");
    }

    @Test
    void logsStandInForAMissingMessage() {
        pod("""
                restartPolicy: Never
                containers:
                  - name: main
                    image: x
                    terminationMessagePolicy: FallbackToLogsOnError
                    command: [sh, -c, 'echo why; exit 1']
                """);
        assertThat(awaitPhase("Failed")
                        .getStatus()
                        .getContainerStatuses()
                        .get(0)
                        .getState()
                        .getTerminated()
                        .getMessage())
                .isEqualTo("why\n");
    }

    @Test
    void volumesAreWhereTheirMountPathsPoint() {
        test.client
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("creds")
                        .endMetadata()
                        .addToStringData("token", "abc")
                        .build())
                .inNamespace("default")
                .create();
        pod("""
                restartPolicy: Never
                volumes:
                  - {name: creds, secret: {secretName: creds, items: [{key: token, path: sub/token}]}}
                  - {name: info, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
                  - {name: both, projected: {sources: [{secret: {name: creds}}, {downwardAPI: {items: [{path: n, fieldRef: {fieldPath: metadata.name}}]}}]}}
                  - {name: host, hostPath: {path: /etc}}
                  - {name: data, emptyDir: {}}
                containers:
                  - name: main
                    image: x
                    workingDir: /data/deep
                    command: [sh, -c, 'cat /creds/sub/token /info/labels; echo; cat "$BOTH/token" /both/n; test -e /host/passwd && echo; pwd']
                    env: [{name: BOTH, value: /both}]
                    volumeMounts:
                      - {name: creds, mountPath: /creds}
                      - {name: info, mountPath: /info}
                      - {name: both, mountPath: /both}
                      - {name: host, mountPath: /host}
                      - {name: data, mountPath: /data}
                """);
        awaitPhase("Succeeded");
        assertThat(log("main")).startsWith("abccolor=\"red\"\nabcp\n").endsWith("volumes/data/deep\n");
    }

    @Test
    void missingVolumesHoldThePodBack() {
        pod("""
                restartPolicy: Never
                volumes: [{name: creds, secret: {secretName: creds}}]
                containers:
                  - {name: main, image: x, command: ['true'], volumeMounts: [{name: creds, mountPath: /creds}]}
                """);
        Wait.until(() -> test.client.v1().events().inNamespace("default").list().getItems().stream()
                .anyMatch(event -> event.getReason().equals("FailedMount")
                        && event.getMessage()
                                .equals("MountVolume.SetUp failed for volume \"creds\" : secret \"creds\" not found")));
        ObjectNode pod = test.pod("p");
        assertThat(pod.at("/status/containerStatuses/0/state/waiting/reason").asText())
                .isEqualTo("ContainerCreating");
    }

    @Test
    void aPodHasItsOwnDeadline() {
        pod("""
                restartPolicy: Never
                activeDeadlineSeconds: 1
                containers:
                  - {name: main, image: x, command: [sleep, '100']}
                """);
        Pod pod = awaitPhase("Failed");
        assertThat(pod.getStatus().getReason()).isEqualTo("DeadlineExceeded");
    }

    @Test
    void withoutACommandThereIsNothingToRun() {
        pod("""
                restartPolicy: Never
                containers: [{name: main, image: x}]
                """);
        var terminated = awaitPhase("Failed")
                .getStatus()
                .getContainerStatuses()
                .get(0)
                .getState()
                .getTerminated();
        assertThat(terminated.getReason()).isEqualTo("StartError");
        assertThat(terminated.getMessage()).contains("the embedded cluster ignores images");
        assertThat(json("{}")).isEmpty();
    }
}

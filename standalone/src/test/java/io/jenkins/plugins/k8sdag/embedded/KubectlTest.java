package io.jenkins.plugins.k8sdag.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.k8sdag.embedded.api.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people type, against the embedded API. */
class KubectlTest {
    private static final String JOB = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: hello, labels: {team: blue}}
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers:
                    - name: main
                      image: busybox
                      command: [sh, -c, 'echo one; echo two; exit 3']
            """;

    @TempDir
    Path directory;

    @TempDir
    Path home;

    private TestCluster test;
    private Kubectl kubectl;

    @BeforeEach
    void start() {
        test = new TestCluster(directory);
        kubectl = new Kubectl(test.cluster, home);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void createsAndShows() {
        assertThat(kubectl.ok("create", "-f", kubectl.file("job.yaml", JOB).toString()))
                .contains("job.batch/hello created");
        test.awaitCondition("hello", "Failed");
        assertThat(kubectl.ok("get", "pods")).contains("READY", "STATUS", "RESTARTS", "0/1", "Error");
        assertThat(kubectl.ok("get", "jobs", "-o", "wide")).contains("COMPLETIONS", "Failed", "0/1", "busybox");
        assertThat(kubectl.ok("get", "all")).contains("pod/hello-", "job.batch/hello");
        assertThat(kubectl.ok("get", "po", "-A", "-l", "job-name=hello", "-o", "name"))
                .contains("pod/hello-");
        assertThat(kubectl.ok("get", "job", "hello", "-o", "jsonpath={.status.failed}"))
                .isEqualTo("1");
        assertThat(kubectl.ok("get", "events")).contains("SuccessfulCreate", "Started", "BackoffLimitExceeded");
        assertThat(kubectl.ok("describe", "job", "hello")).contains("1 Failed", "BackoffLimitExceeded");
        assertThat(kubectl.ok("describe", "pod")).contains("Exit Code:    3", "Created container: main");
        assertThat(kubectl.ok("describe", "node", "embedded")).contains("KubeletReady");
        assertThat(kubectl.ok("logs", "job/hello")).isEqualTo("one\ntwo\n");
        assertThat(kubectl.ok("logs", "job/hello", "--tail=1")).isEqualTo("two\n");
        assertThat(kubectl.ok("version")).contains("Server Version: v1.34.0");
        assertThat(kubectl.ok("api-resources")).contains("jobs", "resourcequotas");
    }

    @Test
    void appliesTwice() {
        String file = kubectl.file("job.yaml", JOB).toString();
        assertThat(kubectl.ok("apply", "-f", file)).contains("created");
        assertThat(kubectl.ok("apply", "-f", file)).contains("unchanged");
        kubectl.file("job.yaml", JOB.replace("team: blue", "team: red"));
        assertThat(kubectl.ok("apply", "-f", file)).contains("configured");
        assertThat(kubectl.ok("get", "job", "-l", "team in (red)", "-o", "name"))
                .contains("hello");
        assertThat(kubectl.ok("apply", "--server-side", "-f", file)).contains("serverside-applied");
        assertThat(kubectl.ok("apply", "--dry-run=server", "-f", file)).contains("server dry run");
    }

    @Test
    void deletes() {
        kubectl.ok("create", "-f", kubectl.file("job.yaml", JOB).toString());
        var pod = test.awaitPod("hello", found -> true);
        assertThat(kubectl.ok("delete", "job", "hello")).contains("job.batch \"hello\" deleted");
        test.awaitGone(pod);
        kubectl.ok("create", "-f", kubectl.file("job.yaml", JOB).toString());
        assertThat(kubectl.ok("delete", "jobs", "--all", "--cascade=foreground"))
                .contains("deleted");
        assertThat(kubectl.run("get", "job", "hello").err()).contains("jobs.batch \"hello\" not found");
    }

    @Test
    void followsAndWatches() throws IOException {
        Path watched = home.resolve("watched");
        Path followed = home.resolve("followed");
        Process watch = kubectl.start(watched, "get", "pods", "-w");
        Wait.until(() -> test.cluster.requests().count(Verb.WATCH, "pods") > 0);
        kubectl.ok(
                "run",
                "talk",
                "--image=busybox",
                "--restart=Never",
                "--command",
                "--",
                "sh",
                "-c",
                "echo first; while [ ! -e \"$HOME/go\" ]; do sleep 0.01; done; printf last");
        test.client
                .pods()
                .withName("talk")
                .waitUntilCondition(
                        pod -> "Running".equals(pod.getStatus().getPhase()), 30, java.util.concurrent.TimeUnit.SECONDS);
        Process follow = kubectl.start(followed, "logs", "-f", "talk");
        Wait.until(() -> read(followed).equals("first\n"));
        Path go;
        try (var pods = Files.list(directory.resolve("pods"))) {
            go = pods.findFirst().orElseThrow().resolve("home/go");
        }
        Files.createFile(go);
        Wait.until(() -> !follow.isAlive());
        assertThat(read(followed)).isEqualTo("first\nlast");
        Wait.until(() -> read(watched).contains("Completed"));
        assertThat(read(watched)).contains("Pending", "ContainerCreating", "Running");
        watch.destroy();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void asksAndChanges() {
        assertThat(kubectl.ok("auth", "can-i", "create", "jobs")).contains("yes");
        createByYaml("secret", "generic", "s", "--from-literal=a=b");
        assertThat(kubectl.ok("get", "secrets")).contains("Opaque", "1");
        createByYaml("configmap", "c", "--from-literal=a=b");
        kubectl.ok("label", "configmap", "c", "x=y");
        kubectl.ok("annotate", "configmap", "c", "note=z");
        kubectl.ok(
                "patch",
                "configmap",
                "c",
                "--type=json",
                "-p",
                "[{\"op\":\"add\",\"path\":\"/data/k\",\"value\":\"v\"}]");
        assertThat(kubectl.ok("get", "cm", "c", "-o", "jsonpath={.data.k}{.metadata.labels.x}"))
                .isEqualTo("vy");
        createByYaml("namespace", "other");
        createByYaml("quota", "q", "--hard=pods=1", "-n", "other");
        assertThat(kubectl.ok("describe", "quota", "-n", "other")).contains("pods");
        assertThat(kubectl.ok("delete", "namespace", "other")).contains("deleted");
        assertThat(kubectl.run("create", "secret", "generic", "t").err()).contains("--dry-run=client -o yaml");
        Path lost =
                kubectl.file("lost.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: other}\n");
        assertThat(kubectl.run("create", "-f", lost.toString()).err()).contains("namespaces \"other\" not found");
    }

    /** These subcommands would send a binary body, and are told to go by YAML. */
    private void createByYaml(String... words) {
        List<String> command = new ArrayList<>(List.of("create"));
        command.addAll(List.of(words));
        command.addAll(List.of("--dry-run=client", "-o", "yaml"));
        String yaml = kubectl.ok(command.toArray(String[]::new));
        assertThat(kubectl.ok("create", "-f", kubectl.file("made.yaml", yaml).toString()))
                .contains("created");
    }
}

package io.jenkins.plugins.k8sdag.embedded;

import static io.jenkins.plugins.k8sdag.embedded.TestCluster.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a container started outlives it. */
class ProcessTest {
    /** A child, one that leaves the session, one that ignores TERM; each tells its pid. In a command $$ stands for one $. */
    private static final String TREE = "trap '' TERM; sleep 1000 & echo $!;"
            + " setsid sh -c 'echo $$$$; exec sleep 1000' & setsid sh -c 'echo $$$$; trap \"\" TERM; while :; do sleep 1; done' &"
            + " sh -c 'echo $$$$; exec sleep 1000' & wait";

    @TempDir
    Path directory;

    private List<Long> pids(TestCluster test, Pod pod) {
        Wait.until(() -> log(test, pod).lines().count() == 4);
        return log(test, pod).lines().map(Long::valueOf).toList();
    }

    private static String log(TestCluster test, Pod pod) {
        return test.client.pods().resource(pod).getLog();
    }

    private static boolean alive(long pid) {
        // a dead process that nobody has waited for yet is still listed, but has no command any more
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    @Test
    void deletionKillsTheWholeTree() {
        try (TestCluster test = new TestCluster(directory)) {
            test.create(job("tree", TREE));
            Pod pod = test.awaitPhase("tree", "Running");
            List<Long> pids = pids(test, pod);
            assertThat(pids).hasSize(4).allMatch(ProcessTest::alive);
            test.client.batch().v1().jobs().withName("tree").delete();
            test.awaitGone(pod);
            Wait.until(() -> pids.stream().noneMatch(ProcessTest::alive));
        }
    }

    @Test
    void theEndOfTheFirstProcessIsTheEndOfAll() {
        try (TestCluster test = new TestCluster(directory)) {
            test.create(job("tree", TREE.replace("wait", "sleep 0.2; exit 0")));
            Pod pod = test.awaitPhase("tree", "Succeeded");
            List<Long> pids = pids(test, pod);
            Wait.until(() -> pids.stream().noneMatch(ProcessTest::alive));
        }
    }

    @Test
    void forcedDeletionKillsAtOnce() {
        try (TestCluster test = new TestCluster(directory)) {
            test.create(job("tree", TREE));
            Pod pod = test.awaitPhase("tree", "Running");
            List<Long> pids = pids(test, pod);
            test.client.resource(pod).withGracePeriod(0).delete();
            Wait.until(() -> pids.stream().noneMatch(ProcessTest::alive));
        }
    }

    @Test
    void closingKillsEverythingAndFreesThePort() {
        TestCluster test = new TestCluster(directory);
        List<Long> pids;
        int port = Integer.parseInt(test.cluster.url().replaceAll(".*:", ""));
        try (test) {
            test.create(job("tree", TREE));
            pids = pids(test, test.awaitPhase("tree", "Running"));
        }
        assertThat(pids).noneMatch(ProcessTest::alive);
        assertThat(directory.resolve("pods")).doesNotExist();
        try (TestCluster again = new TestCluster(Options.defaults(directory).withPort(port))) {
            assertThat(again.client.pods().list().getItems()).isEmpty();
        }
    }

    /** Starts a cluster in a JVM of its own, for the test that kills it. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws IOException {
            TestCluster test = new TestCluster(Path.of(arguments[0]));
            test.create(job("tree", TREE));
            Pod pod = test.awaitPhase("tree", "Running");
            Wait.until(() -> log(test, pod).lines().count() == 4);
            System.out.print(log(test, pod));
            System.out.println("ready");
            System.in.read();
        }
    }

    @Test
    void nothingSurvivesAKilledJvm() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Long> pids;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            pids = Stream.generate(() -> line(output))
                    .takeWhile(line -> !line.equals("ready"))
                    .map(Long::valueOf)
                    .toList();
            assertThat(pids).hasSize(4).allMatch(ProcessTest::alive);
        } finally {
            jvm.destroyForcibly().waitFor();
        }
        Wait.until(() -> pids.stream().noneMatch(ProcessTest::alive));
    }

    private static String line(BufferedReader output) {
        try {
            String line = output.readLine();
            assertThat(line).as("the other JVM's output").isNotNull();
            return line;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.dag.RetryPolicy;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.dag.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster under test and the hands that meddle with it. One per test. */
public interface ContractFixture extends AutoCloseable {
    /** The id under which {@link #host} watches. */
    String CONTROLLER = "contract";

    /** A host's connection to the cluster; a second call is what a restarted host gets. The fixture closes what is left. */
    Cluster host();

    /** Where the logs of a run go, the same at every call. */
    LogStore logs(String runId);

    /** What is in a log, without stamps. */
    List<String> lines(String runId, String stage, int attempt) throws Exception;

    /** Puts a Job of that name there that is nobody's. */
    void foreignJob(String name) throws Exception;

    /** Deletes a Job by its name, as a person would. */
    void deleteJob(String name) throws Exception;

    /** Deletes the pod of a Job, as a person would. */
    void deletePod(String pod) throws Exception;

    /** The names of all Jobs there are. */
    List<String> jobs() throws Exception;

    /** The names of all pods there are; none where Jobs go with theirs. */
    default List<String> pods() throws Exception {
        return List.of();
    }

    /** Ends all open watches. */
    void dropWatches() throws Exception;

    /** Makes the versions that watches know expire, so that going on from them is answered by 410. */
    void expireHistory() throws Exception;

    /** Lets the next requests for creating Jobs fail with a status. */
    void failCreates(int status, int times) throws Exception;

    /** Lets time pass, where it does not by itself. */
    default void idle() throws InterruptedException {
        Object lock = new Object();
        synchronized (lock) {
            lock.wait(10);
        }
    }

    /** How long a test waits for something that must happen. */
    default Duration patience() {
        return Duration.ofSeconds(60);
    }

    /** A stage that runs a script with {@code sh -ec}. */
    default Stage stage(String name, String script) {
        Map<String, Object> container = Map.of(
                "name",
                Stage.MAIN,
                "image",
                image(),
                "imagePullPolicy",
                "IfNotPresent",
                "command",
                List.of("sh", "-ec"),
                "args",
                List.of(script));
        return stage(name, Map.of("terminationGracePeriodSeconds", 2, "containers", List.of(container)));
    }

    /** A stage with any pod. */
    static Stage stage(String name, Map<String, Object> spec) {
        return new Stage(
                name,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of("spec", spec),
                List.of(),
                Set.of(),
                Set.of(),
                List.of(),
                RetryPolicy.NONE,
                Timeouts.DEFAULT,
                Map.of());
    }

    /** An image with a shell. */
    default String image() {
        return "busybox:local";
    }
}

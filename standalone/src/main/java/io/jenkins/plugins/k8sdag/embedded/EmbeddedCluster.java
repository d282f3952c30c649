package io.jenkins.plugins.k8sdag.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.k8sdag.embedded.admission.Admission;
import io.jenkins.plugins.k8sdag.embedded.admission.Plays;
import io.jenkins.plugins.k8sdag.embedded.api.ApiServer;
import io.jenkins.plugins.k8sdag.embedded.api.RequestLog;
import io.jenkins.plugins.k8sdag.embedded.api.Verb;
import io.jenkins.plugins.k8sdag.embedded.job.JobController;
import io.jenkins.plugins.k8sdag.embedded.pod.Kubelet;
import io.jenkins.plugins.k8sdag.embedded.process.Launcher;
import io.jenkins.plugins.k8sdag.embedded.store.Deletion;
import io.jenkins.plugins.k8sdag.embedded.store.EventRecorder;
import io.jenkins.plugins.k8sdag.embedded.store.GarbageCollector;
import io.jenkins.plugins.k8sdag.embedded.store.Json;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A running embedded cluster: it owns the store, the controllers, the kubelet, the API server and every process they start, and
 * takes them all down when it is closed, or when its JVM dies. Thread-safe.
 */
public final class EmbeddedCluster implements AutoCloseable {
    /** Enough to start several processes at once; starting one takes a millisecond or two. */
    private static final int WORKERS = 4;

    private final Store store;
    private final ApiServer server;
    private final Launcher launcher;
    private final Kubelet kubelet;
    private final ScheduledExecutorService controllers;
    private final ScheduledExecutorService timer;
    private final ExecutorService workers;

    private EmbeddedCluster(Options options) {
        Path directory = directory(options.workDir());
        store = new Store(options.watchHistory());
        controllers = scheduler("embedded-controllers");
        timer = scheduler("embedded-timer");
        workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                daemons("embedded-kubelet"),
                new ThreadPoolExecutor.DiscardPolicy());
        launcher = new Launcher();
        Deletion deletion = new Deletion(store);
        EventRecorder events = new EventRecorder(store);
        Plays plays = new Plays();
        Admission admission = new Admission(store, plays);
        new GarbageCollector(store, deletion, controllers);
        kubelet = new Kubelet(
                store, deletion, events, plays, launcher, directory, options.restartBackoff(), workers, timer);
        new JobController(
                store, admission, deletion, events, options.jobSyncDelay(), options.jobRetryBackoff(), controllers);
        furnish(admission);
        server = open(options, admission, deletion);
    }

    private ApiServer open(Options options, Admission admission, Deletion deletion) {
        try {
            return new ApiServer(options.port(), options.latency(), store, admission, deletion, kubelet);
        } catch (UncheckedIOException e) {
            stop();
            throw e;
        }
    }

    /**
     * Starts a cluster; it serves when this returns.
     *
     * @throws UncheckedIOException when the port is taken, or the directory cannot be made
     */
    public static EmbeddedCluster start(Options options) {
        return new EmbeddedCluster(options);
    }

    private static Path directory(Path directory) {
        try {
            return Files.createDirectories(directory).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("the directory " + directory + " cannot be made", e);
        }
    }

    private static void furnish(Admission admission) {
        for (String name : new String[] {"default", "kube-system"}) {
            ObjectNode namespace = Json.object();
            Json.at(namespace, "metadata").put("name", name);
            admission.create(Resource.NAMESPACES, "", namespace);
        }
        ObjectNode node = Json.object();
        Json.at(node, "metadata").put("name", Kubelet.NODE);
        Json.at(node, "metadata", "labels")
                .put("kubernetes.io/hostname", Kubelet.NODE)
                .put("kubernetes.io/os", "linux");
        ObjectNode status = Json.at(node, "status");
        for (String amounts : new String[] {"capacity", "allocatable"}) {
            Json.at(status, amounts)
                    .put("cpu", Integer.toString(Runtime.getRuntime().availableProcessors()))
                    .put("pods", "10000");
        }
        Json.at(status, "nodeInfo").put("kubeletVersion", "v1.34.0+k8sdag-embedded");
        String now = Json.now();
        status.withArray("conditions")
                .addObject()
                .put("lastHeartbeatTime", now)
                .put("lastTransitionTime", now)
                .put("message", "the embedded kubelet runs in this process")
                .put("reason", "KubeletReady")
                .put("status", "True")
                .put("type", "Ready");
        admission.create(Resource.NODES, "", node);
    }

    private static ScheduledExecutorService scheduler(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, daemons(name));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // once the cluster is being closed nothing more is decided
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return executor;
    }

    private static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** A kubeconfig for this cluster, as YAML. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: embedded
                clusters:
                  - name: embedded
                    cluster: {server: "%s"}
                contexts:
                  - name: embedded
                    context: {cluster: embedded, user: embedded, namespace: default}
                users:
                  - name: embedded
                    user: {}
                """.formatted(url());
    }

    /** @throws UncheckedIOException when the file cannot be written */
    public void writeKubeconfig(Path file) {
        try {
            Files.writeString(file, kubeconfig());
        } catch (IOException e) {
            throw new UncheckedIOException("the kubeconfig " + file + " cannot be written", e);
        }
    }

    /** What clients have asked for since the start, or since it was last reset. */
    public RequestLog requests() {
        return server.requests();
    }

    /** For tests: forgets the history, so that a watch from an older version gets 410 Gone. Open watches go on. */
    public void compactHistory() {
        for (Resource resource : Resource.values()) {
            store.log(resource).compact(store.version(resource));
        }
    }

    /** For tests: ends every open watch, as a restarting server does. */
    public void dropWatches() {
        server.dropWatches();
    }

    /**
     * For tests: lets coming requests fail.
     *
     * @param verb null for any
     * @param resource a plural like {@code jobs}, with {@code /log} or {@code /status} where that is meant; null for any
     * @param status the HTTP status to answer; 0 cuts the connection without an answer
     * @param times how many requests fail
     * @param retryAfter sent as the Retry-After header, in whole seconds; null for none
     */
    public void failNext(Verb verb, String resource, int status, int times, Duration retryAfter) {
        server.failNext(verb, resource, status, times, retryAfter);
    }

    /** Kills every process tree it started, frees the port, removes the pods' files, and returns when all is done. */
    @Override
    public void close() {
        server.close();
        stop();
    }

    private void stop() {
        controllers.shutdownNow();
        timer.shutdownNow();
        workers.shutdownNow();
        try {
            // a worker that is starting a process right now must be done before all processes are killed
            workers.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        launcher.close();
        kubelet.deleteFiles();
    }
}

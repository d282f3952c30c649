package io.jenkins.plugins.k8sdag.embedded.pod;

import io.jenkins.plugins.k8sdag.embedded.admission.Plays;
import io.jenkins.plugins.k8sdag.embedded.process.ContainerLog;
import io.jenkins.plugins.k8sdag.embedded.process.Launcher;
import io.jenkins.plugins.k8sdag.embedded.store.Change;
import io.jenkins.plugins.k8sdag.embedded.store.Deletion;
import io.jenkins.plugins.k8sdag.embedded.store.EventRecorder;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The one node. It follows the store's pods and keeps a {@link PodWorker} for each, which alone decides about it; this class
 * owns the map of workers and what they share. Thread-safe.
 */
public final class Kubelet {
    public static final String NODE = "embedded";
    static final String ADDRESS = "127.0.0.1";

    private final Store store;
    private final Deletion deletion;
    private final EventRecorder events;
    private final Plays plays;
    private final Launcher launcher;
    private final Path directory;
    private final Duration restartBackoff;
    private final Executor pool;
    private final ScheduledExecutorService timer;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();

    /**
     * @param directory where the pods' files go
     * @param restartBackoff the wait before a container's second restart; it doubles from there up to 5 minutes
     * @param pool runs the workers
     * @param timer wakes them
     */
    public Kubelet(
            Store store,
            Deletion deletion,
            EventRecorder events,
            Plays plays,
            Launcher launcher,
            Path directory,
            Duration restartBackoff,
            Executor pool,
            ScheduledExecutorService timer) {
        this.store = store;
        this.deletion = deletion;
        this.events = events;
        this.plays = plays;
        this.launcher = launcher;
        this.directory = directory;
        this.restartBackoff = restartBackoff;
        this.pool = pool;
        this.timer = timer;
        store.onChange(this::changed);
    }

    private void changed(Change change) {
        if (change.now().resource() != Resource.PODS) {
            return;
        }
        String uid = change.now().uid();
        switch (change.type()) {
            case ADDED -> {
                PodWorker worker = new PodWorker(this, change.now(), new Mailbox(pool));
                workers.put(uid, worker);
                worker.begin();
            }
            case MODIFIED -> {
                PodWorker worker = workers.get(uid);
                if (worker != null && change.now().deleting()) {
                    worker.deletionAsked(change.now());
                }
            }
            case DELETED -> {
                PodWorker worker = workers.remove(uid);
                if (worker != null) {
                    worker.removed();
                }
            }
        }
    }

    /**
     * What a container printed.
     *
     * @param previous whether the run before the present one is meant
     * @return empty when there was no such run
     */
    public Optional<ContainerLog> log(String podUid, String container, boolean previous) {
        PodWorker worker = workers.get(podUid);
        return worker == null ? Optional.empty() : worker.log(container, previous);
    }

    void forget(String podUid) {
        workers.remove(podUid);
    }

    void later(Duration delay, Runnable task) {
        timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    Store store() {
        return store;
    }

    Deletion deletion() {
        return deletion;
    }

    EventRecorder events() {
        return events;
    }

    Plays plays() {
        return plays;
    }

    Launcher launcher() {
        return launcher;
    }

    Path podDirectory(String namespace, String name, String uid) {
        return directory.resolve("pods").resolve(namespace + "_" + name + "_" + uid);
    }

    /** Removes the files of all pods; for the end, when no process is left. */
    public void deleteFiles() {
        new PodFiles(directory.resolve("pods")).delete();
    }

    Path claims(String namespace) {
        return directory.resolve("claims").resolve(namespace);
    }

    Duration restartBackoff() {
        return restartBackoff;
    }
}

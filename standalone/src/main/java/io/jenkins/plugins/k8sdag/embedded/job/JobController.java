package io.jenkins.plugins.k8sdag.embedded.job;

import io.jenkins.plugins.k8sdag.embedded.admission.Admission;
import io.jenkins.plugins.k8sdag.embedded.store.Change;
import io.jenkins.plugins.k8sdag.embedded.store.Deletion;
import io.jenkins.plugins.k8sdag.embedded.store.EventRecorder;
import io.jenkins.plugins.k8sdag.embedded.store.Finalizers;
import io.jenkins.plugins.k8sdag.embedded.store.Resource;
import io.jenkins.plugins.k8sdag.embedded.store.Store;
import io.jenkins.plugins.k8sdag.embedded.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Decides when a Job is looked at, and knows its pods. A change of the Job is followed at once, changes of its pods together
 * after a short delay, as in Kubernetes (where it is a second). All looking is done by {@link JobSync} on one thread.
 */
public final class JobController {
    private final Store store;
    private final ScheduledExecutorService thread;
    private final Duration podDelay;
    private final JobSync sync;
    private final Map<String, Set<String>> podNames = new ConcurrentHashMap<>();
    private final Set<JobKey> waiting = ConcurrentHashMap.newKeySet();

    /** Which Job, and which of that name. */
    record JobKey(String namespace, String name, String uid) {}

    /**
     * @param podDelay how long changes of pods are gathered before their Job is looked at
     * @param retryBackoff the wait after a Job's first failed pod; it doubles from there up to 10 minutes
     * @param thread a single thread; everything is decided there
     */
    public JobController(
            Store store,
            Admission admission,
            Deletion deletion,
            EventRecorder events,
            Duration podDelay,
            Duration retryBackoff,
            ScheduledExecutorService thread) {
        this.store = store;
        this.thread = thread;
        this.podDelay = podDelay;
        this.sync = new JobSync(this, store, admission, deletion, events, retryBackoff);
        store.onChange(this::changed);
    }

    private void changed(Change change) {
        Stored object = change.now();
        if (object.resource() == Resource.JOBS) {
            JobKey key = new JobKey(object.namespace(), object.name(), object.uid());
            boolean own = change.type() == Change.Type.MODIFIED && !object.deleting();
            look(key, own ? podDelay : Duration.ZERO);
        } else if (object.resource() == Resource.PODS) {
            String job = object.labels().get("batch.kubernetes.io/job-name");
            String uid = object.labels().get("batch.kubernetes.io/controller-uid");
            if (job == null || uid == null) {
                return;
            }
            podNames.compute(uid, (key, names) -> {
                Set<String> kept = names == null ? ConcurrentHashMap.newKeySet() : names;
                if (change.type() == Change.Type.DELETED) {
                    kept.remove(object.name());
                } else {
                    kept.add(object.name());
                }
                return kept.isEmpty() ? null : kept;
            });
            look(new JobKey(object.namespace(), job, uid), podDelay);
        }
    }

    /** Looks at a Job after a while; looks that are asked for meanwhile fall together with it. */
    private void look(JobKey key, Duration delay) {
        if (delay.isZero()) {
            thread.execute(() -> sync(key));
        } else if (waiting.add(key)) {
            thread.schedule(
                    () -> {
                        waiting.remove(key);
                        sync(key);
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** Looks at a Job again at some moment, whatever else happens. */
    void lookAt(JobKey key, Instant moment) {
        long millis = Math.max(1, Duration.between(Instant.now(), moment).toMillis() + 1);
        thread.schedule(() -> sync(key), millis, TimeUnit.MILLISECONDS);
    }

    private void sync(JobKey key) {
        try {
            Optional<Stored> job = store.find(Resource.JOBS, key.namespace(), key.name())
                    .filter(found -> found.uid().equals(key.uid()));
            if (job.isPresent()) {
                sync.look(key, job.get(), pods(key));
            } else {
                sync.forget(key);
                pods(key).forEach(this::release);
            }
        } catch (RuntimeException e) {
            System.getLogger(JobController.class.getName())
                    .log(System.Logger.Level.ERROR, "the embedded Job controller failed on " + key, e);
        }
    }

    private List<Stored> pods(JobKey key) {
        return podNames.getOrDefault(key.uid(), Set.of()).stream()
                .sorted()
                .map(name -> store.find(Resource.PODS, key.namespace(), name))
                .flatMap(Optional::stream)
                .filter(pod -> key.uid().equals(pod.labels().get("batch.kubernetes.io/controller-uid")))
                .toList();
    }

    /** Gives a pod free: it has been counted, or there is nobody left to count it. */
    void release(Stored pod) {
        store.editIfSame(pod, object -> Finalizers.remove(object, Finalizers.JOB_TRACKING));
    }
}

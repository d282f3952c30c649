package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.engine.Cluster;
import io.jenkins.plugins.k8sdag.engine.ClusterRun;
import io.jenkins.plugins.k8sdag.engine.Health;
import io.jenkins.plugins.k8sdag.engine.LogStore;
import io.jenkins.plugins.k8sdag.kubernetes.Request.Kind;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A namespace of a real cluster, shared by all runs of a host: one watch on its Jobs and one on its pods, while there are runs.
 *
 * <p>Owns two watch threads, one timer thread, and a pool of {@value #QUESTION_THREADS} for questions that objects raise. Safe for
 * use by several threads.
 */
public final class KubernetesCluster implements Cluster {
    private static final int QUESTION_THREADS = 2;

    /** An API that takes longer for its first list and watch will not take a Job either. */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);

    private final Api api;
    private final String namespace;
    private final String controller;
    private final ClusterOptions options;
    private final ClientSource source;
    private final Lookups lookups;
    private final JobCalls jobs;
    private final FollowQueue follows;
    private final ScheduledExecutorService timer;
    private final ExecutorService questions;
    private final Map<String, KubernetesRun> runs = new ConcurrentHashMap<>();
    private List<Reflector<?, ?>> watches = List.of();
    private boolean closed;

    /**
     * Connects to nothing until there is a run.
     *
     * @param source where clients come from; closed with the cluster
     * @param namespace where Jobs are created
     * @param controller the host's id, a legal label value; one host must not use two at a time in the same namespace
     * @param options numbers to work by
     */
    public KubernetesCluster(ClientSource source, String namespace, String controller, ClusterOptions options) {
        this.source = source;
        this.namespace = namespace;
        this.controller = controller;
        this.options = options;
        this.api = new Api(source, options.calls(), new Counters());
        this.lookups = new Lookups(api, namespace, options.watching().page());
        ClusterOptions.Calls calls = options.calls();
        this.jobs = new JobCalls(
                api,
                namespace,
                lookups,
                new TokenBucket(calls.createsPerSecond(), calls.createBurst(), System::nanoTime));
        this.timer = Executors.newSingleThreadScheduledExecutor(daemons("k8s-dag-timer"));
        this.questions = Executors.newFixedThreadPool(QUESTION_THREADS, daemons("k8s-dag-questions"));
        this.follows = new FollowQueue(options.logs().maxFollows(), questions);
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public synchronized ClusterRun open(RunInfo info, Dag dag, LogStore logs, Consumer<Input> listener) {
        if (closed) {
            throw new IllegalStateException("the cluster is closed; run " + info.runId() + " cannot be opened on it");
        }
        if (!info.controller().equals(controller)) {
            throw new IllegalArgumentException("run " + info.runId() + " belongs to controller " + info.controller()
                    + ", and this cluster is watched for " + controller);
        }
        KubernetesRun run = new KubernetesRun(this, info, dag, logs, listener);
        KubernetesRun other = runs.putIfAbsent(info.runId(), run);
        if (other != null) {
            throw new IllegalStateException("run " + info.runId() + " is open already");
        }
        if (watches.isEmpty()) {
            startWatches();
        }
        return run;
    }

    private void startWatches() {
        String selector = Labels.controllerSelector(controller);
        Reflector<Pod, PodList> pods = new Reflector<>(
                Kind.POD,
                Pod.class,
                PodList.class,
                api,
                namespace,
                selector,
                options.watching(),
                new Dispatch<>(KubernetesRun::pod, KubernetesRun::podsListed));
        Reflector<Job, JobList> ofJobs = new Reflector<>(
                Kind.JOB,
                Job.class,
                JobList.class,
                api,
                namespace,
                selector,
                options.watching(),
                new Dispatch<>(KubernetesRun::job, KubernetesRun::jobsListed));
        watches = List.of(pods, ofJobs);
        watches.forEach(Reflector::start);
    }

    /**
     * Waits until the watches see what happens, for a while: the last state of a pod that is deleted exists only for a moment, and a
     * Job that is created before anybody looks may be over before.
     *
     * @return why they may not, if they may not
     */
    Optional<ApiException> awaitWatches() throws InterruptedException {
        List<Reflector<?, ?>> current;
        synchronized (this) {
            current = watches;
        }
        for (Reflector<?, ?> watch : current) {
            watch.awaitAnswer(FIRST_ANSWER);
        }
        return current.stream()
                .map(Reflector::forbidden)
                .flatMap(Optional::stream)
                .findFirst();
    }

    synchronized void closed(KubernetesRun run) {
        runs.remove(run.id(), run);
        if (runs.isEmpty()) {
            watches.forEach(Reflector::close);
            watches = List.of();
        }
    }

    @Override
    public Health health() {
        return api.counters().health();
    }

    @Override
    public void close() {
        List<KubernetesRun> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(runs.values());
        }
        left.forEach(KubernetesRun::close);
        timer.shutdownNow();
        questions.shutdownNow();
        source.close();
    }

    Api api() {
        return api;
    }

    String namespace() {
        return namespace;
    }

    ClusterOptions options() {
        return options;
    }

    Lookups lookups() {
        return lookups;
    }

    JobCalls jobs() {
        return jobs;
    }

    FollowQueue follows() {
        return follows;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    ExecutorService questions() {
        return questions;
    }

    /** Hands what is seen to the run it belongs to. */
    private final class Dispatch<T extends HasMetadata> implements Reflector.Handler<T> {
        private final Taker<T> taker;
        private final Lister lister;

        Dispatch(Taker<T> taker, Lister lister) {
            this.taker = taker;
            this.lister = lister;
        }

        @Override
        public void seen(T object) {
            hand(object, false);
        }

        @Override
        public void deleted(T object) {
            hand(object, true);
        }

        private void hand(T object, boolean deleted) {
            KubernetesRun run = runs.get(Labels.label(object, Labels.RUN));
            if (run != null) {
                taker.take(run, object, deleted);
            }
        }

        @Override
        public void listed(Set<String> uids, Instant began) {
            runs.values().forEach(run -> lister.listed(run, uids, began));
        }
    }

    /** Takes an object of a run. */
    private interface Taker<T> {
        void take(KubernetesRun run, T object, boolean deleted);
    }

    /** Takes note of a complete list. */
    private interface Lister {
        void listed(KubernetesRun run, Set<String> uids, Instant began);
    }
}

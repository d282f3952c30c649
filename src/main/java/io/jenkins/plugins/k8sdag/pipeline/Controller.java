package io.jenkins.plugins.k8sdag.pipeline;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.TermMilestone;
import hudson.init.Terminator;
import io.jenkins.plugins.k8sdag.definition.CelExpressions;
import io.jenkins.plugins.k8sdag.definition.DefinitionException;
import io.jenkins.plugins.k8sdag.engine.Engine;
import io.jenkins.plugins.k8sdag.engine.EngineThreads;
import io.jenkins.plugins.k8sdag.engine.Health;
import io.jenkins.plugins.k8sdag.engine.Sharing;
import io.jenkins.plugins.k8sdag.kubernetes.ClusterOptions;
import io.jenkins.plugins.k8sdag.kubernetes.KubernetesCluster;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * This Jenkins as a host of the engine: the threads that all builds share, one cluster with one set of watches per cloud and
 * namespace, and the runs that are under way. Starts no thread before it is needed; ends all when Jenkins goes down, and leaves what
 * runs in the clusters alone. Safe for use by several threads.
 */
@Extension
public final class Controller {
    private static final Logger LOGGER = Logger.getLogger(Controller.class.getName());

    /** API calls under way at once: as many as a cloud's client sends by default. */
    private static final int CALLS = 32;

    private static final int WORKERS = 8;

    /** How often runs that are yet to be taken up after a restart are looked at. */
    private static final long LEFT_RUNS_MILLIS = 5000;

    private final InstantSource clock = InstantSource.system();
    private final EngineThreads threads = new EngineThreads(clock, CALLS);
    private final LeftRuns leftRuns = new LeftRuns();
    private final Engine engine = new Engine(
            threads,
            new CelExpressions(),
            Engine.CLEANUP_LIMIT,
            new Sharing(
                    new ControllerGroups(this),
                    () -> K8sDagGlobalConfiguration.get().getMaxParallel(),
                    leftRuns::inFlight));
    private final ThreadPoolExecutor work;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<Place, KubernetesCluster> clusters = new ConcurrentHashMap<>();
    private final Map<String, DrivenRun> runs = new ConcurrentHashMap<>();
    private final Set<Runnable> lastActs = ConcurrentHashMap.newKeySet();
    private final Set<Place> sufficient = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /** A cluster as runs share it. */
    private record Place(String cloud, String namespace) {}

    public Controller() {
        work = new ThreadPoolExecutor(
                WORKERS, WORKERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named("k8sdag-work-"));
        work.allowCoreThreadTimeOut(true);
        // After close() nothing more is done: builds go on after the restart.
        work.setRejectedExecutionHandler((task, executor) -> {});
        timer = new ScheduledThreadPoolExecutor(1, named("k8sdag-later-"));
        timer.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger n = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + n.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    public static Controller get() {
        return ExtensionList.lookupSingleton(Controller.class);
    }

    InstantSource clock() {
        return clock;
    }

    Engine engine() {
        return engine;
    }

    /** Runs from before a restart that have yet to be taken up. */
    LeftRuns leftRuns() {
        return leftRuns;
    }

    /** Finds those runs, before any other is driven. Blocking. */
    void findLeftRuns() {
        if (leftRuns.find()) {
            watchLeftRuns();
        }
    }

    /** A build that ends before it has taken its run up tells nobody. */
    private void watchLeftRuns() {
        engine.slotsChanged();
        if (!leftRuns.states().isEmpty()) {
            later(LEFT_RUNS_MILLIS, this::watchLeftRuns);
        }
    }

    /** A run from before a restart is driven again, or cannot be. */
    void taken(String runId) {
        leftRuns.taken(runId);
        engine.slotsChanged();
    }

    /** For reading files, writing consoles and answering steps; bounded. Tasks log what they throw. */
    Executor work() {
        return task -> work.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "a task of a DAG run failed", e);
                throw e;
            }
        });
    }

    /** Does something on {@link #work()}, later; never once Jenkins goes down. */
    void later(long millis, Runnable task) {
        try {
            timer.schedule(() -> work().execute(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Jenkins goes down; nothing is done later any more", e);
        }
    }

    /** The cluster of a cloud and namespace, shared by all runs there. */
    KubernetesCluster cluster(String cloud, String namespace) {
        return clusters.computeIfAbsent(
                new Place(cloud, namespace),
                place -> new KubernetesCluster(
                        new CloudClients(place.cloud()),
                        place.namespace(),
                        RunIds.controller(),
                        ClusterOptions.DEFAULT));
    }

    /**
     * Asks once, until the answer is yes, whether the cloud's account may do what runs need. Blocking.
     *
     * @throws AbortException naming what it may not
     */
    void checkAccess(String cloud, String namespace) throws AbortException {
        Place place = new Place(cloud, namespace);
        if (sufficient.contains(place)) {
            return;
        }
        List<String> missing;
        try (CloudClients clients = new CloudClients(cloud)) {
            missing = AccessCheck.missing(clients.calls(), namespace);
        } catch (IllegalStateException e) {
            throw new AbortException(e.getMessage());
        }
        if (!missing.isEmpty()) {
            throw new AbortException("the account of the cloud '" + cloud + "' may not do in the namespace '"
                    + namespace + "' what runs need: " + String.join("; ", missing)
                    + " (apply docs/rbac.yaml of the k8s-dag plugin there, and bind the account to it)");
        }
        sufficient.add(place);
    }

    /** How the connection to a cloud's namespace stands, if any run has been there since Jenkins started. */
    public Optional<Health> health(String cloud, String namespace) {
        return Optional.ofNullable(clusters.get(new Place(cloud, namespace))).map(KubernetesCluster::health);
    }

    /** The namespaces of a cloud that runs have been in since Jenkins started. */
    List<String> namespaces(String cloud) {
        return clusters.keySet().stream()
                .filter(place -> place.cloud().equals(cloud))
                .map(Place::namespace)
                .toList();
    }

    /** How all connections stand. */
    public List<Health> healths() {
        return clusters.values().stream().map(KubernetesCluster::health).toList();
    }

    /** Whether Jenkins goes down; what ends from here on ends again after the restart. */
    boolean closing() {
        return closing;
    }

    /** Sets a run going. */
    interface Drive {
        DrivenRun drive() throws IOException, InterruptedException, DefinitionException;
    }

    /** A run that is under way, or else set going now; once, however many ask at a time. */
    DrivenRun runOrElse(String id, Drive drive) throws IOException, InterruptedException, DefinitionException {
        synchronized (runs) {
            DrivenRun run = runs.get(id);
            return run == null ? drive.drive() : run;
        }
    }

    void add(DrivenRun run) {
        runs.put(run.id(), run);
        if (closing) {
            // It was being set going while the others were let go of.
            run.letGo();
        }
    }

    void remove(DrivenRun run) {
        runs.remove(run.id(), run);
    }

    /** A run that is under way in this Jenkins. */
    public Optional<DrivenRun> run(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    /** All runs that are under way. */
    public Collection<DrivenRun> runs() {
        return List.copyOf(runs.values());
    }

    /** From here on completions are ignored and no run is driven; called before anything of Jenkins is taken down. */
    void goingDown() {
        closing = true;
        runs().forEach(DrivenRun::letGo);
        lastActs.forEach(Runnable::run);
        lastActs.clear();
    }

    /** Has something done when Jenkins goes down, once all runs are let go of and their logs at rest. Must not throw. */
    void beforeTheEnd(Runnable act) {
        lastActs.add(act);
    }

    void notBeforeTheEnd(Runnable act) {
        lastActs.remove(act);
    }

    private void close() {
        goingDown();
        timer.shutdownNow();
        work.shutdown();
        threads.close();
        clusters.values().forEach(KubernetesCluster::close);
    }

    /** Lets go of every run, its Jobs untouched. Jenkins tells its listeners first; see {@link ShutdownListener}. */
    @Terminator(before = TermMilestone.COMPLETED)
    public static void terminate() {
        ExtensionList<Controller> controllers = ExtensionList.lookup(Controller.class);
        controllers.forEach(Controller::close);
    }
}

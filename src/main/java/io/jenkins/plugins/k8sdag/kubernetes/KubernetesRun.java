package io.jenkins.plugins.k8sdag.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.engine.ClusterException;
import io.jenkins.plugins.k8sdag.engine.ClusterRun;
import io.jenkins.plugins.k8sdag.engine.LogStore;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One run in the cluster: knows which object belongs to which attempt and keeps an {@link AttemptWatch} for each that is in flight.
 * Safe for use by several threads.
 */
final class KubernetesRun implements ClusterRun, AttemptWatch.Questions {
    private static final Duration LONGEST_PROBE = Duration.ofMinutes(2);

    private final KubernetesCluster cluster;
    private final RunInfo info;
    private volatile Dag dag;
    private final LogStore logs;
    private final Consumer<Input> listener;
    private final Map<String, Integer> positions;
    private final Map<AttemptId, AttemptWatch> attempts = new ConcurrentHashMap<>();
    private final Set<LogFollow> follows = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    KubernetesRun(KubernetesCluster cluster, RunInfo info, Dag dag, LogStore logs, Consumer<Input> listener) {
        this.cluster = cluster;
        this.info = info;
        this.dag = dag;
        this.logs = logs;
        this.listener = listener;
        this.positions = new ConcurrentHashMap<>(Labels.positions(dag));
    }

    /** Takes note of stages that a fan-out has added, before anything is done about one. */
    private synchronized void know(Dag latest) {
        if (latest.size() > dag.size()) {
            Labels.addPositions(latest, dag.size(), positions);
            dag = latest;
        }
    }

    String id() {
        return info.runId();
    }

    void job(Job job, boolean deleted) {
        find(job).ifPresent(a -> a.job(job, deleted));
    }

    void pod(Pod pod, boolean deleted) {
        find(pod).ifPresent(a -> a.pod(pod, deleted));
    }

    /** Only of attempts that are in flight here: the last traces of one that is done with must not bring it back. */
    private Optional<AttemptWatch> find(HasMetadata object) {
        return closed ? Optional.empty() : Labels.attempt(object, positions).map(attempts::get);
    }

    private AttemptWatch watch(AttemptId id) {
        return attempts.computeIfAbsent(
                id, i -> new AttemptWatch(i, this, (uid, sighting) -> tell(new Input.Observed(i, uid, sighting))));
    }

    private void tell(Input input) {
        if (!closed) {
            listener.accept(input);
        }
    }

    void podsListed(Set<String> uids, Instant began) {
        attempts.values().stream().filter(a -> a.missesPod(uids, began)).forEach(a -> ask(() -> confirmPod(a)));
    }

    void jobsListed(Set<String> uids, Instant began) {
        attempts.values().stream().filter(a -> a.missesJob(uids, began)).forEach(a -> ask(() -> confirmJob(a)));
    }

    private void confirmPod(AttemptWatch attempt) {
        try {
            Optional<Pod> pod = cluster.lookups().pod(attempt.pod());
            pod.ifPresentOrElse(p -> attempt.pod(p, false), attempt::podGone);
        } catch (ApiException e) {
            // The next list asks again.
            return;
        }
    }

    private void confirmJob(AttemptWatch attempt) {
        try {
            Optional<Job> job = cluster.lookups().job(jobName(attempt.id()));
            job.ifPresentOrElse(j -> attempt.job(j, false), attempt::jobGone);
        } catch (ApiException e) {
            // The next list asks again.
            return;
        }
    }

    private String jobName(AttemptId id) {
        return Labels.job(dag.name(), dag.stage(id.stage()).name(), info.runId(), id.attempt());
    }

    private Diagnosis diagnosis(AttemptWatch attempt) {
        AttemptId id = attempt.id();
        String selector = Labels.attemptSelector(info, dag.stage(id.stage()).name(), id.attempt());
        return new Diagnosis(cluster.lookups(), jobName(id), selector);
    }

    @Override
    public void whyEnding(AttemptWatch attempt) {
        ask(() -> diagnosis(attempt).whyEnding(attempt));
    }

    @Override
    public void whereIsPod(AttemptWatch attempt) {
        ask(() -> diagnosis(attempt).whereIsPod(attempt));
    }

    @Override
    public void whyQuiet(AttemptWatch attempt) {
        probeLater(attempt, cluster.options().probeAfter());
    }

    private void probeLater(AttemptWatch attempt, Duration delay) {
        Class<?> then = attempt.latest().map(Object::getClass).orElse(null);
        if (closed || then == null) {
            return;
        }
        Runnable probe = () -> {
            if (!closed && attempt.latest().map(Object::getClass).orElse(null) == then) {
                ask(() -> {
                    diagnosis(attempt).whyQuiet(attempt);
                    Duration next = delay.multipliedBy(2);
                    probeLater(attempt, next.compareTo(LONGEST_PROBE) > 0 ? LONGEST_PROBE : next);
                });
            }
        };
        later(probe, delay);
    }

    void later(Runnable task, Duration delay) {
        try {
            cluster.timer().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    /** Runs something that blocks on the pool for questions. */
    void ask(Runnable question) {
        try {
            cluster.questions().execute(question);
        } catch (RejectedExecutionException e) {
            closed = true;
        }
    }

    @Override
    public List<Input> observe(RunState state) throws ClusterException {
        know(state.dag());
        return new Observation(cluster, this, state).inputs();
    }

    @Override
    public Input perform(RunState state, Effect effect) throws ClusterException {
        know(state.dag());
        if (effect instanceof Effect.CreateJob e) {
            return create(state, e.id());
        }
        if (effect instanceof Effect.DeleteJob e) {
            return delete(state, e.id());
        }
        if (effect instanceof Effect.Sweep) {
            attempts.values().forEach(AttemptWatch::deletedByUs);
            cluster.jobs().sweep(state);
            return new Input.Swept();
        }
        if (effect instanceof Effect.ConfirmEmpty) {
            new Emptying(cluster, state).await();
            attempts.clear();
            return new Input.Confirmed();
        }
        throw new IllegalArgumentException(effect + " is followed, not performed");
    }

    private Input create(RunState state, AttemptId id) throws ClusterException {
        Optional<Failure> forbidden = cluster.permissions().missing();
        if (forbidden.isPresent()) {
            return new Input.SubmitRefused(id, forbidden.get(), false, Optional.empty());
        }
        // Before the request, so that what the watches tell before its answer is not lost.
        AttemptWatch watch = watch(id);
        try {
            Optional<ApiException> blind = cluster.awaitWatches();
            if (blind.isPresent()) {
                attempts.remove(id);
                return cluster.permissions().patient(ApiErrors.blind(id, blind.get()));
            }
        } catch (InterruptedException e) {
            // The create that follows is interrupted too, and says so.
            Thread.currentThread().interrupt();
        }
        JobCalls.Answer answer = cluster.jobs().create(state, id);
        Input input = cluster.permissions().patient(answer.input());
        if (input instanceof Input.Submitted s) {
            watch.created(s.jobUid());
            if (answer.adopted()) {
                // What the watches told of it before this run was open went to nobody.
                whereIsPod(watch);
            }
        } else if (input instanceof Input.SubmitRefused r && !r.retryable()) {
            attempts.remove(id);
        }
        return input;
    }

    private Input delete(RunState state, AttemptId id) throws ClusterException {
        Optional<AttemptWatch> attempt = Optional.ofNullable(attempts.get(id));
        attempt.ifPresent(AttemptWatch::deletedByUs);
        cluster.jobs().delete(state, id);
        if (state.attempt(id).ended()) {
            attempts.remove(id);
        }
        return new Input.Deleted(id);
    }

    /** Takes up an attempt that the run submitted before it was opened here. */
    AttemptWatch resume(AttemptId id, Attempt attempt) {
        AttemptWatch watch = watch(id);
        if (attempt.stop().isPresent() && !attempt.ended()) {
            watch.deletedByUs();
        }
        watch.submitted(attempt.jobUid());
        return watch;
    }

    @Override
    public CompletableFuture<Input> follow(RunState state, Effect.FollowLog effect) {
        know(state.dag());
        AttemptId id = effect.id();
        Attempt attempt = state.attempt(id);
        Optional<AttemptWatch> watch = Optional.ofNullable(attempts.get(id));
        String pod = watch.map(AttemptWatch::pod).filter(p -> !p.isEmpty()).orElse(attempt.pod());
        String container = watch.map(AttemptWatch::container).orElse(Stage.MAIN);
        CompletableFuture<Void> ended = attempt.ended() || watch.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : watch.get().ended();
        LogFollow follow =
                new LogFollow(cluster, this, id, dag.stage(id.stage()).name(), pod, container, ended, logs);
        follows.add(follow);
        follow.result().whenComplete((input, failure) -> follows.remove(follow));
        cluster.follows().add(follow);
        return follow.result();
    }

    @Override
    public void close() {
        closed = true;
        follows.forEach(LogFollow::stop);
        attempts.clear();
        cluster.closed(this);
    }
}

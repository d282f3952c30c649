package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Cause;
import io.jenkins.plugins.k8sdag.run.Decider;
import io.jenkins.plugins.k8sdag.run.Effect;
import io.jenkins.plugins.k8sdag.run.Failure;
import io.jenkins.plugins.k8sdag.run.Input;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The effects of one run that are under way. Belongs to the run's turn; calls run on the pool for calls and come back as inputs. An
 * effect is under way once at a time, and an attempt's Job is written by one call at a time. A call that fails for now is made
 * again later, with growing waits.
 */
final class Performing {
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private final Threads threads;
    private final Consumer<Runnable> errands;
    private final Supplier<RunState> latest;
    private final Set<Effect> underWay = new HashSet<>();
    private final Map<Effect, Integer> failures = new HashMap<>();
    private final Set<AttemptId> writing = new HashSet<>();
    private final Map<AttemptId, List<Input>> held = new HashMap<>();
    private final Queue<Input> released = new ArrayDeque<>();
    private final Set<Integer> touched = new HashSet<>();
    private ClusterRun cluster;
    private boolean observing;

    /**
     * Nothing under way yet.
     *
     * @param errands runs something on the run's next turn
     * @param latest the state after the latest turn
     */
    Performing(Threads threads, Consumer<Runnable> errands, Supplier<RunState> latest) {
        this.threads = threads;
        this.errands = errands;
        this.latest = latest;
    }

    void begin(ClusterRun run) {
        this.cluster = run;
    }

    /** Whether no effect is under way. */
    boolean idle() {
        return underWay.isEmpty() && !observing;
    }

    /** Whether the first list after a restart is still to come; until then no time limit counts: the end may have been in time. */
    boolean observing() {
        return observing;
    }

    /** Stages for which something that is due may have to be started again. */
    Set<Integer> takeTouched() {
        Set<Integer> taken = new HashSet<>(touched);
        touched.clear();
        return taken;
    }

    /**
     * The next input to decide on, or null. What is seen of an attempt while its Job is still being created is held back until
     * the answer is there: without the Job's uid it could not be told whose it is.
     */
    Input admit(Queue<Input> mailbox) {
        while (true) {
            Input input = released.poll();
            if (input == null) {
                input = mailbox.poll();
            }
            if (input instanceof Input.Observed seen && creating(seen.id())) {
                held.computeIfAbsent(seen.id(), id -> new ArrayList<>()).add(seen);
                continue;
            }
            return input;
        }
    }

    private boolean creating(AttemptId id) {
        return underWay.contains(new Effect.CreateJob(id));
    }

    /** Starts what is due and not under way. */
    void launch(RunState state, Set<Effect> due) {
        for (Effect effect : due) {
            if (observing && effect instanceof Effect.FollowLog follow) {
                // What is followed must be known first: a log is waited for as long as its attempt runs.
                touched.add(follow.id().stage());
                continue;
            }
            if (underWay.contains(effect) || (writes(effect) && writing.contains(attempt(effect)))) {
                continue;
            }
            underWay.add(effect);
            if (writes(effect)) {
                writing.add(attempt(effect));
            }
            if (effect instanceof Effect.FollowLog follow) {
                follow(state, follow);
            } else {
                threads.calls().execute(() -> call(state, effect));
            }
        }
    }

    private void call(RunState state, Effect effect) {
        if (effect instanceof Effect.CreateJob create
                && !Decider.due(latest.get(), create.id().stage()).contains(create)) {
            // It waited for a thread, and the run was stopped meanwhile: nothing is created after a cancel.
            errands.accept(() -> {
                finished(effect);
                release(effect);
            });
            return;
        }
        try {
            Input answer = cluster.perform(state, effect);
            errands.accept(() -> answered(effect, answer));
        } catch (ClusterException e) {
            errands.accept(() -> failed(effect, e.failure(), e.retryAfter()));
        } catch (RuntimeException e) {
            errands.accept(() -> failed(effect, bug(effect, e), Optional.empty()));
        }
    }

    private void follow(RunState state, Effect.FollowLog effect) {
        CompletableFuture<Input> future;
        try {
            future = cluster.follow(state, effect);
        } catch (RuntimeException e) {
            future = CompletableFuture.failedFuture(e);
        }
        future.whenComplete((answer, e) -> errands.accept(() -> {
            if (e == null) {
                answered(effect, answer);
            } else {
                failed(effect, bug(effect, e), Optional.empty());
            }
        }));
    }

    private void answered(Effect effect, Input answer) {
        finished(effect);
        failures.remove(effect);
        released.add(answer);
        release(effect);
    }

    private void failed(Effect effect, Failure failure, Optional<Duration> retryAfter) {
        if (effect instanceof Effect.CreateJob create) {
            finished(effect);
            released.add(new Input.SubmitRefused(create.id(), failure, true, retryAfter));
            release(effect);
            return;
        }
        int times = failures.merge(effect, 1, Integer::sum);
        threads.at(threads.instant().plus(wait(times, retryAfter)), () -> errands.accept(() -> finished(effect)));
    }

    private static Duration wait(int failures, Optional<Duration> retryAfter) {
        Duration grown = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 10));
        Duration wait = grown.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : grown;
        return retryAfter.filter(r -> r.compareTo(wait) > 0).orElse(wait);
    }

    private void finished(Effect effect) {
        underWay.remove(effect);
        AttemptId id = attempt(effect);
        if (id != null) {
            touched.add(id.stage());
            if (writes(effect)) {
                writing.remove(id);
            }
        }
    }

    private void release(Effect effect) {
        if (effect instanceof Effect.CreateJob create) {
            released.addAll(held.getOrDefault(create.id(), List.of()));
            held.remove(create.id());
        }
    }

    /** Lists the cluster once, and again until it answers; what was seen comes as inputs. */
    void observe() {
        observing = true;
        threads.calls().execute(() -> {
            try {
                List<Input> seen = cluster.observe(latest.get());
                errands.accept(() -> {
                    observing = false;
                    released.addAll(seen);
                    released.add(new Input.TimeReached());
                });
            } catch (ClusterException | RuntimeException e) {
                if (e instanceof RuntimeException) {
                    log("listing the run's Jobs after a restart", e);
                }
                Instant again = threads.instant().plus(LONGEST_RETRY.dividedBy(10));
                threads.at(again, () -> errands.accept(this::observe));
            }
        });
    }

    private static boolean writes(Effect effect) {
        return effect instanceof Effect.CreateJob || effect instanceof Effect.DeleteJob;
    }

    private static AttemptId attempt(Effect effect) {
        if (effect instanceof Effect.CreateJob e) {
            return e.id();
        } else if (effect instanceof Effect.DeleteJob e) {
            return e.id();
        } else if (effect instanceof Effect.FollowLog e) {
            return e.id();
        }
        return null;
    }

    private static Failure bug(Effect effect, Throwable e) {
        log(effect.toString(), e);
        return Failure.of(
                Cause.API_UNAVAILABLE,
                effect + " failed unexpectedly: " + e,
                "This is a defect of k8s-dag or of the machine it runs on: look at the host's log.");
    }

    private static void log(String what, Throwable e) {
        System.getLogger(Performing.class.getName())
                .log(System.Logger.Level.WARNING, what + " failed unexpectedly and is tried again", e);
    }
}

package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.Clocks.Clock;
import java.util.Map;
import java.util.Optional;

/** Applies facts to states. Decides nothing: a fact either follows on a state or is a bug. */
final class Fold {
    private Fold() {}

    static RunState apply(RunState state, Fact fact) {
        RunEdit run = new RunEdit(state);
        if (fact instanceof Fact.OfStage f) {
            ofStage(state, run, f);
        } else if (fact instanceof Fact.RunQueued f) {
            require(state.phase() == RunPhase.WAITING, state, f);
            run.entry = new Entry(Optional.empty(), Optional.of(f.queue()));
        } else if (fact instanceof Fact.RunAdmitted f) {
            require(state.phase() == RunPhase.WAITING, state, f);
            run.phase = RunPhase.RUNNING;
            run.entry = new Entry(Optional.of(f.at()), Optional.empty());
        } else if (fact instanceof Fact.RunStopping f) {
            require(state.phase() != RunPhase.ENDED, state, f);
            // In finally a first cancel says how the run ends, and lets finally end it.
            run.phase = state.phase() == RunPhase.FINALLY ? RunPhase.FINALLY : RunPhase.STOPPING;
            run.stop = Optional.of(f.reason());
            run.stopMessage = f.message();
            run.recheck(state.busy());
        } else if (fact instanceof Fact.FinallyStarted f) {
            require(state.phase() == RunPhase.RUNNING || state.phase() == RunPhase.STOPPING, state, f);
            run.phase = RunPhase.FINALLY;
            run.finallyStatus = Optional.of(f.status());
            run.finallyAt = Optional.of(f.at());
            letFinallyStart(state.dag(), run);
        } else if (fact instanceof Fact.FinallyStopping f) {
            require(state.phase() != RunPhase.ENDED, state, f);
            run.finallyStop = Optional.of(f.reason());
            run.stop = f.reason() == Fact.StopReason.CANCELLED ? Optional.of(f.reason()) : run.stop;
            run.stopMessage = f.message();
            run.recheck(state.busy());
        } else if (fact instanceof Fact.RunSwept) {
            run.swept = true;
            swept(state, run);
        } else if (fact instanceof Fact.RunConfirmedEmpty) {
            run.confirmed = true;
        } else if (fact instanceof Fact.RunEnded f) {
            require(state.phase() != RunPhase.ENDED, state, f);
            run.phase = RunPhase.ENDED;
            run.status = Optional.of(f.status());
            run.message = f.message();
            run.endedAt = Optional.of(f.at());
            run.recheck(state.busy());
        } else {
            throw illegal(state, fact, "the run is under way already");
        }
        return run.build();
    }

    private static void letFinallyStart(Dag dag, RunEdit run) {
        for (int i = 0; i < dag.size(); i++) {
            if (dag.stage(i).inFinally() && dag.parentOf(i) < 0) {
                run.stage(i, s -> s.unmet--);
            }
        }
    }

    private static void opened(RunEdit run, Fact.GroupOpened fact) {
        if (!fact.instances().isEmpty()) {
            run.expand(run.dag().expanded(fact.stage(), fact.instances()));
        }
        int[] children = run.dag().childrenOf(fact.stage());
        for (int child : children) {
            run.stage(child, s -> s.unmet--);
        }
        run.stage(fact.stage(), s -> s.unmet = children.length);
    }

    /** Those who wait for a stage, for its group to be over, or, of a group that never opened, for that. */
    private static void ended(RunState before, RunEdit run, int stage) {
        for (int dependent : run.dag().dependentsOf(stage)) {
            lessUnmet(run, dependent);
        }
        int parent = run.dag().parentOf(stage);
        if (parent >= 0 && run.stage(parent).phase() == StagePhase.OPEN) {
            run.stage(parent, s -> s.unmet--);
        }
        if (before.stage(stage).phase() == StagePhase.WAITING) {
            for (int child : run.dag().childrenOf(stage)) {
                lessUnmet(run, child);
            }
        }
    }

    /** Whoever waits no more does not count: of a need that is retried the end comes twice. */
    private static void lessUnmet(RunEdit run, int stage) {
        if (run.stage(stage).phase() == StagePhase.WAITING) {
            run.stage(stage, s -> s.unmet--);
        }
    }

    private static void ofStage(RunState state, RunEdit run, Fact.OfStage fact) {
        if (fact.stage() < 0 || fact.stage() >= state.dag().size()) {
            throw illegal(state, fact, "the graph has " + state.dag().size() + " stages");
        }
        if (fact instanceof Fact.LogDrained f) {
            run.stage(
                    f.stage(),
                    s -> s.editAttempt(f.id().attempt(), a -> {
                        a.drained = true;
                        a.logLines = f.lines();
                        a.logGaps = f.gaps();
                    }));
        } else if (fact instanceof Fact.JobDeleted f) {
            run.stage(f.stage(), s -> s.editAttempt(f.id().attempt(), a -> a.deleted = true));
        } else {
            StagePhase from = state.stage(fact.stage()).phase();
            if (!Transitions.allowed(fact.getClass(), from)) {
                throw illegal(state, fact, "its stage is " + from);
            }
            run.stage(fact.stage(), s -> move(s, fact));
            StagePhase to = run.stage(fact.stage()).phase();
            if (!Transitions.allowed(fact.getClass(), from, to)) {
                throw illegal(state, fact, "it leads from " + from + " to " + to);
            }
            if (to == StagePhase.ENDED) {
                ended(state, run, fact.stage());
            } else if (fact instanceof Fact.StageRetried f) {
                Reopening.apply(run, f);
            } else if (fact instanceof Fact.GroupOpened f) {
                opened(run, f);
            }
        }
    }

    private static void move(StageEdit s, Fact.OfStage fact) {
        if (fact instanceof Fact.StageReady f) {
            s.phase = StagePhase.QUEUED;
            s.values = f.values();
            s.allowFailure = f.allowFailure();
            s.readyAt = Optional.of(f.at());
            s.queuedSince = Optional.of(f.at());
        } else if (fact instanceof Fact.GroupOpened f) {
            s.phase = StagePhase.OPEN;
            s.params = f.params();
            s.allowFailure = f.allowFailure();
            s.readyAt = Optional.of(f.at());
        } else if (fact instanceof Fact.AttemptAdmitted f) {
            admitted(s, f);
        } else if (fact instanceof Fact.SubmitDelayed f) {
            s.editAttempt(f.id().attempt(), a -> {
                a.submitTries = f.tries();
                a.refusedAt = Optional.of(f.firstAt());
                a.until = Optional.of(f.until());
                a.waiting = Optional.of(
                        new Waiting(f.why().cause(), f.why().message(), f.why().remedy(), false, false));
            });
        } else if (fact instanceof Fact.SubmitDue f) {
            s.editAttempt(f.id().attempt(), a -> a.until = Optional.empty());
        } else if (fact instanceof Fact.JobSubmitted f) {
            submitted(s, f);
        } else if (fact instanceof Fact.AttemptMoved f) {
            s.phase = f.to();
            s.editAttempt(f.id().attempt(), a -> {
                a.seen(f.pod(), f.node());
                a.waiting = Optional.empty();
                boolean runs = f.to() == StagePhase.RUNNING;
                a.clocks = a.clocks.to(runs ? Clock.RUNNING : Clock.PULLING, f.at());
                a.startedAt = runs ? Optional.of(f.at()) : a.startedAt;
            });
        } else if (fact instanceof Fact.AttemptWaiting f) {
            waiting(s, f);
        } else if (fact instanceof Fact.StopOrdered f) {
            s.phase = StagePhase.STOPPING;
            s.editAttempt(f.id().attempt(), a -> {
                a.stop = Optional.of(f.why());
                a.until = Optional.of(f.until());
            });
        } else if (fact instanceof Fact.AttemptDisrupted f) {
            s.phase = StagePhase.DISRUPTED;
            s.editAttempt(f.id().attempt(), a -> {
                a.seen(f.pod(), f.node());
                a.stop = Optional.of(f.why());
                a.until = Optional.of(f.until());
            });
        } else if (fact instanceof Fact.AttemptEnded f) {
            s.phase = StagePhase.JUDGING;
            s.editAttempt(f.id().attempt(), a -> attemptEnded(a, f));
        } else if (fact instanceof Fact.RetryScheduled f) {
            retryScheduled(s, f);
        } else if (fact instanceof Fact.RetryDue f) {
            s.phase = StagePhase.QUEUED;
            s.retryAt = Optional.empty();
            s.queuedSince = Optional.of(f.at());
        } else if (fact instanceof Fact.StageEnded f) {
            s.phase = StagePhase.ENDED;
            s.status = Optional.of(f.status());
            s.failure = f.failure();
            s.reason = f.reason();
            s.outputs = f.outputs();
            s.endedAt = Optional.of(f.at());
            s.queuedSince = Optional.empty();
            s.retryAt = Optional.empty();
        } else if (fact instanceof Fact.StageTakenOver f) {
            s.phase = StagePhase.ENDED;
            s.takenOver = Optional.of(new StageState.TakenOver(f.fromRun(), f.attempts()));
            s.status = Optional.of(f.status());
            s.failure = f.failure();
            s.reason = f.reason();
            s.outputs = f.outputs();
            s.endedAt = Optional.of(f.at());
        } else if (fact instanceof Fact.StageRetried f) {
            s.phase = StagePhase.QUEUED;
            s.status = Optional.empty();
            s.failure = Optional.empty();
            s.reason = "";
            s.outputs = Map.of();
            s.endedAt = Optional.empty();
            s.queuedSince = Optional.of(f.at());
            s.userRetries = 0;
            s.given = s.attempts.size() - s.infrastructureRetries;
        }
    }

    private static void admitted(StageEdit s, Fact.AttemptAdmitted f) {
        if (f.id().attempt() != s.attempts.size() + 1) {
            throw new IllegalTransitionException(
                    "attempt " + f.id().attempt() + " cannot follow on " + s.attempts.size());
        }
        s.phase = StagePhase.SUBMITTING;
        Clocks clocks = Clocks.start(s.queuedSince.orElse(f.at()));
        s.queuedSince = Optional.empty();
        s.addAttempt(new AttemptEdit(f.id().attempt(), f.memorySteps(), clocks).build());
    }

    private static void submitted(StageEdit s, Fact.JobSubmitted f) {
        boolean stopping = s.phase == StagePhase.STOPPING;
        s.phase = stopping ? StagePhase.STOPPING : StagePhase.PENDING;
        s.editAttempt(f.id().attempt(), a -> {
            a.jobName = f.jobName();
            a.jobUid = f.jobUid();
            if (!stopping) {
                a.until = Optional.empty();
                a.waiting = Optional.empty();
            }
            a.clocks = a.clocks.to(Clock.PENDING, f.at());
        });
    }

    private static void waiting(StageEdit s, Fact.AttemptWaiting f) {
        s.editAttempt(f.id().attempt(), a -> {
            a.seen(f.pod(), "");
            a.waiting = f.waiting();
            a.backOffs = f.backOffs();
            boolean quota =
                    f.waiting().filter(w -> w.cause() == Cause.QUOTA_EXCEEDED).isPresent();
            Clock clock = quota ? Clock.QUEUED : s.phase == StagePhase.PULLING ? Clock.PULLING : Clock.PENDING;
            if (a.clocks.current() != clock) {
                a.clocks = a.clocks.to(clock, f.at());
            }
        });
    }

    private static void attemptEnded(AttemptEdit a, Fact.AttemptEnded f) {
        a.seen(f.pod(), f.node());
        a.ended = true;
        a.until = Optional.empty();
        a.waiting = Optional.empty();
        a.failure = f.failure();
        a.outputs = f.outputs();
        if (a.startedAt.isEmpty() && f.startedAt().isPresent()) {
            // First seen when it had ended: how long it ran is told by the node, not by when we looked.
            a.clocks = a.clocks.to(Clock.RUNNING, f.startedAt().get());
            a.startedAt = f.startedAt();
        }
        a.clocks = a.clocks.to(null, f.at());
    }

    private static void retryScheduled(StageEdit s, Fact.RetryScheduled f) {
        s.phase = StagePhase.BACKOFF;
        s.retryAt = Optional.of(f.due());
        boolean user = f.budget() == Fact.Budget.USER;
        s.userRetries += user ? 1 : 0;
        s.infrastructureRetries += user ? 0 : 1;
        boolean oom = s.attempts
                .get(s.attempts.size() - 1)
                .failure()
                .filter(x -> x.cause() == Cause.OUT_OF_MEMORY)
                .isPresent();
        s.memorySteps += oom ? 1 : 0;
    }

    /** One call told all Jobs known by then to go, so none of them is deleted again one by one. */
    private static void swept(RunState state, RunEdit run) {
        for (Integer i : state.open().plusAll(state.busy())) {
            run.stage(i, s -> {
                for (Attempt a : s.attempts) {
                    if (a.submitted()) {
                        s.editAttempt(a.number(), edit -> edit.deleted = true);
                    }
                }
            });
        }
    }

    private static void require(boolean legal, RunState state, Fact fact) {
        if (!legal) {
            throw illegal(state, fact, "the run is " + state.phase());
        }
    }

    private static IllegalTransitionException illegal(RunState state, Fact fact, String because) {
        return new IllegalTransitionException("fact " + state.seq() + " (" + fact + ") cannot be: " + because);
    }
}

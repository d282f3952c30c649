package io.jenkins.plugins.k8sdag.run;

import io.jenkins.plugins.k8sdag.dag.RunStatus;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What should be so for one stage, given what is known of it. */
final class Due {
    private Due() {}

    /**
     * What of a run bears on the effects of its stages.
     *
     * @param sweeping one call for the whole run is about to delete all, so that no stage need ask for itself
     * @param over the run has ended, whatever its stages say: nothing is created any more
     */
    record Flags(boolean sweeping, boolean over) {
        static Flags of(RunState s) {
            return new Flags(Due.sweeping(s), s.phase() == RunPhase.ENDED);
        }
    }

    static boolean any(RunInfo info, Flags flags, StageState s) {
        return !of(info, flags, s, 0).isEmpty();
    }

    static Set<Effect> of(RunInfo info, Flags flags, StageState s, int stage) {
        if (s.attempts().isEmpty()) {
            return Set.of();
        }
        Set<Effect> due = new LinkedHashSet<>();
        for (Attempt a : s.attempts()) {
            AttemptId id = new AttemptId(stage, a.number());
            if (!flags.over()
                    && !a.ended()
                    && s.phase() == StagePhase.SUBMITTING
                    && a.until().isEmpty()) {
                due.add(new Effect.CreateJob(id));
            }
            if (a.hasLog() && !a.drained()) {
                due.add(new Effect.FollowLog(id));
            }
            if (!flags.sweeping() && !a.deleted() && (killed(s, a) || discarded(info, s, a))) {
                due.add(new Effect.DeleteJob(id));
            }
        }
        return due;
    }

    /** An attempt that we stop is deleted at once; its log goes on meanwhile. */
    private static boolean killed(StageState s, Attempt a) {
        return !a.ended() && s.phase() == StagePhase.STOPPING;
    }

    /** An attempt that has ended is deleted when its log is safe, unless it is to be kept. */
    private static boolean discarded(RunInfo info, StageState s, Attempt a) {
        if (!a.ended() || (a.hasLog() && !a.drained()) || !maybeCreated(a)) {
            return false;
        }
        boolean stopped = a.stop().isPresent();
        return switch (info.keep()) {
            case NEVER -> true;
            case FAILED -> stopped || a.failure().isEmpty();
            case ALWAYS -> stopped;
        };
    }

    private static boolean maybeCreated(Attempt a) {
        return a.submitted() || a.stop().isPresent();
    }

    static Optional<Effect> ofRun(RunState s) {
        boolean stopAll = stopsAll(s.stop(), s.status());
        if (sweeping(s)) {
            return Optional.of(new Effect.Sweep());
        }
        if (stopAll && s.phase() == RunPhase.ENDED && s.busy().isEmpty() && !s.confirmed()) {
            return Optional.of(new Effect.ConfirmEmpty());
        }
        return Optional.empty();
    }

    private static boolean sweeping(RunState s) {
        return sweeping(s.stop(), s.status(), s.swept(), s.phase(), s.finallyStop());
    }

    /** Not while stages in {@code finally} run that nobody has stopped. */
    static boolean sweeping(
            Optional<Fact.StopReason> stop,
            Optional<RunStatus> status,
            boolean swept,
            RunPhase phase,
            Optional<Fact.StopReason> finallyStop) {
        return stopsAll(stop, status) && !swept && (phase != RunPhase.FINALLY || finallyStop.isPresent());
    }

    private static boolean stopsAll(Optional<Fact.StopReason> stop, Optional<RunStatus> status) {
        return stop.filter(r -> r != Fact.StopReason.FAIL_FAST).isPresent()
                || status.filter(RunStatus.ERROR::equals).isPresent();
    }
}

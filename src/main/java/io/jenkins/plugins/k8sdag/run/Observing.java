package io.jenkins.plugins.k8sdag.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What follows from what the cluster shows of an attempt. */
final class Observing {
    /** How long a pod that the cluster is ending may take beyond its grace before it is taken for lost. */
    private static final Duration LOST_AFTER = Duration.ofMinutes(5);

    /** An image that is not there is looked for this often; a tag may be on its way, a third look has never helped. */
    private static final int IMAGE_BACK_OFFS = 2;

    private Observing() {}

    static void decide(Turn turn, Input.Observed in) {
        Optional<Attempt> live = turn.live(in.id());
        if (live.isEmpty() || !live.get().submitted() || !live.get().jobUid().equals(in.jobUid())) {
            return;
        }
        Sighting seen = in.sighting();
        if (seen instanceof Sighting.Ended s) {
            Ending.ended(turn, in.id(), s);
        } else if (seen instanceof Sighting.Gone s) {
            Ending.gone(turn, in.id(), s);
        } else {
            alive(turn, in.id(), seen);
        }
    }

    private static void alive(Turn turn, AttemptId id, Sighting seen) {
        StagePhase phase = turn.stage(id.stage()).phase();
        if (phase != StagePhase.PENDING && phase != StagePhase.PULLING && phase != StagePhase.RUNNING) {
            return;
        }
        if (seen instanceof Sighting.Disrupted s) {
            Instant until = turn.now().plus(s.grace()).plus(LOST_AFTER);
            turn.emit(new Fact.AttemptDisrupted(id, s.pod(), s.node(), s.failure(), until, turn.now()));
        } else if (seen instanceof Sighting.Running s && phase != StagePhase.RUNNING) {
            turn.emit(new Fact.AttemptMoved(id, StagePhase.RUNNING, s.pod(), s.node(), turn.now()));
        } else if (seen instanceof Sighting.Pulling s && phase != StagePhase.RUNNING) {
            if (phase == StagePhase.PENDING) {
                turn.emit(new Fact.AttemptMoved(id, StagePhase.PULLING, s.pod(), s.node(), turn.now()));
            }
            waiting(turn, id, s.pod(), s.waiting());
        } else if (seen instanceof Sighting.Pending s && phase == StagePhase.PENDING) {
            waiting(turn, id, s.pod(), s.waiting());
        } else if (seen instanceof Sighting.NoPod s && phase == StagePhase.PENDING) {
            waiting(turn, id, "", s.waiting());
        }
    }

    private static void waiting(Turn turn, AttemptId id, String pod, Optional<Waiting> waiting) {
        Attempt a = turn.live(id).orElseThrow();
        boolean newPod = !pod.isEmpty() && !pod.equals(a.pod());
        if (!newPod && a.waiting().equals(waiting)) {
            return;
        }
        boolean backedOff = waiting.filter(Waiting::backOff).isPresent()
                && a.waiting().filter(Waiting::backOff).isEmpty();
        int backOffs = a.backOffs() + (backedOff ? 1 : 0);
        turn.emit(new Fact.AttemptWaiting(id, pod, waiting, backOffs, turn.now()));
        waiting.filter(w -> w.hopeless() || (imageMissing(w) && backOffs >= IMAGE_BACK_OFFS))
                .ifPresent(w -> Stopping.attempt(turn, id, w.failure()));
    }

    private static boolean imageMissing(Waiting w) {
        return w.cause() == Cause.IMAGE_NOT_FOUND || w.cause() == Cause.IMAGE_UNAUTHORISED;
    }
}

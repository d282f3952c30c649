package io.jenkins.plugins.k8sdag.engine;

import io.jenkins.plugins.k8sdag.run.RunState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The slots that all runs of a host share, where it has a cap. A free slot goes to the run with the fewest stages in flight, and among
 * those to the one that was served longest ago, so that none starves. What a run takes is read from its state after every turn and
 * goes with the run, so that nothing can leak. Safe for use by several threads.
 */
final class Slots {
    private final Sharing sharing;
    private final Map<RunLoop, Share> shares = new LinkedHashMap<>();
    private long served;

    /** What a run takes and wants. */
    private static final class Share {
        private int inFlight;
        private int wants;
        private long servedAt;
        private boolean denied;
    }

    Slots(Sharing sharing) {
        this.sharing = sharing;
    }

    synchronized void join(RunLoop run) {
        String id = run.state().info().runId();
        shares.keySet().removeIf(other -> other.state().info().runId().equals(id));
        Share share = new Share();
        share.inFlight = run.state().tally().inFlight();
        shares.put(run, share);
    }

    /** The run was let go, as when the host goes down: its Jobs go on, so what it takes is nobody else's until it joins again. */
    synchronized void letGo(RunLoop run) {
        Share share = shares.get(run);
        if (share != null) {
            share.wants = 0;
        }
    }

    synchronized void leave(RunLoop run) {
        shares.remove(run);
        wake();
    }

    /** The states of the runs that are here, or were let go here, in the order in which they came. */
    synchronized List<RunState> states() {
        return shares.keySet().stream().map(RunLoop::state).toList();
    }

    /** Gives a run a slot for one more stage, if it is its turn. Called within the run's turn, which {@link #settle} ends. */
    synchronized boolean take(RunLoop run) {
        Share share = shares.get(run);
        if (share == null || !fair(share)) {
            if (share != null) {
                share.denied = true;
            }
            return false;
        }
        share.inFlight++;
        share.servedAt = ++served;
        return true;
    }

    private boolean fair(Share share) {
        int cap = sharing.cap().getAsInt();
        if (cap == 0) {
            return true;
        }
        long free = (long) cap - sharing.elsewhere().getAsInt();
        for (Share other : shares.values()) {
            free -= other.inFlight;
            if (other != share && other.wants > 0) {
                boolean waitsLonger = other.servedAt < share.servedAt;
                int first = share.inFlight - other.inFlight + (waitsLonger ? 1 : 0);
                free -= Math.max(0, Math.min(other.wants, first));
            }
        }
        return free > 0;
    }

    /** Reads what a run takes and wants after a turn. */
    synchronized void settle(RunLoop run, RunState state) {
        Share share = shares.get(run);
        if (share != null) {
            boolean wants = share.denied && state.starts();
            int inFlight = state.tally().inFlight();
            boolean freed = inFlight < share.inFlight;
            share.inFlight = inFlight;
            int before = share.wants;
            share.wants = wants ? Math.min(state.queued().size(), state.dag().maxParallel() - inFlight) : 0;
            if (freed || share.wants != before) {
                wake();
            }
        }
    }

    /** Whether a run waits for a slot. */
    synchronized boolean denied(RunLoop run) {
        Share share = shares.get(run);
        return share != null && share.denied;
    }

    /** Begins a decision of a run: whether it wants more than it gets is found out anew. */
    synchronized void deciding(RunLoop run) {
        Share share = shares.get(run);
        if (share != null) {
            share.denied = false;
        }
    }

    /** Has every run look that could get a slot now. */
    synchronized void wake() {
        shares.forEach((run, share) -> {
            if (share.wants > 0 && fair(share)) {
                run.slotFreed();
            }
        });
    }
}

package io.jenkins.plugins.k8sdag.kubernetes;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Lets so many logs be followed at once; of those that wait, the ones whose attempt has ended go first. Safe for several threads. */
final class FollowQueue {
    private final int max;
    private final Executor starter;
    private final Set<LogFollow> waiting = new LinkedHashSet<>();
    private int running;

    /**
     * An empty queue.
     *
     * @param starter begins those that waited, away from the one that made room
     */
    FollowQueue(int max, Executor starter) {
        this.max = max;
        this.starter = starter;
    }

    void add(LogFollow follow) {
        synchronized (this) {
            if (running >= max) {
                waiting.add(follow);
                return;
            }
            running++;
        }
        follow.start();
    }

    /** One that was started is over. */
    void done() {
        LogFollow next;
        synchronized (this) {
            running--;
            next = waiting.stream().filter(LogFollow::hasEnded).findFirst().orElse(null);
            if (next == null && !waiting.isEmpty()) {
                next = waiting.iterator().next();
            }
            if (next == null) {
                return;
            }
            waiting.remove(next);
            running++;
        }
        try {
            starter.execute(next::start);
        } catch (RejectedExecutionException e) {
            // The cluster is closed, and with it every log.
            next.stop();
        }
    }

    /** One that waits is no longer wanted. */
    synchronized boolean remove(LogFollow follow) {
        return waiting.remove(follow);
    }
}

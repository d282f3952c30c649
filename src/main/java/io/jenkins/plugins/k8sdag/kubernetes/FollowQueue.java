package io.jenkins.plugins.k8sdag.kubernetes;

import java.util.LinkedHashSet;
import java.util.Set;

/** Lets so many logs be followed at once; of those that wait, the ones whose attempt has ended go first. Safe for several threads. */
final class FollowQueue {
    private final int max;
    private final Set<LogFollow> waiting = new LinkedHashSet<>();
    private int running;

    FollowQueue(int max) {
        this.max = max;
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
        next.start();
    }

    /** One that waits is no longer wanted. */
    synchronized boolean remove(LogFollow follow) {
        return waiting.remove(follow);
    }
}

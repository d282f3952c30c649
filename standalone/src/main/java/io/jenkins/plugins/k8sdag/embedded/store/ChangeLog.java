package io.jenkins.plugins.k8sdag.embedded.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The recent changes of one resource: a ring that every watch reads with a cursor of its own, so that a change costs the same
 * however many watch and a slow watcher holds up nobody. Whoever falls out of the ring is told so (410). Thread-safe.
 */
public final class ChangeLog {
    private final Change[] ring;
    private long first;
    private long next;
    /** Changes up to this version are no longer known. */
    private long forgotten;

    private long wakes;

    ChangeLog(int capacity) {
        ring = new Change[capacity];
    }

    synchronized void append(Change change) {
        if (next - first == ring.length) {
            forget();
        }
        ring[(int) (next % ring.length)] = change;
        next++;
        notifyAll();
    }

    /** Forgets everything so far, as etcd does when it is compacted: a watch from an older version is refused. */
    public synchronized void compact(long version) {
        while (first < next) {
            forget();
        }
        forgotten = Math.max(forgotten, version);
    }

    private void forget() {
        int slot = (int) (first % ring.length);
        forgotten = ring[slot].version();
        ring[slot] = null;
        first++;
    }

    /**
     * Where a watch that has seen everything up to {@code version} goes on.
     *
     * @throws ApiException 410 when changes after that version are forgotten
     */
    public synchronized long cursor(long version) {
        if (version < forgotten) {
            throw ApiException.expired(version, forgotten);
        }
        long low = first;
        long high = next;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (ring[(int) (middle % ring.length)].version() <= version) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The oldest version a list may still be continued from. */
    public synchronized long forgotten() {
        return forgotten;
    }

    /**
     * Waits for changes from {@code cursor} on.
     *
     * @return at most 256 of them; none when the time passed without any
     * @throws ApiException 410 when the reader fell behind the ring
     */
    public synchronized List<Change> read(long cursor, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long woken = wakes;
        while (cursor >= next && wakes == woken) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return List.of();
            }
            wait(left);
        }
        if (cursor < first) {
            throw ApiException.expired(cursor, forgotten);
        }
        List<Change> batch = new ArrayList<>();
        for (long at = cursor; at < next && batch.size() < 256; at++) {
            batch.add(ring[(int) (at % ring.length)]);
        }
        return batch;
    }

    /** Wakes every reader, which then looks whether its watch is to end. */
    public synchronized void wake() {
        wakes++;
        notifyAll();
    }
}

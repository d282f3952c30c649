package io.jenkins.plugins.k8sdag.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * One line of virtual time: everything that would run on a thread is an event, taken in order of its moment. Events of the same
 * moment come in an order drawn by the seed, which is where races are found.
 */
final class SimThreads implements Threads {
    private record Event(Instant at, int draw, long seq, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event o) {
            int byTime = at.compareTo(o.at);
            int byDraw = byTime != 0 ? byTime : Integer.compare(draw, o.draw);
            return byDraw != 0 ? byDraw : Long.compare(seq, o.seq);
        }
    }

    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long seq;
    private int life;

    SimThreads(Random random) {
        this.random = random;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public Executor turns() {
        return task -> ofProcess(now, task);
    }

    @Override
    public Executor calls() {
        return task -> ofProcess(now.plusMillis(random.nextInt(20)), task);
    }

    @Override
    public Runnable at(Instant when, Runnable task) {
        boolean[] cancelled = {false};
        ofProcess(when, () -> {
            if (!cancelled[0]) {
                task.run();
            }
        });
        return () -> cancelled[0] = true;
    }

    /** An event of the process that runs the engine: lost when that is killed. */
    private void ofProcess(Instant when, Runnable task) {
        int born = life;
        ofWorld(when, () -> {
            if (born == life) {
                task.run();
            }
        });
    }

    /** An event of the world outside, which goes on whatever happens to the process. */
    void ofWorld(Instant when, Runnable task) {
        events.add(new Event(when.isBefore(now) ? now : when, random.nextInt(), seq++, task));
    }

    void later(Duration wait, Runnable task) {
        ofWorld(now.plus(wait), task);
    }

    /** Ends the process: nothing it had under way ever happens. */
    void kill() {
        life++;
    }

    /** Lets the next event happen; false when there is none. */
    boolean step() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        now = event.at();
        event.task().run();
        return true;
    }
}

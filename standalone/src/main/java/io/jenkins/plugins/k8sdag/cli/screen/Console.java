package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.engine.RunListener;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows a run while it goes on. Turns come in from the engine's threads and are only queued; one thread of its own reads logs,
 * makes lines and paints, at most five times a second, so that a slow terminal never holds up a run.
 */
public final class Console implements RunListener, AutoCloseable {
    /** Five times a second: as quick as eyes read clocks. */
    private static final long TICK_MILLIS = 200;
    /** How long the end of a stage waits to be told until the end of its log was. */
    private static final Duration HOLD = Duration.ofSeconds(2);

    private static final int LIVE_LINES = 200;

    private record Event(RunState state, List<Fact> facts, String note, boolean close) {}

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Display display;
    private final Narrator narrator;
    private final Tails tails;
    private final Held held;
    private final InstantSource clock;
    private final Thread thread;
    private RunState state;

    private Console(Display display, Narrator narrator, Tails tails, InstantSource clock) {
        this.display = display;
        this.narrator = narrator;
        this.tails = tails;
        this.held = new Held(HOLD);
        this.clock = clock;
        this.thread = new Thread(this::run, "k8sdag-console");
        thread.setDaemon(true);
        thread.start();
    }

    /** Lines only. */
    public static Console plain(PrintStream out, Style style, RunLogs logs, InstantSource clock) {
        Tails tails = new Tails(logs, style, Integer.MAX_VALUE);
        return new Console(new PlainDisplay(out), new Narrator(style, true), tails, clock);
    }

    /** Lines, and a table below them that is painted over itself. */
    public static Console live(
            PrintStream out, Style style, RunLogs logs, InstantSource clock, Supplier<Terminal.Size> size) {
        Tails tails = new Tails(logs, style, LIVE_LINES);
        return new Console(new LiveDisplay(out, style, size), new Narrator(style, false), tails, clock);
    }

    @Override
    public void onTurn(RunState next, List<Fact> facts) {
        events.add(new Event(next, facts, null, false));
    }

    /** Shows a line of the host's own. From any thread. */
    public void note(String line) {
        events.add(new Event(null, List.of(), line, false));
    }

    private void run() {
        try {
            boolean open = true;
            while (open) {
                List<Event> some = new ArrayList<>();
                Event first = events.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    some.add(first);
                    events.drainTo(some);
                }
                open = some.stream().noneMatch(Event::close);
                List<String> lines = new ArrayList<>();
                some.forEach(event -> take(event, lines));
                look(lines, !open);
                display.lines(lines);
                if (state != null && open) {
                    display.state(state, clock.instant(), tails::latest);
                }
                if (open && !some.isEmpty()) {
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            display.close();
        }
    }

    /** Lets what comes in a burst gather, so that it is painted once. */
    private void pause() throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS / 2);
        while (System.nanoTime() < until && events.stream().noneMatch(Event::close)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private void take(Event event, List<String> lines) {
        if (event.note() != null) {
            lines.add(event.note());
        }
        if (event.state() == null) {
            return;
        }
        state = event.state();
        for (Fact fact : event.facts()) {
            tails.follow(state, fact);
            if (fact instanceof Fact.AttemptEnded f && tails.open().contains(f.id())) {
                held.hold(f.stage(), f.id(), clock.instant());
            }
        }
        for (Said said : narrator.tell(state, event.facts())) {
            if (!held.add(said)) {
                lines.add(said.line());
            }
        }
    }

    private void look(List<String> lines, boolean closing) {
        for (AttemptId id : tails.open()) {
            boolean complete = state.stage(id.stage())
                    .attempt(id.attempt())
                    .filter(Attempt::drained)
                    .isPresent();
            List<String> more = tails.more(state, id, complete || closing);
            tails.remember(state, id.stage(), more);
            lines.addAll(more);
            if (complete) {
                lines.addAll(held.release(id));
            }
        }
        lines.addAll(closing ? held.releaseAll() : held.releaseOverdue(clock.instant()));
    }

    /** Shows what is left and gives the terminal back. Waits for that, a few seconds at most. */
    @Override
    public void close() {
        events.add(new Event(null, List.of(), null, true));
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

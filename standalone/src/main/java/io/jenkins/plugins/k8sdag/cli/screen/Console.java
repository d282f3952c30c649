package io.jenkins.plugins.k8sdag.cli.screen;

import io.jenkins.plugins.k8sdag.engine.RunListener;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
    private final Deque<Step> steps = new ArrayDeque<>();
    private final InstantSource clock;
    private final Thread thread;
    private RunState state;

    private Console(Display display, Narrator narrator, Tails tails, InstantSource clock) {
        this.display = display;
        this.narrator = narrator;
        this.tails = tails;
        this.clock = clock;
        this.thread = new Thread(this::run, "k8sdag-console");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Lines only.
     *
     * @param logs the folder of the run's logs
     */
    public static Console plain(PrintStream out, Style style, Path logs, InstantSource clock) {
        Display display = new PlainDisplay(out);
        Tails tails = new Tails(logs, style, Integer.MAX_VALUE, display::line);
        return new Console(display, new Narrator(style, true), tails, clock);
    }

    /** Lines, and a table below them that is painted over itself. */
    public static Console live(
            PrintStream out, Style style, Path logs, InstantSource clock, Supplier<Terminal.Size> size) {
        Display display = new LiveDisplay(out, style, size);
        return new Console(
                display, new Narrator(style, false), new Tails(logs, style, LIVE_LINES, display::line), clock);
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
                some.forEach(this::take);
                show(!open);
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

    private void take(Event event) {
        if (event.note() != null) {
            display.line(event.note());
        }
        if (event.state() == null) {
            return;
        }
        state = event.state();
        if (event.facts().isEmpty()) {
            tails.goOn(state);
        }
        steps.addAll(narrator.tell(state, event.facts()));
    }

    /** Shows what can be shown now, in the order in which it happened, and what came to the logs since. */
    private void show(boolean closing) {
        while (!steps.isEmpty() && show(steps.peek(), closing)) {
            steps.remove();
        }
        tails.open().forEach(id -> tails.look(state, id, closing || complete(id)));
        display.flush();
    }

    private boolean show(Step step, boolean closing) {
        if (step instanceof Step.Show s) {
            display.line(s.line());
        } else if (step instanceof Step.LogBegins s) {
            tails.begin(state, s.id());
        } else if (step instanceof Step.LogEnds s && tails.reads(s.id())) {
            boolean overdue = s.at().plus(HOLD).isBefore(clock.instant());
            tails.look(state, s.id(), closing || complete(s.id()));
            return closing || overdue || complete(s.id());
        }
        return true;
    }

    private boolean complete(AttemptId id) {
        return state.stage(id.stage())
                .attempt(id.attempt())
                .filter(Attempt::drained)
                .isPresent();
    }

    /** Shows what is left, gives the terminal back, and returns when that is done. */
    @Override
    public void close() {
        close(0);
    }

    /** The same, within a second or not at all. */
    public void closeNow() {
        close(1000);
    }

    private void close(long millis) {
        events.add(new Event(null, List.of(), null, true));
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

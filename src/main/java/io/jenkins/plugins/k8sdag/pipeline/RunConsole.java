package io.jenkins.plugins.k8sdag.pipeline;

import hudson.model.TaskListener;
import io.jenkins.plugins.k8sdag.engine.RunListener;
import io.jenkins.plugins.k8sdag.kubernetes.LogFiles;
import io.jenkins.plugins.k8sdag.kubernetes.LogListener;
import io.jenkins.plugins.k8sdag.kubernetes.LogReader;
import io.jenkins.plugins.k8sdag.run.Attempt;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What a run says in the build's console: lifecycle lines, and stage logs as the step asks for them. Lines are whole and never mixed,
 * for they are gathered here under one lock and written in batches: of 64 KiB, or what has come within a second. Told on the run's
 * turn and by the threads that write logs.
 */
final class RunConsole implements RunListener, LogListener {
    private static final int BATCH = 64 * 1024;
    private static final long PATIENCE_MILLIS = 1000;

    private final TaskListener listener;
    private final LogsMode mode;
    private final Path logs;
    private final Controller controller;
    private final Narrator narrator = new Narrator();
    private final Set<AttemptId> shown = new HashSet<>();
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private boolean flushArmed;
    private boolean unbuffered;
    private CompletableFuture<Void> copies = CompletableFuture.completedFuture(null);

    /**
     * A console.
     *
     * @param listener the step's own, which masks
     * @param logs the run's folder for logs
     */
    RunConsole(TaskListener listener, LogsMode mode, Path logs, Controller controller) {
        this.listener = listener;
        this.mode = mode;
        this.logs = logs;
        this.controller = controller;
    }

    @Override
    public void onTurn(RunState state, List<Fact> facts) {
        List<String> lines = narrator.tell(state, facts);
        lines.forEach(line -> gather("[k8sDag] " + line));
        if (mode == LogsMode.failed) {
            facts.forEach(fact -> copyIfFailed(state, fact));
        }
    }

    /** Says something; may be of several lines. */
    void say(String text) {
        text.lines().forEach(line -> gather("[k8sDag] " + line));
    }

    private void gather(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        gather(bytes, bytes.length);
    }

    private synchronized void gather(byte[] bytes, int length) {
        gathered.write(bytes, 0, length);
        if (unbuffered || gathered.size() >= BATCH) {
            flush();
        } else if (!flushArmed) {
            flushArmed = true;
            controller.later(PATIENCE_MILLIS, this::flush);
        }
    }

    /** Writes what was gathered. */
    synchronized void flush() {
        flushArmed = false;
        if (gathered.size() > 0) {
            PrintStream out = listener.getLogger();
            out.write(gathered.toByteArray(), 0, gathered.size());
            out.flush();
            gathered.reset();
        }
    }

    /** Writes everything at once from here on, for Jenkins goes down and there may be no later. */
    synchronized void stopGathering() {
        unbuffered = true;
        flush();
    }

    @Override
    public void lines(String stage, int attempt, byte[] bytes, int length) {
        if (mode == LogsMode.console) {
            byte[] prefixed = prefixed(stage, attempt, bytes, length);
            gather(prefixed, prefixed.length);
        }
    }

    private static byte[] prefixed(String stage, int attempt, byte[] bytes, int length) {
        byte[] prefix = ("[" + stage + (attempt > 1 ? "#" + attempt : "") + "] ").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 8 * prefix.length);
        int at = 0;
        while (at < length) {
            int end = at;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            out.writeBytes(prefix);
            out.write(bytes, at, end - at);
            out.write('\n');
            at = end + 1;
        }
        return out.toByteArray();
    }

    /** A failed attempt's log is shown once it is complete and the attempt known to have failed, in whichever order that comes. */
    private void copyIfFailed(RunState state, Fact fact) {
        if (!(fact instanceof Fact.AttemptEnded) && !(fact instanceof Fact.LogDrained)) {
            return;
        }
        AttemptId id = ((Fact.OfAttempt) fact).id();
        Attempt attempt = state.attempt(id);
        if (attempt.failure().isPresent() && attempt.drained() && attempt.hasLog() && shown.add(id)) {
            String stage = state.dag().stage(id.stage()).name();
            synchronized (this) {
                copies = copies.thenRunAsync(() -> copy(stage, id.attempt()), controller.work());
            }
        }
    }

    private void copy(String stage, int attempt) {
        try (LogReader reader = LogReader.open(LogFiles.of(logs, stage, attempt));
                OutputStream out = new BufferedOutputStream(lineSink(stage, attempt), BATCH)) {
            reader.copyAll(out);
        } catch (IOException e) {
            throw new UncheckedIOException("the log of " + stage + " cannot be read", e);
        }
    }

    /** Takes a log in whatever pieces it comes in, and gathers whole lines of it; very long ones in several. */
    private OutputStream lineSink(String stage, int attempt) {
        return new OutputStream() {
            private final ByteArrayOutputStream line = new ByteArrayOutputStream();

            @Override
            public void write(int b) {
                line.write(b);
                if (b == '\n' || line.size() >= BATCH) {
                    give();
                }
            }

            private void give() {
                byte[] prefixed = prefixed(stage, attempt, line.toByteArray(), line.size());
                gather(prefixed, prefixed.length);
                line.reset();
            }

            @Override
            public void close() {
                if (line.size() > 0) {
                    give();
                }
            }
        };
    }

    /** Says what was held back for logs that never became complete. The run must have ended. */
    void sayRest() {
        narrator.rest().forEach(this::say);
    }

    /** Done once every log that was to be shown is. */
    synchronized CompletableFuture<Void> quiet() {
        return copies;
    }
}

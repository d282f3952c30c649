package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RetryRequests;
import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.runs.StateDirGroups;
import io.jenkins.plugins.k8sdag.cli.screen.Console;
import io.jenkins.plugins.k8sdag.cli.screen.Style;
import io.jenkins.plugins.k8sdag.cli.screen.Terminal;
import io.jenkins.plugins.k8sdag.definition.CelExpressions;
import io.jenkins.plugins.k8sdag.engine.Cluster;
import io.jenkins.plugins.k8sdag.engine.Engine;
import io.jenkins.plugins.k8sdag.engine.EngineThreads;
import io.jenkins.plugins.k8sdag.engine.LogStore;
import io.jenkins.plugins.k8sdag.engine.RunEnd;
import io.jenkins.plugins.k8sdag.engine.RunHandle;
import io.jenkins.plugins.k8sdag.engine.RunListener;
import io.jenkins.plugins.k8sdag.engine.Sharing;
import io.jenkins.plugins.k8sdag.kubernetes.FileLogStore;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Drives one run in this process until it has ended and cleaned up, and shows it. */
final class Driver {
    /** API calls under way at once. */
    private static final int CALLS = 32;
    /** How often a request of another process to cancel is looked for. */
    private static final long LOOK_MILLIS = 500;

    private final Host host;
    private final OutputFlags output;
    private final Style style;
    private Interruption interruption;
    private volatile Console console;
    private volatile Connection connection;
    private Optional<RunPage> page = Optional.empty();

    Driver(Host host, OutputFlags output) {
        this.host = host;
        this.output = output;
        this.style = output.style(host);
    }

    /** Has the run shown on the build page, too. */
    void show(RunPage shown) {
        page = Optional.of(shown);
    }

    /** Whether somebody asked for an end, so that nothing is to be waited for. */
    boolean interrupted() {
        return interruption.came();
    }

    /** Starts or resumes a run. */
    interface Start {
        RunHandle with(Engine engine, Cluster cluster, LogStore logs, RunListener listener) throws IOException;
    }

    /**
     * Takes Ctrl-C over from here on: a run that is yet to start is cancelled as soon as it has, so that nothing half made is left.
     */
    void takeSignals() {
        interruption = Interruption.install(host.signals(), this::stopNow, this::note);
    }

    private void note(String line) {
        Console shown = console;
        if (shown == null) {
            host.err().println(line);
        } else {
            shown.note(line);
        }
    }

    Style style() {
        return style;
    }

    /** Says something to people beside the results. */
    void say(String line) {
        PrintStream people = output.json() ? host.err() : host.out();
        people.println(line);
        people.flush();
    }

    /**
     * Drives a run to its end.
     *
     * @return how it was left
     * @throws IOException when its journal or logs cannot be written; the run can be resumed
     */
    RunEnd drive(RunFolder folder, Connection where, Start start) throws IOException, InterruptedException {
        connection = where;
        console = console(folder);
        try (DebugLog log = DebugLog.into(folder.debugLog());
                EngineThreads threads = new EngineThreads(host.clock(), CALLS)) {
            Sharing sharing = Sharing.of(new StateDirGroups(folder.stateDir()));
            Engine engine = new Engine(threads, new CelExpressions(), Engine.CLEANUP_LIMIT, sharing);
            RunHandle handle = start.with(engine, where.cluster(), new FileLogStore(folder.logs()), listener());
            page.ifPresent(p -> p.show(folder, handle, where.cluster()));
            interruption.first(() -> handle.cancel("Ctrl-C"));
            return await(handle, folder);
        } finally {
            console.close();
        }
    }

    private RunListener listener() {
        Console shown = console;
        if (!output.json()) {
            return shown;
        }
        JsonLines events = new JsonLines(host.out());
        return (state, facts) -> {
            events.onTurn(state, facts);
            shown.onTurn(state, facts);
        };
    }

    private Console console(RunFolder folder) {
        Optional<Terminal.Size> size =
                output.json() ? Optional.empty() : host.terminal().size();
        if (size.isEmpty()) {
            return Console.plain(output.json() ? host.err() : host.out(), style, folder.logs(), host.clock());
        }
        AtomicReference<Terminal.Size> now = new AtomicReference<>(size.get());
        host.signals().handle(Signals.RESIZE, () -> host.terminal().size().ifPresent(now::set));
        return Console.live(host.out(), style, folder.logs(), host.clock(), now::get);
    }

    private RunEnd await(RunHandle handle, RunFolder folder) throws IOException, InterruptedException {
        boolean asked = false;
        while (true) {
            retry(handle, folder.retryRequests());
            try {
                return handle.done().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                Optional<String> by =
                        asked ? Optional.empty() : folder.cancelRequest().by();
                if (by.isPresent()) {
                    asked = true;
                    console.note("asked to cancel the run by " + by.get());
                    handle.cancel(by.get());
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException io) {
                    throw io;
                }
                throw new IllegalStateException("the run's loop ended by itself", e.getCause());
            }
        }
    }

    /** Has stages retried that another process asks for, and answers it. */
    private void retry(RunHandle handle, RetryRequests requests) throws IOException {
        for (RetryRequests.Request request : requests.take()) {
            console.note("asked to retry " + request.stage() + " by " + request.by());
            handle.retry(request.stage(), request.by()).thenAccept(refusal -> {
                try {
                    requests.answer(request, refusal.orElse(""));
                } catch (IOException e) {
                    console.note("the answer to who asked for it cannot be written: " + e.getMessage());
                }
            });
        }
    }

    /** Gives the terminal back, kills what the embedded cluster runs, and leaves everything else as it is. */
    private void stopNow() {
        note("stopped at once; 'k8sdag resume' goes on with the run, 'k8sdag cancel' cleans up after it");
        if (console != null) {
            console.closeNow();
        }
        try {
            if (connection != null) {
                connection.endEmbedded();
            }
        } catch (IOException e) {
            host.err().println("k8sdag: files of the embedded cluster were left: " + e.getMessage());
        } finally {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }
}

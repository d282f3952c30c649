package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.LogLine;
import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.screen.Console;
import io.jenkins.plugins.k8sdag.cli.screen.RunLogs;
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
import io.jenkins.plugins.k8sdag.kubernetes.FileLogStore;
import io.jenkins.plugins.k8sdag.kubernetes.LogFiles;
import java.io.IOException;
import java.nio.file.Path;
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

    Driver(Host host, OutputFlags output) {
        this.host = host;
        this.output = output;
        this.style = output.style(host);
    }

    /** Starts or resumes a run. */
    interface Start {
        RunHandle with(Engine engine, Cluster cluster, LogStore logs, RunListener listener) throws IOException;
    }

    Style style() {
        return style;
    }

    /** Says something to people beside the results. */
    void say(String line) {
        (output.json() ? host.err() : host.out()).println(line);
    }

    /**
     * Drives a run to its end.
     *
     * @return how it was left
     * @throws IOException when its journal or logs cannot be written; the run can be resumed
     */
    RunEnd drive(RunFolder folder, Connection connection, Start start) throws IOException, InterruptedException {
        Console console = console(folder);
        Interruption interruption = Interruption.install(host.signals(), () -> stopNow(console, connection), console::note);
        try (EngineThreads threads = new EngineThreads(host.clock(), CALLS)) {
            Engine engine = new Engine(threads, new CelExpressions());
            RunHandle handle = start.with(
                    engine, connection.cluster(), new FileLogStore(folder.logs()), listener(console));
            interruption.first(() -> handle.cancel("Ctrl-C"));
            return await(handle, folder, console);
        } finally {
            console.close();
        }
    }

    private RunListener listener(Console console) {
        if (!output.json()) {
            return console;
        }
        JsonLines events = new JsonLines(host.out());
        return (state, facts) -> {
            events.onTurn(state, facts);
            console.onTurn(state, facts);
        };
    }

    private Console console(RunFolder folder) {
        RunLogs logs = logs(folder);
        Optional<Terminal.Size> size = output.json() ? Optional.empty() : host.terminal().size();
        if (size.isEmpty()) {
            return Console.plain(output.json() ? host.err() : host.out(), style, logs, host.clock());
        }
        AtomicReference<Terminal.Size> now = new AtomicReference<>(size.get());
        host.signals().handle(Signals.RESIZE, () -> host.terminal().size().ifPresent(now::set));
        return Console.live(host.out(), style, logs, host.clock(), now::get);
    }

    static RunLogs logs(RunFolder folder) {
        return new RunLogs() {
            @Override
            public Path file(String stage, int attempt) {
                return LogFiles.of(folder.logs(), stage, attempt);
            }

            @Override
            public String text(String line) {
                return LogLine.text(line);
            }
        };
    }

    private static RunEnd await(RunHandle handle, RunFolder folder, Console console)
            throws IOException, InterruptedException {
        boolean asked = false;
        while (true) {
            try {
                return handle.done().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                Optional<String> by = asked ? Optional.empty() : folder.cancelRequest().by();
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

    /** Gives the terminal back, kills what the embedded cluster runs, and leaves everything else as it is. */
    private static void stopNow(Console console, Connection connection) {
        console.note("stopped at once; 'k8sdag resume' goes on with the run, 'k8sdag cancel' cleans up after it");
        console.close();
        try {
            connection.close();
        } catch (IOException e) {
            System.getLogger(Driver.class.getName()).log(System.Logger.Level.DEBUG, "files were left", e);
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
}

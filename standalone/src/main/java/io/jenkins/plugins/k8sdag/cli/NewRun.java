package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.engine.RunEnd;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** Starts a run in a folder of its own and drives it to its end. */
final class NewRun {
    private final Host host;
    private final OutputFlags output;
    private final StateDir dir;
    private final NewRunFlags flags;
    private final Driver driver;

    NewRun(Host host, OutputFlags output, StateDir dir, NewRunFlags flags) {
        this.host = host;
        this.output = output;
        this.dir = dir;
        this.flags = flags;
        this.driver = new Driver(host, output);
    }

    /** What is known of it from the start. */
    RunInfo info(String id, Target target, Map<String, Object> params, Map<String, String> env) throws IOException {
        return new RunInfo(
                id,
                dir.controller(),
                params,
                env,
                target.place().toHost(),
                flags.keep(),
                RunInfo.DEFAULT_INFRASTRUCTURE_RETRIES,
                host.clock().instant());
    }

    /**
     * Drives it to its end.
     *
     * @param first the run's first facts
     * @param dagFile the text of its file, kept for people
     * @return the exit status
     */
    int drive(Target target, List<Fact> first, String dagFile) throws IOException, InterruptedException {
        Fact.RunStarted started = (Fact.RunStarted) first.get(0);
        driver.takeSignals();
        RunFolder folder = create(started.info().runId());
        Files.writeString(folder.dagFile(), dagFile);
        try (RunPage page = RunPage.open(flags.ui, dir, host, driver, folder)) {
            int status = drive(target, folder, started, first);
            page.stay();
            return status;
        } finally {
            if (!Files.exists(folder.journal())) {
                // Nothing was started, so that nothing is to be kept and the id is free.
                Connection.delete(folder.path());
            }
        }
    }

    private int drive(Target target, RunFolder folder, Fact.RunStarted started, List<Fact> first)
            throws IOException, InterruptedException {
        String controller = started.info().controller();
        try (Connection connection =
                Connection.open(target, controller, folder.path().resolve("embedded"))) {
            Banner.print(driver, folder, target, connection, started.dag());
            Journal journal = Journal.create(folder.journal());
            RunEnd end = driver.drive(
                    folder,
                    connection,
                    (engine, port, logs, listener) -> engine.start(first, journal, port, logs, listener));
            return new Conclusion(host, output, driver).of(end, folder, flags.allowUnstable);
        }
    }

    private RunFolder create(String id) throws IOException {
        try {
            return dir.create(id);
        } catch (FileAlreadyExistsException e) {
            throw new UserError("there is a run '" + id + "' already (go on with it by 'k8sdag resume " + id
                    + "', or choose another --run-id)");
        }
    }
}

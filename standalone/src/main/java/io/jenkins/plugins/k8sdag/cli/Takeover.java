package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.engine.RunEnd;
import io.jenkins.plugins.k8sdag.engine.RunHandle;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Drives a run that another process left behind, in the cluster it was in. */
final class Takeover {
    private final Host host;
    private final OutputFlags output;
    private final ClusterFlags flags;

    Takeover(Host host, OutputFlags output, ClusterFlags flags) {
        this.host = host;
        this.output = output;
        this.flags = flags;
    }

    /** Drives it to its end, and shows it on the build page if that is asked for. */
    int drive(RunFolder folder, UiFlags ui, StateDir dir, boolean allowUnstable)
            throws IOException, InterruptedException {
        Driver driver = new Driver(host, output);
        try (RunPage page = RunPage.open(ui, dir, host, driver, folder)) {
            int status = drive(driver, folder, handle -> {}, allowUnstable);
            page.stay();
            return status;
        }
    }

    /**
     * Drives it to its end.
     *
     * @param first done with the run as soon as it is under way again
     */
    int drive(RunFolder folder, Consumer<RunHandle> first, boolean allowUnstable)
            throws IOException, InterruptedException {
        return drive(new Driver(host, output), folder, first, allowUnstable);
    }

    private int drive(Driver driver, RunFolder folder, Consumer<RunHandle> first, boolean allowUnstable)
            throws IOException, InterruptedException {
        RunState state = folder.read();
        ClusterPlace before = ClusterPlace.fromHost(state.info().host());
        Target target = Target.reach(flags.over(before), host.env());
        driver.takeSignals();
        // From here on the journal is ours: it must not be read through another channel.
        Journal.Reopened reopened = Journal.reopen(folder.journal());
        RunState now = RunState.fold(reopened.facts());
        try (Connection connection =
                Connection.open(target, now.info().controller(), folder.path().resolve("embedded"))) {
            Banner.print(driver, folder, target, connection, now.dag());
            sayWhatIsLost(driver, now, before, target);
            RunEnd end = driver.drive(folder, connection, (engine, port, logs, listener) -> {
                RunHandle handle = engine.resume(reopened, port, logs, listener);
                first.accept(handle);
                return handle;
            });
            return new Conclusion(host, output, driver).of(end, folder, allowUnstable);
        } catch (IOException | RuntimeException e) {
            reopened.journal().close();
            throw e;
        }
    }

    private static void sayWhatIsLost(Driver driver, RunState state, ClusterPlace before, Target target) {
        List<String> inFlight = state.open().stream()
                .filter(i -> state.stage(i).phase().inFlight())
                .map(i -> state.dag().stage(i).name())
                .toList();
        if (before.embedded() && !inFlight.isEmpty()) {
            driver.say(driver.style()
                    .warn("The embedded cluster of this run ended with its process, and with it what was in flight: "
                            + String.join(", ", inFlight)
                            + ". That runs again, on the infrastructure budget; what had ended does not."));
        } else if (!before.embedded() && target.place().embedded()) {
            driver.say(driver.style().warn("This run was in another cluster before; its Jobs there are left alone."));
        }
    }
}

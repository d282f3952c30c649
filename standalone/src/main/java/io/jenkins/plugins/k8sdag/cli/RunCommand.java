package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.History;
import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.runs.RunId;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.dag.Concurrency;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.definition.Limits;
import io.jenkins.plugins.k8sdag.definition.Loaded;
import io.jenkins.plugins.k8sdag.definition.Options;
import io.jenkins.plugins.k8sdag.engine.RunEnd;
import io.jenkins.plugins.k8sdag.journal.Journal;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Keep;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = "Runs a DAG file and shows it until it has ended.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Ctrl-C cancels the run and cleans up after it; a second one stops at once.",
            "",
            "Examples:",
            "  k8sdag run --embedded examples/release.yaml -p version=1.2",
            "  k8sdag run ci/dag.yaml --context staging -n ci --max-parallel 20",
            "  k8sdag run ci/dag.yaml --ui"
        })
final class RunCommand implements Callable<Integer> {
    enum KeepJobs {
        failed,
        always
    }

    private final Host host;

    @Parameters(paramLabel = "FILE", description = "The DAG file, YAML or JSON.")
    Path file;

    @Mixin
    ParamFlags params = new ParamFlags();

    @Mixin
    ClusterFlags cluster = new ClusterFlags();

    @Mixin
    StateFlags state = new StateFlags();

    @Mixin
    OutputFlags output = new OutputFlags();

    @Mixin
    UiFlags ui = new UiFlags();

    @Option(
            names = "--max-parallel",
            paramLabel = "N",
            description = "Stages in flight at once, in place of the file's own number.")
    Integer maxParallel;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "The run's id; by default the DAG's name, the time and four random characters.")
    String runId;

    @Option(
            names = "--keep",
            arity = "0..1",
            fallbackValue = "always",
            paramLabel = "failed|always",
            description = "Leaves the Jobs in the cluster when their stage has ended, or only those that failed.")
    KeepJobs keep;

    @Option(names = "--allow-unstable", description = "Exit status 0 when every failure was an allowed one.")
    boolean allowUnstable;

    RunCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Driver driver = new Driver(host, output);
        DagSource source = DagSource.read(file);
        Loaded loaded = source.load(options());
        if (!loaded.warnings().isEmpty()) {
            int n = loaded.warnings().size();
            host.err().println(file + ": " + n + (n == 1 ? " warning" : " warnings") + " (k8sdag lint " + file + ")");
        }
        String id = id(loaded.dag());
        Optional<Concurrency> concurrency = concurrency(loaded, id);
        Target target = Target.reach(cluster.over(null), host.env());
        StateDir dir = state.stateDir();
        String controller = dir.controller();
        driver.takeSignals();
        RunFolder folder = create(dir, id);
        Files.writeString(folder.dagFile(), source.text());
        RunInfo info = new RunInfo(
                id,
                controller,
                loaded.params(),
                Map.of(),
                target.place().toHost(),
                keep == null ? Keep.NEVER : keep == KeepJobs.failed ? Keep.FAILED : Keep.ALWAYS,
                RunInfo.DEFAULT_INFRASTRUCTURE_RETRIES,
                host.clock().instant());
        info = info.in(concurrency).expecting(expected(dir, loaded.dag()));
        try (RunPage page = RunPage.open(ui, dir, host, driver, folder)) {
            int status = drive(driver, target, folder, loaded.dag(), info);
            page.stay();
            return status;
        } finally {
            if (!Files.exists(folder.journal())) {
                // Nothing was started, so that nothing is to be kept and the id is free.
                Connection.delete(folder.path());
            }
        }
    }

    private int drive(Driver driver, Target target, RunFolder folder, Dag dag, RunInfo info)
            throws IOException, InterruptedException {
        try (Connection connection =
                Connection.open(target, info.controller(), folder.path().resolve("embedded"))) {
            Banner.print(driver, folder, target, connection, dag);
            Journal journal = Journal.create(folder.journal());
            Fact.RunStarted first = new Fact.RunStarted(info, dag, info.startedAt());
            RunEnd end = driver.drive(
                    folder,
                    connection,
                    (engine, port, logs, listener) -> engine.start(first, journal, port, logs, listener));
            return new Conclusion(host, output, driver).of(end, folder, allowUnstable);
        }
    }

    private Optional<Concurrency> concurrency(Loaded loaded, String id) {
        try {
            return loaded.concurrencyOf(id, Map.of());
        } catch (ExpressionException e) {
            throw new UserError(file + ": spec.concurrency: " + e.getMessage());
        }
    }

    /** Nothing where all stages can start at once: there is nothing to choose. */
    private static Map<String, Duration> expected(StateDir dir, Dag dag) throws IOException {
        return dag.size() > dag.maxParallel() ? History.expected(dir, dag.name()) : Map.of();
    }

    private Options options() {
        if (maxParallel != null && maxParallel < 1) {
            throw new UserError("--max-parallel must be at least 1, not " + maxParallel);
        }
        OptionalInt parallel = maxParallel == null ? OptionalInt.empty() : OptionalInt.of(maxParallel);
        return new Options(params.values(), Map.of(), parallel, Optional.empty(), Limits.DEFAULT);
    }

    private String id(Dag dag) {
        Instant now = host.clock().instant();
        String id = runId == null ? RunId.next(dag.name(), now) : runId;
        RunId.problem(id).ifPresent(problem -> {
            throw new UserError("--run-id: " + problem);
        });
        return id;
    }

    private RunFolder create(StateDir dir, String id) throws IOException {
        try {
            return dir.create(id);
        } catch (FileAlreadyExistsException e) {
            throw new UserError("there is a run '" + id + "' already (go on with it by 'k8sdag resume " + id
                    + "', or choose another --run-id)");
        }
    }
}

package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.History;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import io.jenkins.plugins.k8sdag.dag.Concurrency;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.dag.ExpressionException;
import io.jenkins.plugins.k8sdag.definition.Limits;
import io.jenkins.plugins.k8sdag.definition.Loaded;
import io.jenkins.plugins.k8sdag.definition.Options;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    NewRunFlags flags = new NewRunFlags();

    RunCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DagSource source = DagSource.read(file);
        Loaded loaded = source.load(options());
        if (!loaded.warnings().isEmpty()) {
            int n = loaded.warnings().size();
            host.err().println(file + ": " + n + (n == 1 ? " warning" : " warnings") + " (k8sdag lint " + file + ")");
        }
        String id = flags.id(loaded.dag().name(), host.clock().instant());
        Optional<Concurrency> concurrency = concurrency(loaded, id);
        Target target = Target.reach(cluster.over(null), host.env());
        StateDir dir = state.stateDir();
        NewRun run = new NewRun(host, output, dir, flags);
        RunInfo info =
                run.info(id, target, loaded.params(), Map.of()).in(concurrency).expecting(expected(dir, loaded.dag()));
        Fact first = new Fact.RunStarted(info, loaded.dag(), info.startedAt());
        return run.drive(target, List.of(first), source.text());
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
        return new Options(params.values(), Map.of(), flags.maxParallel(), Optional.empty(), Limits.DEFAULT);
    }
}

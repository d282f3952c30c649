package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.dag.Dag;
import io.jenkins.plugins.k8sdag.run.Fact;
import io.jenkins.plugins.k8sdag.run.Rerun;
import io.jenkins.plugins.k8sdag.run.RunInfo;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rerun",
        description = {
            "Starts a new run that takes over what succeeded in an earlier one, and runs the rest of it.",
            "The graph and the parameters are the earlier run's, whatever its file says by now; the earlier run stays as it is. The"
                    + " cluster is the earlier run's, too, unless flags name another."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  k8sdag rerun release-20260102-030405-ab12",
            "  k8sdag rerun release-20260102-030405-ab12 --from deploy"
        })
final class RerunCommand implements Callable<Integer> {
    /** What runs again. */
    static final class Again {
        @Option(names = "--failed", description = "All that did not succeed (the default).")
        boolean failed;

        @Option(
                names = "--from",
                paramLabel = "STAGE",
                description = "That, and a stage with all that depends on it, whether they succeeded or not.")
        String from;
    }

    private final Host host;

    @Parameters(paramLabel = "RUN", description = "The id of the earlier run.")
    String run;

    @ArgGroup
    Again again = new Again();

    @Mixin
    ClusterFlags cluster = new ClusterFlags();

    @Mixin
    StateFlags state = new StateFlags();

    @Mixin
    OutputFlags output = new OutputFlags();

    @Mixin
    NewRunFlags flags = new NewRunFlags();

    RerunCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunFolder before = state.find(run);
        Rerun rerun = plan(before);
        if (rerun.nothingToDo()) {
            new Driver(host, output)
                    .say(
                            run + " " + rerun.before().status().orElseThrow()
                                    + ": there is nothing to run again (--from STAGE runs a stage again, with all that depends on it)");
            return ExitCode.OK;
        }
        Dag dag = flags.maxParallel().isPresent()
                ? rerun.dag().withMaxParallel(flags.maxParallel().getAsInt())
                : rerun.dag();
        RunInfo old = rerun.before().info();
        String id = flags.id(dag.name(), host.clock().instant());
        Target target = Target.reach(cluster.over(ClusterPlace.fromHost(old.host())), host.env());
        NewRun start = new NewRun(host, output, state.stateDir(), flags);
        RunInfo info = start.info(id, target, old.params(), old.env())
                .in(old.concurrency())
                .expecting(old.expected());
        String file = Files.exists(before.dagFile()) ? Files.readString(before.dagFile()) : "";
        return start.drive(target, rerun.facts(info, dag), file);
    }

    private Rerun plan(RunFolder before) throws IOException {
        Optional<String> from = Optional.ofNullable(again.from);
        if (before.driven()) {
            throw new UserError("run " + run
                    + " is being driven by another process (wait for it, or end it by k8sdag cancel " + run + ")");
        }
        List<Fact> facts = before.facts();
        RunState now = RunState.fold(facts);
        Rerun.problem(now, from).ifPresent(problem -> {
            boolean stage = from.filter(name -> now.dag().indexOf(name) < 0).isPresent();
            throw new UserError(problem
                    + (stage
                            ? " (k8sdag show " + run + " lists them)"
                            : " (k8sdag resume " + run + " goes on with it)"));
        });
        return new Rerun(facts, from);
    }
}

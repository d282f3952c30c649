package io.jenkins.plugins.k8sdag.cli;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.k8sdag.dag.Stage;
import io.jenkins.plugins.k8sdag.definition.Loaded;
import io.jenkins.plugins.k8sdag.definition.Options;
import io.jenkins.plugins.k8sdag.kubernetes.JobManifest;
import io.jenkins.plugins.k8sdag.kubernetes.ManifestException;
import io.jenkins.plugins.k8sdag.run.AttemptId;
import io.jenkins.plugins.k8sdag.run.RunState;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = "Prints the Job that every stage would become, as YAML, and starts nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Values that only a run knows, such as outputs of other stages, are left as ${{ … }}.",
            "",
            "Example:",
            "  k8sdag plan examples/release.yaml -p version=1.2"
        })
final class PlanCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(paramLabel = "FILE", description = "The DAG file, YAML or JSON.")
    Path file;

    @Mixin
    ParamFlags params = new ParamFlags();

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            defaultValue = "plan",
            description = "The id to write into names and labels.")
    String runId = "plan";

    PlanCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        Loaded loaded = DagSource.read(file).load(Options.NONE.withParams(params.values()));
        PlannedRun run = new PlannedRun(loaded, runId, host.clock().instant());
        for (int i : run.dag().topologicalOrder()) {
            Stage stage = run.dag().stage(i);
            if (stage.isGroup()) {
                host.out().println("# " + stage.group().orElseThrow().kind() + " " + stage.name() + needs(stage));
                continue;
            }
            host.out().println("---");
            host.out().println("# stage " + stage.name() + needs(stage));
            PlannedRun.Planned planned = run.upTo(i);
            if (!planned.unknown().isEmpty()) {
                host.out()
                        .println("# known only when it starts, and left as it is: "
                                + planned.unknown().stream()
                                        .map(u -> "${{ " + u + " }}")
                                        .collect(Collectors.joining(", ")));
            }
            host.out().print(yaml(planned.state(), i));
        }
        return ExitCode.OK;
    }

    private static String needs(Stage stage) {
        List<String> needs = stage.needs().stream().map(n -> n.stage()).toList();
        String after = needs.isEmpty() ? "" : ", after " + String.join(", ", needs);
        String in = stage.parent().map(p -> ", of " + p).orElse("");
        return (stage.inFinally() ? ", in finally" : "")
                + in
                + after
                + stage.when()
                        .map(w -> ", when " + w.strip().replace("\n", " "))
                        .orElse("");
    }

    private static String yaml(RunState state, int stage) {
        try {
            Job job = JobManifest.of(state, new AttemptId(stage, 1));
            String yaml = Serialization.asYaml(job);
            return yaml.startsWith("---\n") ? yaml.substring(4) : yaml;
        } catch (ManifestException e) {
            throw new UserError(e.failure().message() + " (" + e.failure().remedy() + ")");
        }
    }
}

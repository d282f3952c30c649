package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunFolder;
import io.jenkins.plugins.k8sdag.cli.runs.StateDir;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The flag that says where runs are kept. */
final class StateFlags {
    private static final int NAMED = 5;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = ".k8sdag",
            description = "Where runs are kept (default: ${DEFAULT-VALUE}).")
    Path dir = Path.of(".k8sdag");

    StateDir stateDir() {
        return new StateDir(dir);
    }

    /**
     * The folder of a run.
     *
     * @throws UserError when there is no such run; names those that there are
     */
    RunFolder find(String runId) throws IOException {
        StateDir state = stateDir();
        var found = state.find(runId);
        if (found.isPresent()) {
            return found.get();
        }
        List<String> ids = state.all().stream().map(RunFolder::id).toList();
        List<String> latest = ids.subList(Math.max(0, ids.size() - NAMED), ids.size());
        throw new UserError("there is no run '" + runId + "' in " + dir
                + (latest.isEmpty()
                        ? " (it holds no runs; --state-dir names another directory)"
                        : " (there are: " + String.join(", ", latest) + "; 'k8sdag list' shows all)"));
    }
}

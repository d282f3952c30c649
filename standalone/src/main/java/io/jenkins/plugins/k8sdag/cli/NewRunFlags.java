package io.jenkins.plugins.k8sdag.cli;

import io.jenkins.plugins.k8sdag.cli.runs.RunId;
import io.jenkins.plugins.k8sdag.run.Keep;
import java.time.Instant;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of commands that start a run. */
final class NewRunFlags {
    enum KeepJobs {
        failed,
        always
    }

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

    /**
     * The number of stages in flight, if it was given.
     *
     * @throws UserError when it is none
     */
    OptionalInt maxParallel() {
        if (maxParallel != null && maxParallel < 1) {
            throw new UserError("--max-parallel must be at least 1, not " + maxParallel);
        }
        return maxParallel == null ? OptionalInt.empty() : OptionalInt.of(maxParallel);
    }

    /**
     * The run's id.
     *
     * @param dag the DAG's name
     * @throws UserError when what was given cannot be one
     */
    String id(String dag, Instant now) {
        String id = runId == null ? RunId.next(dag, now) : runId;
        RunId.problem(id).ifPresent(problem -> {
            throw new UserError("--run-id: " + problem);
        });
        return id;
    }

    Keep keep() {
        return keep == null ? Keep.NEVER : keep == KeepJobs.failed ? Keep.FAILED : Keep.ALWAYS;
    }
}

package io.jenkins.plugins.k8sdag.pipeline;

import hudson.model.Run;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run lies in its build's directory, {@code k8sdag/RUN}: deleted with the build, moved with the job.
 *
 * @param path the folder, whether it exists or not
 */
public record RunFolder(Path path) {
    /** The folder of a run of a build. */
    public static RunFolder of(Run<?, ?> build, String runId) {
        return new RunFolder(build.getRootDir().toPath().resolve("k8sdag").resolve(runId));
    }

    public Path journal() {
        return path.resolve("journal.jsonl");
    }

    /** The DAG file as it was, for people; a run never reads it again. */
    public Path dagFile() {
        return path.resolve("dag.yaml");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    boolean hasJournal() {
        return Files.exists(journal());
    }
}
